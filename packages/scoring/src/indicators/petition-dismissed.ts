import { reliefIndicator } from '../relief.ts';

export const petitionDismissed = reliefIndicator({
  id: 'petition-dismissed',
  question: 'Has the petition to wind the company up been dismissed or withdrawn?',
  family: 'winding-up-petition',
  none: 'That the petition was dismissed or withdrawn is not on record.',
  ended: (by) => {
    if (by.kind !== 'insolvency-notice') return 'The petition came to its end on {on}.';
    if (by.family === 'petition-dismissed') return 'The petition was dismissed on {on}.';
    return by.corrects?.as === 'withdrawn'
      ? 'The notice of the petition was taken back on {on}.'
      : 'The petition was withdrawn on {on}.';
  },
});
