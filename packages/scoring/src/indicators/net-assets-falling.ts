import { formatRatio } from '@tocsin/domain';
import { judgeAccounts } from '../accounts-indicator.ts';
import { type Indicator, pointsIn } from '../indicator.ts';

export const netAssetsFalling: Indicator = {
  id: 'net-assets-falling',
  group: 'balance-sheet',
  question: 'Are net assets shrinking?',
  topics: ['accounts-figures'],
  judge(subject, weight) {
    return judgeAccounts(subject, weight, ({ totals, previous }) => {
      const before = previous?.totals.equity ?? null;
      if (totals.equity === null || before === null || before <= 0) return null;
      const change = totals.equity / before - 1;
      const says = `Net assets ${change < 0 ? 'fell' : 'rose'} by ${formatRatio(Math.abs(change))} in the year`;
      return { points: pointsIn(weight.bins ?? [], change), says };
    });
  },
};
