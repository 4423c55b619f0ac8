import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const workingCapital = ratioIndicator({
  id: 'working-capital',
  group: 'balance-sheet',
  question: 'Can current assets pay the creditors due within a year?',
  ratio: (ratios) => ratios.workingCapitalToAssets,
  says: (value) => `Working capital is ${formatRatio(value)} of total assets`,
});
