import { longDate } from '../days.ts';
import { fading, type Indicator, notFound } from '../indicator.ts';

export const contractPerformance: Indicator = {
  id: 'contract-performance',
  group: 'conduct',
  question: 'Has a public buyer published poor performance or a breach of contract?',
  topics: ['contract-performance'],
  judge(subject, weight) {
    const newest = subject.latest('contract-performance').at(-1);
    if (!newest)
      return notFound(
        subject,
        this.topics,
        'No notice of poor performance or breach of contract is on the record.',
      );
    const because = `A buyer published on ${longDate(newest.publishedAt.slice(0, 10))}: “${newest.signal.statement}”`;
    return fading(subject, weight, newest.occurredOn, because, [newest.evidence]);
  },
};
