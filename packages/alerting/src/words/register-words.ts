import { formatDate, type SignalOf } from '@tocsin/domain';

/** What a publisher says, as one line of a timeline: what it is, and what there is to know about it. */
export interface SignalWords {
  readonly what: string;
  readonly detail: string | null;
}

/** What the register of charities says of one, as one line of a timeline. */
export function charityWords(signal: SignalOf<'charity-entry'>): SignalWords {
  const { status, removedOn, insolvent, inAdministration, dissolution, reporting } = signal;
  const said = [
    insolvent && 'marked as insolvent',
    inAdministration && 'marked as in administration',
    dissolution && dissolutionWords(dissolution.noticeEndsOn),
    // Of one that was removed it says that, and nothing besides.
    status === 'registered' && reporting && reportingWords(reporting),
  ].filter((part) => typeof part === 'string' && part !== '');
  return {
    what:
      status === 'registered'
        ? 'Entry on the register of charities'
        : `Removed from the register of charities${removedOn ? ` on ${formatDate(removedOn)}` : ''}`,
    detail: said.length > 0 ? said.join(', ') : null,
  };
}

function dissolutionWords(noticeEndsOn: string | null): string {
  return noticeEndsOn ? `to be dissolved: the notice ends on ${formatDate(noticeEndsOn)}` : 'to be dissolved';
}

const reportings: Readonly<Record<string, string>> = {
  'Submission Double Default': 'its annual returns for two years or more are overdue',
  'Submission Overdue': 'its annual return is overdue',
  'Submission Received': 'its annual return was received in time',
  'Submission Received Late': 'its latest annual return was received late',
  New: 'new: no annual return is due yet',
  Suppressed: 'its figures are not shown to the public',
};

function reportingWords(reporting: string): string {
  return reportings[reporting] ?? `annual returns: “${reporting}”`;
}
