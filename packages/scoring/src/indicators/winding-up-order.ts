import { proceedingIndicator } from '../proceeding-indicator.ts';

export const windingUpOrder = proceedingIndicator({
  id: 'winding-up-order',
  question: 'Is the company being wound up by order of a court?',
  family: 'winding-up-order',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: 'The court ordered on {on} that the company be wound up.',
  none: 'No winding-up order is on the record.',
});
