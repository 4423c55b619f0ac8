import { formatDate, formatPounds, type SignalOf } from '@tocsin/domain';

/** What a publisher says, as one line of a timeline: what it is, and what there is to know about it. */
export interface SignalWords {
  readonly what: string;
  readonly detail: string | null;
}

/** What the register of charities says of one, as one line of a timeline. */
export function charityWords(signal: SignalOf<'charity-entry'>): SignalWords {
  const { status, removedOn, insolvent, inAdministration, dissolution, reporting, lastYear } = signal;
  const said = [
    insolvent && 'marked as insolvent',
    inAdministration && 'marked as in administration',
    dissolution && dissolutionWords(dissolution.noticeEndsOn),
    // Of one that was removed it says that, and nothing besides.
    status === 'registered' && reporting && reportingWords(reporting),
    lastYear &&
      `income of ${formatPounds(lastYear.income)} and expenditure of ${formatPounds(lastYear.expenditure)} in the year to ${formatDate(lastYear.endedOn)}`,
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

/** What the Mutuals Public Register says of a society. */
export function societyWords(signal: SignalOf<'society-entry'>): SignalWords {
  const { status, registeredAs, deregisteredOn } = signal;
  if (status === 'registered')
    return { what: 'Entry on the register of mutual societies', detail: registeredAs };
  return {
    what: `Left the register of mutual societies${deregisteredOn ? ` on ${formatDate(deregisteredOn)}` : ''}`,
    detail: `${registeredAs}; cancelled, converted into a company, merged or transferred: the register does not say which`,
  };
}

/** What the list of registered providers of social housing says of a landlord. */
export function housingWords({ status, designation, corporateForm }: SignalOf<'housing-entry'>): SignalWords {
  return status === 'registered'
    ? { what: 'Registered provider of social housing', detail: `${designation}, ${corporateForm}` }
    : {
        what: 'No longer on the list of registered providers of social housing',
        detail: 'merged, transferred, withdrawn or struck off: the list does not say which',
      };
}

/** The housing regulator’s grades of a landlord, with what they mean. */
export function judgementWords(signal: SignalOf<'housing-judgement'>): SignalWords {
  const grades = [signal.consumer, signal.governance, signal.viability].filter((grade) => grade !== null);
  const failed = grades.filter((grade) => /[34]$/.test(grade));
  const means = [
    failed.length > 0 && `${failed.join(' and ')}: the standard is not met`,
    signal.viability === 'V2' && 'V2 is common: it meets the standard and has risks to manage',
    signal.underReview && 'under review',
  ].filter((part) => typeof part === 'string');
  return {
    what: `Judgement of the Regulator of Social Housing: ${grades.join(', ') || 'no grade'}`,
    detail: means.length > 0 ? means.join('; ') : null,
  };
}

/** What Ofsted’s list says of a provision of an owner that it knows by name only. */
export function provisionWords(signal: SignalOf<'childrens-provision'>): SignalWords {
  const { urn, type, localAuthority, places, status, judgement, inspectedOn } = signal;
  const is = [
    status === 'suspended' && 'suspended',
    status === 'left' && 'no longer listed as this owner’s',
    judgement && `judged “${judgement}”${inspectedOn ? ` on ${formatDate(inspectedOn)}` : ''}`,
    places !== null && `${places} places`,
    `its owner is known by name only`,
  ].filter((part) => typeof part === 'string' && part !== '');
  return { what: `${type} in ${localAuthority} (Ofsted ${urn})`, detail: is.join(', ') };
}
