import { formatDate, formatPounds, formatRatio } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound, pointsIn, unknown } from '../indicator.ts';

export const charityDeficit: Indicator = {
  id: 'charity-deficit',
  group: 'profit-and-cash',
  question: 'Did it spend more than it received in its last year as a charity?',
  topics: ['charity-register'],
  judge(subject, weight) {
    const entry = subject.latest('charity-entry').at(-1);
    if (!entry) return nothingFound(subject, this.topics, 'It is not on the register of charities.');
    const { signal, evidence } = entry;
    if (!signal.lastYear) return unknown('Not known: the register of charities shows no figures of it.');
    const { endedOn, income, expenditure } = signal.lastYear;
    const year = `in the year to ${formatDate(endedOn)}`;
    if (income <= 0) return unknown(`Not known: it shows no income ${year} to compare its expenditure with.`);
    const left = (income - expenditure) / income;
    const because =
      left < 0
        ? `It spent ${formatPounds(expenditure)} ${year}, ${formatRatio(-left)} more than the ${formatPounds(income)} that it received.`
        : `It spent ${formatPounds(expenditure)} of the ${formatPounds(income)} that it received ${year}.`;
    const points = pointsIn(weight.bins ?? [], left);
    if (points === 0) return absent(because, [evidence]);
    return fading(subject, { ...weight, points }, endedOn, because, [evidence]);
  },
};
