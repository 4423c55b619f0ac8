import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const liabilitiesToAssets = ratioIndicator({
  id: 'liabilities-to-assets',
  group: 'balance-sheet',
  question: 'How much of what the company has is owed to others?',
  ratio: (ratios) => ratios.liabilitiesToAssets,
  says: (value) => `The company owes ${formatRatio(value)} of what it has`,
});
