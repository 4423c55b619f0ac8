import type { IsoDate } from '@tocsin/domain';
import { daysBetween, longDate } from '../days.ts';
import { fading, type Indicator, notFound } from '../indicator.ts';

/** So many resignations within so many days are a cluster. */
const CLUSTER = 3;
const CLUSTER_DAYS = 92;

export const directorsResigned: Indicator = {
  id: 'directors-resigned',
  group: 'conduct',
  question: 'Have several directors resigned within three months?',
  topics: ['officers'],
  judge(subject, weight) {
    const changes = subject.latest('officer-changes');
    const days: IsoDate[] = [];
    for (const { signal } of changes) days.push(...signal.resignedOn);
    days.sort();
    const last = days.findLast(
      (on, i) => i >= CLUSTER - 1 && daysBetween(days[i - CLUSTER + 1]!, on) <= CLUSTER_DAYS,
    );
    if (!last)
      return notFound(subject, this.topics, 'No three resignations within three months are on the record.');
    const evidence = changes.filter((c) => c.signal.resignedOn.includes(last)).map((c) => c.evidence);
    const because = `At least ${CLUSTER} directors resigned in the three months to ${longDate(last)}.`;
    return fading(subject, weight, last, because, evidence);
  },
};
