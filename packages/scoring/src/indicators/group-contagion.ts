import type { Relative } from '../facts.ts';
import { longDate } from '../days.ts';
import { absent, type Indicator, present, unknown } from '../indicator.ts';

export const groupContagion: Indicator = {
  id: 'group-contagion',
  group: 'group-and-market',
  question: 'Is a parent or sister company in a formal procedure or at severe risk?',
  topics: ['controllers'],
  readsGroup: true,
  judge(subject, weight) {
    const { relatives } = subject;
    if (!relatives) return unknown('Not known: the group of the company has not been walked.');
    const points = (relative: Relative) => weight.levels?.[`${relative.relation}-${relative.ownBand}`] ?? 0;
    const [worst] = relatives.toSorted((a, b) => points(b) - points(a));
    if (!worst || points(worst) === 0) return absent('No parent or sister company known to us stands badly.');
    const state = worst.proceeding
      ? `${worst.proceeding.title} (${longDate(worst.proceeding.on)})`
      : 'at severe risk of financial difficulty';
    const because = `${worst.name}, a ${worst.relation} company: ${state}. Chain: ${worst.chain.join(' → ')}.`;
    return present(points(worst), because, worst.evidence);
  },
};
