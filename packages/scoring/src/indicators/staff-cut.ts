import { formatRatio } from '@tocsin/domain';
import { judgeAccounts } from '../accounts-indicator.ts';
import { over } from '../accounts/ratios.ts';
import { type Indicator, pointsIn, threshold } from '../indicator.ts';

export const staffCut: Indicator = {
  id: 'staff-cut',
  group: 'profit-and-cash',
  question: 'Has the number of staff been cut?',
  topics: ['accounts-figures'],
  judge(subject, weight) {
    return judgeAccounts(subject, weight, ({ figures, previous }) => {
      const before = previous?.figures['employees'] ?? null;
      const change = over(figures['employees'] ?? null, before);
      if (before === null || change === null) return null;
      const says = `The average number of staff ${change < 1 ? 'fell' : 'rose'} by ${formatRatio(Math.abs(1 - change))}`;
      return {
        points: before < threshold(weight, 'fewest-people') ? 0 : pointsIn(weight.bins ?? [], change),
        says,
      };
    });
  },
};
