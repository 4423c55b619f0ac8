import { formatRatio } from '@tocsin/domain';
import { ratioIndicator } from '../accounts-indicator.ts';

export const retainedLosses = ratioIndicator({
  id: 'retained-losses',
  group: 'balance-sheet',
  question: 'Has the company kept profits, or does it carry losses forward?',
  ratio: (ratios) => ratios.retainedEarningsToAssets,
  says: (value) =>
    `${value < 0 ? 'Losses carried forward are' : 'Profits kept are'} ${formatRatio(Math.abs(value))} of total assets`,
});
