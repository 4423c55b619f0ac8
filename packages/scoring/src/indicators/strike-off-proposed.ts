import { formatDate, happenedBy } from '@tocsin/domain';
import type { Statement } from '../facts.ts';
import type { Indicator } from '../indicator.ts';
import { proceedingIndicator } from '../proceeding-indicator.ts';

const proposed = proceedingIndicator({
  id: 'strike-off-proposed',
  question: 'Has it been proposed to strike the company off the register?',
  family: 'strike-off',
  topics: ['filing-history', 'company-profile'],
  found: 'It has been proposed on {on} to strike the company off the register.',
  none: 'No proposal to strike the company off is on the record.',
});

/** A suspension leaves the proposal open: somebody objected, often a creditor. */
export const strikeOffProposed: Indicator = {
  ...proposed,
  judge(subject, weight) {
    const judged = proposed.judge(subject, weight);
    const open = subject.proceedings.findLast(({ family, ended }) => family === 'strike-off' && !ended);
    const suspended = subject
      .latest('filing')
      .findLast(
        (filing) => filing.signal.about === 'strike-off-suspended' && dayOfFiling(filing) >= (open?.on ?? ''),
      );
    if (judged.outcome !== 'present' || !open || !suspended) return judged;
    const because = `${judged.because} It was suspended on ${formatDate(dayOfFiling(suspended))}.`;
    return { ...judged, because, evidence: [...judged.evidence, suspended.evidence] };
  },
};

function dayOfFiling(filing: Statement<'filing'>): string {
  return filing.occurredOn ?? happenedBy(filing);
}
