import { formatDate } from '@tocsin/domain';
import type { Relative } from '../facts.ts';
import { type Indicator, nothingFound, present, unknown } from '../indicator.ts';

export const groupContagion: Indicator = {
  id: 'group-contagion',
  group: 'group-and-market',
  question: 'Is a parent or sister company in a formal procedure or at severe risk?',
  topics: ['controllers'],
  readsGroup: true,
  judge(subject, weight) {
    const { relatives } = subject;
    if (!relatives) return unknown('Not known: the group of the company has not been walked.');
    const points = (relative: Relative) => weight.levels?.[gravityOf(relative)] ?? 0;
    const [worst] = relatives.toSorted((a, b) => points(b) - points(a));
    if (!worst || points(worst) === 0)
      return nothingFound(subject, this.topics, 'No parent or sister company known to us stands badly.');
    const { proceeding } = worst;
    const state = proceeding
      ? `${proceeding.title} (${proceeding.on ? formatDate(proceeding.on) : 'day not given'})`
      : 'at severe risk of financial difficulty';
    const because = `${worst.name}, a ${worst.relation} company: ${state}. Chain: ${worst.chain.join(' → ')}.`;
    const links = subject.latest('parent-company').filter(({ signal }) => signal.ceasedOn === null);
    return present(points(worst), because, [...worst.evidence, ...links.map((link) => link.evidence)]);
  },
};

/** A formal event that is no more than a sign for the company itself is less than that for its group. */
function gravityOf({ relation, ownBand, proceeding }: Relative): string {
  const grave = ownBand === 'insolvent' || ownBand === 'severe';
  return `${relation}-${grave || !proceeding ? ownBand : 'event'}`;
}
