import { proceedingIndicator } from '../proceeding-indicator.ts';

export const moratorium = proceedingIndicator({
  id: 'moratorium',
  question: 'Is the company protected from its creditors by a moratorium?',
  family: 'moratorium',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: 'A moratorium came into force on {on}.',
  none: 'No moratorium is on the record.',
  countsWhenEnded: true,
});
