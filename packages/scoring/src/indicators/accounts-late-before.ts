import { daysBetween, formatDate } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound } from '../indicator.ts';

export const accountsLateBefore: Indicator = {
  id: 'accounts-late-before',
  group: 'conduct',
  question: 'Were earlier accounts filed after their deadline?',
  topics: ['filing-history'],
  judge(subject, weight) {
    const dated = subject.latest('accounts-filed').filter((f) => f.signal.dueOn !== null);
    const late = dated
      .filter((f) => f.signal.filedOn > f.signal.dueOn!)
      .sort((a, b) => (a.signal.filedOn < b.signal.filedOn ? -1 : 1))
      .at(-1);
    if (late) {
      const { madeUpTo, filedOn, dueOn } = late.signal;
      const days = daysBetween(dueOn!, filedOn);
      const because = `The accounts to ${formatDate(madeUpTo)} were filed on ${formatDate(filedOn)}, ${days} days late.`;
      return fading(subject, weight, filedOn, because, [late.evidence]);
    }
    if (dated.length > 0)
      return absent('The accounts on record were filed in time.', [dated.at(-1)!.evidence]);
    return nothingFound(subject, this.topics, 'No accounts filed late are on the record.');
  },
};
