import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const turnoverFall = ratioIndicator({
  id: 'turnover-fall',
  group: 'profit-and-cash',
  question: 'Has turnover fallen?',
  ratio: (ratios) => ratios.turnoverGrowth,
  says: (value) => `Turnover ${value < 1 ? 'fell' : 'rose'} by ${formatRatio(Math.abs(1 - value))}`,
});
