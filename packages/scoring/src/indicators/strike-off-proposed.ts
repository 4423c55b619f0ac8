import { proceedingIndicator } from '../proceeding-indicator.ts';

export const strikeOffProposed = proceedingIndicator({
  id: 'strike-off-proposed',
  question: 'Has it been proposed to strike the company off the register?',
  family: 'strike-off',
  topics: ['filing-history', 'company-profile'],
  found: 'It has been proposed on {on} to strike the company off the register.',
  none: 'No proposal to strike the company off is on the record.',
});
