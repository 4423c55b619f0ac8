import { proceedingIndicator } from '../proceeding-indicator.ts';

export const dissolved = proceedingIndicator({
  id: 'dissolved',
  question: 'Has the company been dissolved?',
  family: 'dissolved',
  topics: ['company-profile'],
  found: 'The company was dissolved on {on} and no longer exists.',
  none: 'The company has not been dissolved.',
});
