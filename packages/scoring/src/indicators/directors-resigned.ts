import { daysBetween, formatDate, type IsoDate } from '@tocsin/domain';
import { fading, type Indicator, nothingFound, threshold } from '../indicator.ts';

export const directorsResigned: Indicator = {
  id: 'directors-resigned',
  group: 'conduct',
  question: 'Have several directors resigned within three months?',
  topics: ['officers'],
  judge(subject, weight) {
    const [cluster, days] = [threshold(weight, 'cluster'), threshold(weight, 'cluster-days')];
    const changes = subject.latest('officer-changes');
    const resigned: IsoDate[] = [];
    for (const { signal } of changes) resigned.push(...signal.resignedOn);
    resigned.sort();
    const last = resigned.findLast(
      (on, i) => i >= cluster - 1 && daysBetween(resigned[i - cluster + 1]!, on) <= days,
    );
    if (!last)
      return nothingFound(
        subject,
        this.topics,
        'No three resignations within three months are on the record.',
      );
    const evidence = changes.filter((c) => c.signal.resignedOn.includes(last)).map((c) => c.evidence);
    const because = `At least ${cluster} directors resigned in the three months to ${formatDate(last)}.`;
    return fading(subject, weight, last, because, evidence);
  },
};
