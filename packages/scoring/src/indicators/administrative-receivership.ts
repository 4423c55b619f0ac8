import { proceedingIndicator } from '../proceeding-indicator.ts';

export const administrativeReceivership = proceedingIndicator({
  id: 'administrative-receivership',
  question: 'Have administrative receivers taken over the company?',
  family: 'administrative-receivership',
  topics: ['gazette-notices', 'insolvency-cases'],
  found: 'Administrative receivers were appointed on {on}.',
  none: 'No administrative receivership is on the record.',
});
