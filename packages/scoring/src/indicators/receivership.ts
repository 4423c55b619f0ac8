import { proceedingIndicator } from '../proceeding-indicator.ts';

export const receivership = proceedingIndicator({
  id: 'receivership',
  question: 'Has a lender appointed receivers over assets of the company?',
  family: 'receivership',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: 'Receivers were appointed on {on}; often this is about one charged asset only.',
  none: 'No receivership is on the record.',
});
