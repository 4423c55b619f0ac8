import { formatDate } from '@tocsin/domain';
import { absent, type Indicator, present, threshold, unknown } from '../indicator.ts';

export const youngCompany: Indicator = {
  id: 'young-company',
  group: 'group-and-market',
  question: 'Was the company founded less than three years ago?',
  topics: ['company-profile'],
  judge(subject, weight) {
    const profile = subject
      .latest('company-profile')
      .findLast(({ signal }) => signal.incorporatedOn !== null);
    const founded = profile?.signal.incorporatedOn;
    if (!profile || !founded) return unknown('Not known: no date of incorporation has been read.');
    const because = `The company was incorporated on ${formatDate(founded)}.`;
    const left = threshold(weight, 'young-days') - subject.age(founded);
    if (left <= 0) return absent(because, [profile.evidence]);
    return present(weight.points, because, [profile.evidence], left);
  },
};
