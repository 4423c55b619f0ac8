import { formatDate, type IsoDate } from '@tocsin/domain';
import type { ContractFacts } from '@tocsin/exposure';
import { reviewWords, type DueReview } from './reviews.ts';

/** A contract of a council, and with whom. */
export interface DatedContract {
  readonly contract: Pick<ContractFacts, 'ref' | 'title' | 'endsOn' | 'extendsTo' | 'safeguards'>;
  readonly supplier: string;
}

/** A hearing of a petition of which a council was told. */
export interface DatedHearing {
  readonly alertId: string;
  readonly supplier: string;
  readonly hearingOn: IsoDate;
}

/** A day of a council's calendar, with the page that tells more. */
export interface CalendarDay {
  /** The same as long as it is the same day of the same thing, so that a program moves it and adds none. */
  readonly uid: string;
  readonly on: IsoDate;
  readonly title: string;
  readonly says: string;
  readonly path: string;
}

/** A review that is due, or will be, and of which contract. */
export interface DatedReview extends DatedContract {
  readonly review: Pick<DueReview, 'cause' | 'kind' | 'dueOn' | 'says'>;
}

/** What a calendar is made of. */
interface ToDate {
  readonly contracts: readonly DatedContract[];
  readonly hearings: readonly DatedHearing[];
  readonly reviews: readonly DatedReview[];
}

/** Who writes it means that there is none; and the day after it has a year of five digits, which no calendar reads. */
const LAST_DAY = '9999-12-31';

/**
 * The days of a council from `from` on, in their order: hearings, ends, breaks, days of notice, bonds and insurance that
 * expire, and when each is to be looked at.
 * What is due from no known day stands on none.
 */
export function calendarDays(
  { hearings, contracts, reviews }: ToDate,
  from: IsoDate,
): readonly CalendarDay[] {
  return [...hearings.map(hearingDay), ...contracts.flatMap(contractDays), ...reviews.flatMap(reviewDay)]
    .filter(({ on }) => on >= from && on < LAST_DAY)
    .toSorted((a, b) => compared(a.on, b.on) || compared(a.title, b.title));
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function hearingDay({ alertId, supplier, hearingOn: on }: DatedHearing): CalendarDay {
  return {
    uid: `hearing-${alertId}`,
    on,
    title: `Hearing of a petition: ${supplier}`,
    says: 'A petition is a request to a court, not yet decided; it may be dismissed.',
    path: `/alerts/${alertId}`,
  };
}

function contractDays({ contract, supplier }: DatedContract): readonly CalendarDay[] {
  const { ref, endsOn, extendsTo, safeguards = {} } = contract;
  const { breaksOn = [], bondExpiresOn, insuranceExpiresOn, noticeBy } = safeguards;
  const day = (what: string, on: IsoDate | null | undefined, words: string, says = '') =>
    on ? [{ uid: `${what}-${ref}`, on, says, ...namedBy({ contract, supplier }, words) }] : [];
  const extension =
    extendsTo && endsOn && extendsTo > endsOn ? `It can be extended to ${formatDate(extendsTo)}.` : '';
  return [
    ...day('end', endsOn, 'Contract ends', extension),
    ...breaksOn.flatMap((on) => day(`break-${on}`, on, 'Can be ended early')),
    ...day('notice', noticeBy, 'Last day of notice'),
    ...day('bond', bondExpiresOn, 'Bond expires'),
    ...day('insurance', insuranceExpiresOn, 'Insurance expires'),
  ];
}

function reviewDay({ review: { cause, kind, dueOn, says }, ...of }: DatedReview): readonly CalendarDay[] {
  if (dueOn === null) return [];
  const named = namedBy(of, `Review due: ${reviewWords[kind].toLowerCase()}`);
  return [{ uid: `review-${cause}-${of.contract.ref}`, on: dueOn, says, ...named, path: '/reviews' }];
}

function namedBy({ contract: { ref, title }, supplier }: DatedContract, words: string) {
  const path = ref.startsWith('register:')
    ? `/register/contracts/${ref.slice('register:'.length)}`
    : '/exposure';
  return { title: `${words}: ${title} (${supplier})`, path };
}
