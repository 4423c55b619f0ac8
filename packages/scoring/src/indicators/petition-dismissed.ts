import { reliefIndicator } from '../relief.ts';

export const petitionDismissed = reliefIndicator({
  id: 'petition-dismissed',
  question: 'Has the petition to wind the company up been dismissed?',
  family: 'winding-up-petition',
  ended: 'The petition was dismissed; the record says so from {on}.',
});
