import { addDays, formatDate, happenedBy } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound, threshold } from '../indicator.ts';

/**
 * The registrar moves a company without an appropriate address to PO Box 4385 and gives it 28 days to file one, after
 * which the company may be struck off (Companies Act 2006, ss.86 and 1097A; S.I. 2024/233).
 */
export const registrarDefaultAddress: Indicator = {
  id: 'registrar-default-address',
  group: 'conduct',
  question: 'Has the registrar moved the registered office to the default address?',
  topics: ['filing-history'],
  judge(subject, weight) {
    const moves = subject
      .latest('filing')
      .filter(({ signal }) => signal.about === 'registered-office-changed')
      .toSorted((a, b) => (happenedBy(a) < happenedBy(b) ? -1 : 1));
    const moved = moves.findLast(({ signal }) => signal.detail === 'registrar-default');
    if (!moved)
      return nothingFound(
        subject,
        this.topics,
        'The registrar has not moved the registered office to the default address.',
      );
    const on = happenedBy(moved);
    const said = `The registrar moved the registered office to the default address (PO Box 4385) on ${formatDate(on)}: no mail reaches the company there.`;
    const next = moves.at(-1);
    if (next && next !== moved)
      return absent(`${said} It has filed another address since.`, [moved.evidence, next.evidence]);
    const due = addDays(on, threshold(weight, 'course-days'));
    const course =
      subject.asOf <= due
        ? `It has until ${formatDate(due)} to file an appropriate one.`
        : `The 28 days that it had to file another ended on ${formatDate(due)}; none is on record, and it may be struck off.`;
    const judged = fading(subject, weight, on, `${said} ${course}`, [moved.evidence]);
    const left = 1 - subject.age(due);
    return left > 0 && (judged.changesIn ?? Infinity) > left ? { ...judged, changesIn: left } : judged;
  },
};
