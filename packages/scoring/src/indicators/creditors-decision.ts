import { proceedingIndicator } from '../proceeding-indicator.ts';

export const creditorsDecision = proceedingIndicator({
  id: 'creditors-decision',
  question: 'Have creditors been asked to decide on a liquidation?',
  family: 'creditors-decision',
  topics: ['gazette-notices'],
  found: 'Creditors were called on {on} to decide on a voluntary liquidation.',
  none: 'No meeting or decision of creditors on a voluntary liquidation is on the record.',
});
