import { longDate } from '../days.ts';
import { fading, type Indicator, notFound } from '../indicator.ts';

export const newCharge: Indicator = {
  id: 'new-charge',
  group: 'conduct',
  question: 'Has a charge over all assets been registered lately?',
  topics: ['charges'],
  judge(subject, weight) {
    const newest = subject
      .latest('charge')
      .filter(({ signal }) => signal.createdOn && !signal.satisfiedOn && signal.floatingOverAll === true)
      .sort((a, b) => (a.signal.createdOn! < b.signal.createdOn! ? -1 : 1))
      .at(-1);
    if (!newest)
      return notFound(subject, this.topics, 'No outstanding charge over all assets is on the record.');
    const { createdOn, personsEntitled } = newest.signal;
    const lender = personsEntitled.length > 0 ? ` in favour of ${personsEntitled.join(', ')}` : '';
    const because = `A charge over all assets${lender} was created on ${longDate(createdOn!)}.`;
    return fading(subject, weight, createdOn!, because, [newest.evidence]);
  },
};
