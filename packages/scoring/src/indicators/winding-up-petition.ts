import { proceedingIndicator } from '../proceeding-indicator.ts';

export const windingUpPetition = proceedingIndicator({
  id: 'winding-up-petition',
  question: 'Has somebody asked a court to wind the company up?',
  family: 'winding-up-petition',
  topics: ['gazette-notices'],
  found:
    'A petition to wind the company up is on record from {on}: a request to a court, which may be dismissed.',
  none: 'No petition to wind the company up is on the record.',
  countsWhenEnded: true,
});
