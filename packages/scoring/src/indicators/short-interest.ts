import { formatDate } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound, pointsIn } from '../indicator.ts';

export const shortInterest: Indicator = {
  id: 'short-interest',
  group: 'conduct',
  question: 'Are many of the shares sold short?',
  topics: ['short-interest'],
  judge(subject, weight) {
    const newest = subject
      .latest('short-interest')
      .toSorted((a, b) => (a.signal.on < b.signal.on ? -1 : 1))
      .at(-1);
    if (!newest) return nothingFound(subject, this.topics, 'No short position is on the record.');
    const { on, percent, series } = newest.signal;
    const published = series === 'named' ? 'disclosed holders' : 'the published total';
    const because = `Short positions were ${percent}% of the shares on ${formatDate(on)} (${published}).`;
    const points = pointsIn(weight.bins ?? [], percent);
    if (points === 0) return absent(because, [newest.evidence]);
    return fading(subject, { ...weight, points }, on, because, [newest.evidence]);
  },
};
