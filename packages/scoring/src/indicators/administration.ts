import { proceedingIndicator } from '../proceeding-indicator.ts';

export const administration = proceedingIndicator({
  id: 'administration',
  question: 'Is the company in administration?',
  family: 'administration',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: 'The company entered administration on {on}.',
  none: 'No administration is on the record.',
});
