import { reliefIndicator } from '../relief.ts';

export const petitionDismissed = reliefIndicator({
  id: 'petition-dismissed',
  question: 'Has the petition to wind the company up been dismissed or withdrawn?',
  family: 'winding-up-petition',
  ended: (by) =>
    by.kind === 'insolvency-notice' && by.family !== 'petition-dismissed'
      ? 'The petition was withdrawn on {on}.'
      : by.kind === 'insolvency-notice'
        ? 'The petition was dismissed on {on}.'
        : 'The petition came to its end on {on}.',
});
