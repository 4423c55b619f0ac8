import { times, ratioIndicator } from '../accounts-indicator.ts';

export const acidRatio = ratioIndicator({
  id: 'acid-ratio',
  group: 'balance-sheet',
  question: 'Do quick assets (current assets without stocks) cover the creditors due within a year?',
  ratio: (ratios) => ratios.acidRatio,
  says: (value) => `Quick assets are ${times(value)} times creditors due within a year`,
});
