import { formatAmount } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const smallBalanceSheet = ratioIndicator({
  id: 'small-balance-sheet',
  group: 'balance-sheet',
  question: 'Is there little on the balance sheet to absorb a loss?',
  ratio: (ratios) => ratios.totalAssets,
  says: (value) => `Total assets are ${formatAmount(value, 'GBP')}`,
});
