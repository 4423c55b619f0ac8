import { formatDate, happenedBy } from '@tocsin/domain';
import { absent, fading, type Indicator, nothingFound } from '../indicator.ts';

const words = {
  viability: 'viability',
  governance: 'governance',
  consumer: 'consumer standards',
} as const;

/** V2 and G2 meet the standard and are common; only grades 3 and 4 count. */
export const landlordGrade: Indicator = {
  id: 'landlord-grade',
  group: 'conduct',
  question: 'Has the housing regulator judged that it does not meet a standard?',
  topics: ['housing-regulator'],
  judge(subject, weight) {
    const judgement = subject.latest('housing-judgement').at(-1);
    if (!judgement)
      return nothingFound(subject, this.topics, 'The housing regulator has published no judgement of it.');
    const { signal, evidence } = judgement;
    const on = happenedBy(judgement);
    const failed = (['viability', 'governance', 'consumer'] as const).filter((of) =>
      /[34]$/.test(signal[of] ?? ''),
    );
    const [gravest] = failed;
    const by = `by its judgement of ${formatDate(on)}`;
    if (!gravest) return absent(`It meets the standards of the housing regulator ${by}.`, [evidence]);
    const grades = failed.map((of) => `${words[of]} (${signal[of]})`).join(' and ');
    const because = `It does not meet the housing regulator’s standard of ${grades} ${by}. It counts until the next judgement.`;
    return fading(subject, { ...weight, points: weight.levels?.[gravest] ?? 0 }, on, because, [evidence]);
  },
};
