import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const cashToCreditors = ratioIndicator({
  id: 'cash-to-creditors',
  group: 'balance-sheet',
  question: 'How much of the creditors due within a year could cash pay?',
  ratio: (ratios) => ratios.cashToCreditors,
  says: (value) => `Cash covers ${formatRatio(value)} of creditors due within a year`,
});
