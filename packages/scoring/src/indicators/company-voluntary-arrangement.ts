import { proceedingIndicator } from '../proceeding-indicator.ts';

export const companyVoluntaryArrangement = proceedingIndicator({
  id: 'company-voluntary-arrangement',
  question: 'Is the company in a voluntary arrangement with its creditors?',
  family: 'company-voluntary-arrangement',
  topics: ['insolvency-cases', 'gazette-notices'],
  found: 'A company voluntary arrangement with creditors is on record from {on}.',
  none: 'No company voluntary arrangement is on the record.',
});
