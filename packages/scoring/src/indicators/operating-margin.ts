import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const operatingMargin = ratioIndicator({
  id: 'operating-margin',
  group: 'profit-and-cash',
  question: 'Does turnover leave an operating profit?',
  ratio: (ratios) => ratios.operatingMargin,
  says: (value) => `The operating margin is ${formatRatio(value)}`,
});
