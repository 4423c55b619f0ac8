import { proceedingIndicator } from '../proceeding-indicator.ts';

export const restructuringPlan = proceedingIndicator({
  id: 'restructuring-plan',
  question: 'Is the company under a restructuring plan ordered by a court?',
  family: 'restructuring-plan',
  topics: ['insolvency-cases'],
  found: 'A restructuring plan was ordered by the court on {on}.',
  none: 'No restructuring plan is on the record.',
});
