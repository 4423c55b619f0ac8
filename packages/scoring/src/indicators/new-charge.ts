import { formatDate, isSatisfiedCharge } from '@tocsin/domain';
import type { Statement } from '../facts.ts';
import { fading, type Indicator, type Judgement, nothingFound } from '../indicator.ts';

export const newCharge: Indicator = {
  id: 'new-charge',
  group: 'conduct',
  question: 'Has a charge over all assets been registered lately?',
  topics: ['charges'],
  judge(subject, weight) {
    const overAll = subject
      .latest('charge')
      .filter(({ signal }) => signal.createdOn && signal.floatingOverAll === true)
      .sort((a, b) => (a.signal.createdOn! < b.signal.createdOn! ? -1 : 1));
    const newest = overAll.findLast(({ signal }) => !isSatisfiedCharge(signal));
    if (!newest) return noneOutstanding(nothingFound(subject, this.topics, NONE), overAll.at(-1));
    const { createdOn, personsEntitled } = newest.signal;
    const lender = personsEntitled.length > 0 ? ` in favour of ${personsEntitled.join(', ')}` : '';
    const because = `A charge over all assets${lender} was created on ${formatDate(createdOn!)}.`;
    return fading(subject, weight, createdOn!, because, [newest.evidence]);
  },
};

const NONE = 'No outstanding charge over all assets is on the record.';

/** A charge that was paid off is worth saying where somebody looked and nothing else is there to say. */
function noneOutstanding(none: Judgement, last: Statement<'charge'> | undefined): Judgement {
  if (none.outcome !== 'absent' || !last) return none;
  const { createdOn, satisfiedOn } = last.signal;
  const on = satisfiedOn ? ` on ${formatDate(satisfiedOn)}` : '';
  const because = `The charge over all assets of ${formatDate(createdOn!)} was satisfied${on}.`;
  return { ...none, because, evidence: [last.evidence] };
}
