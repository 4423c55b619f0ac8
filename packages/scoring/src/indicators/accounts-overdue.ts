import { addDays, formatDate } from '@tocsin/domain';
import { absent, type Indicator, present, threshold, unknown } from '../indicator.ts';

export const accountsOverdue: Indicator = {
  id: 'accounts-overdue',
  group: 'conduct',
  question: 'Are the annual accounts overdue at Companies House?',
  topics: ['company-profile', 'filing-history'],
  judge(subject, weight) {
    const profile = subject.latest('company-profile').at(-1);
    const due = profile?.signal.accounts.nextDueOn;
    if (!profile || !due) return unknown('Not known: no due date for accounts has been read.');
    const { lastMadeUpTo } = profile.signal.accounts;
    const filed = subject
      .latest('accounts-filed')
      .find(
        (f) =>
          f.signal.madeUpTo > (lastMadeUpTo ?? '') &&
          f.signal.filedOn >= addDays(due, -threshold(weight, 'filed-before-due-days')),
      );
    if (filed) return absent(`Accounts were filed on ${formatDate(filed.signal.filedOn)}.`, [filed.evidence]);
    const dueWords = `The accounts are due by ${formatDate(due)}`;
    if (subject.asOf <= due) return absent(`${dueWords}.`, [profile.evidence], 1 - subject.age(due));
    const looked = subject.lookedOn('company-profile')!;
    if (looked <= due) return unknown(`${dueWords}; nobody has looked since ${formatDate(looked)}.`);
    const because = `Accounts were due by ${formatDate(due)} and have not been filed.`;
    return present(weight.points, because, [profile.evidence]);
  },
};
