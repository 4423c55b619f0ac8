import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const shortTermCreditors = ratioIndicator({
  id: 'short-term-creditors',
  group: 'balance-sheet',
  question: 'How much of what the company has is owed within a year?',
  ratio: (ratios) => ratios.creditorsToAssets,
  says: (value) => `Creditors due within a year are ${formatRatio(value)} of total assets`,
});
