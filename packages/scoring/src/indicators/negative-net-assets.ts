import { formatAmount } from '@tocsin/domain';
import { judgeAccounts } from '../accounts-indicator.ts';
import type { Indicator } from '../indicator.ts';

export const negativeNetAssets: Indicator = {
  id: 'negative-net-assets',
  group: 'balance-sheet',
  question: 'Does the company owe more than it has?',
  topics: ['accounts-figures'],
  judge(subject, weight) {
    return judgeAccounts(subject, weight, ({ totals, currency }) => {
      if (totals.equity === null) return null;
      const says = `Net ${totals.equity < 0 ? 'liabilities' : 'assets'} are ${formatAmount(Math.abs(totals.equity), currency)}`;
      return { points: totals.equity < 0 ? weight.points : 0, says };
    });
  },
};
