import { proceedingIndicator } from '../proceeding-indicator.ts';

export const creditorsVoluntaryLiquidation = proceedingIndicator({
  id: 'creditors-voluntary-liquidation',
  question: "Is the company in a creditors' voluntary liquidation?",
  family: 'creditors-voluntary-liquidation',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: "A creditors' voluntary liquidation began on {on}.",
  none: "No creditors' voluntary liquidation is on the record.",
});
