import { formatDate, happenedBy } from '@tocsin/domain';
import { fading, gravest, type Indicator, nothingFound } from '../indicator.ts';

/**
 * Failures to perform and terminations for breach as notices state them: statements of law, which name the supplier and
 * are a discretionary ground of exclusion. They keep the few points that an expert gave them, because no published
 * figure says more or less. Ratings of indicators, a notice that was not published and how fast a council pays carry
 * none: they say nothing of the supplier's solvency.
 */
export const contractPerformance: Indicator = {
  id: 'contract-performance',
  group: 'conduct',
  question: 'Has a public buyer published poor performance or a breach of contract?',
  topics: ['contract-performance'],
  judge(subject, weight) {
    const judged = subject.latest('contract-performance').map((notice) => {
      const { signal, publishedAt, occurredOn, evidence } = notice;
      const because = `A buyer published on ${formatDate(publishedAt)}: “${signal.statement}”`;
      return fading(subject, weight, occurredOn ?? happenedBy(notice), because, [evidence]);
    });
    const none = 'No notice of poor performance or breach of contract is on the record.';
    return gravest(judged) ?? nothingFound(subject, this.topics, none);
  },
};
