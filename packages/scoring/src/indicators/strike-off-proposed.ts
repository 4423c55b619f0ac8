import { formatDate, happenedBy } from '@tocsin/domain';
import type { Statement } from '../facts.ts';
import { absent, type Indicator } from '../indicator.ts';
import { foundWords, proceedingIndicator } from '../proceeding-indicator.ts';
import { evidenceOf, isOpen } from '../proceedings-on-record.ts';

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
    const own = subject.proceedings.findLast((p) => p.family === 'voluntary-strike-off' && isOpen(p));
    if (own && judged.outcome !== 'present')
      return absent(foundWords(OWN_REQUEST, own.days), evidenceOf(own.statements));
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

const OWN_REQUEST =
  'The company’s own directors asked on {on} that it be struck off the register: told as information, without points.';

function dayOfFiling(filing: Statement<'filing'>): string {
  return filing.occurredOn ?? happenedBy(filing);
}
