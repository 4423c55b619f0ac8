import { formatRatio } from '@tocsin/domain';
import { judgeAccounts } from '../accounts-indicator.ts';
import { over } from '../accounts/ratios.ts';
import { type Indicator, pointsIn } from '../indicator.ts';

export const creditorsOutgrowAssets: Indicator = {
  id: 'creditors-outgrow-assets',
  group: 'balance-sheet',
  question: 'Do short-term creditors grow faster than assets?',
  topics: ['accounts-figures'],
  judge(subject, weight) {
    return judgeAccounts(subject, weight, ({ totals, previous }) => {
      const creditors = over(totals.creditors, previous?.totals.creditors ?? null);
      const assets = over(totals.totalAssets, previous?.totals.totalAssets ?? null);
      if (creditors === null || assets === null) return null;
      const says = `Creditors due within a year changed by ${formatRatio(creditors - 1)}, total assets by ${formatRatio(assets - 1)}`;
      return { points: creditors > 1 ? pointsIn(weight.bins ?? [], creditors - assets) : 0, says };
    });
  },
};
