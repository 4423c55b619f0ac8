import { formatDate } from '@tocsin/domain';
import { absent, type Indicator, present, unknown } from '../indicator.ts';

/** Identity verification of directors: the transition of the Economic Crime and Corporate Transparency Act 2023 ended. */
const VERIFIED_FROM = '2026-11-18';

export const confirmationStatementOverdue: Indicator = {
  id: 'confirmation-statement-overdue',
  group: 'conduct',
  question: 'Is the yearly confirmation statement overdue?',
  topics: ['company-profile'],
  judge(subject, weight) {
    const profile = subject.latest('company-profile').at(-1);
    const due = profile?.signal.confirmationStatement.nextDueOn;
    if (!profile || !due)
      return unknown('Not known: no due date for a confirmation statement has been read.');
    const words = `The confirmation statement was due by ${formatDate(due)}`;
    if (subject.asOf <= due)
      return absent(
        `The confirmation statement is due by ${formatDate(due)}.`,
        [profile.evidence],
        1 - subject.age(due),
      );
    const looked = subject.lookedOn('company-profile')!;
    if (looked <= due) return unknown(`${words}; nobody has looked since ${formatDate(looked)}.`);
    const because = `${words} and has not been filed.`;
    const unverified =
      subject.asOf >= VERIFIED_FROM
        ? ' Since 18 November 2026 none can be filed while a director’s identity is not verified: this may be the reason.'
        : '';
    return present(weight.points, because + unverified, [profile.evidence]);
  },
};
