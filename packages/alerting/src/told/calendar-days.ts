import { addMonths, formatDate, type IsoDate } from '@tocsin/domain';
import type { ContractFacts } from '@tocsin/exposure';

/** A contract of a council, and with whom. */
export interface DatedContract {
  readonly contract: Pick<
    ContractFacts,
    'ref' | 'title' | 'endsOn' | 'extendsTo' | 'criticality' | 'safeguards'
  >;
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

/** A plan for a critical contract is looked at again after so many months. */
const REVIEWED_AFTER_MONTHS = 6;

/** The days of a council from `from` on, in their order: hearings, ends, breaks, bonds that expire, reviews that are due. */
export function calendarDays(
  of: { readonly contracts: readonly DatedContract[]; readonly hearings: readonly DatedHearing[] },
  from: IsoDate,
): readonly CalendarDay[] {
  return [...of.hearings.map(hearingDay), ...of.contracts.flatMap(contractDays)]
    .filter(({ on }) => on >= from)
    .toSorted((a, b) => (a.on === b.on ? compared(a.uid, b.uid) : compared(a.on, b.on)));
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
  const { ref, title, endsOn, extendsTo, criticality, safeguards = {} } = contract;
  const { breaksOn = [], bondExpiresOn, contingencyPlanOn } = safeguards;
  const path = ref.startsWith('register:')
    ? `/register/contracts/${ref.slice('register:'.length)}`
    : '/exposure';
  const day = (what: string, on: IsoDate, words: string, says: string): CalendarDay => ({
    uid: `${what}-${ref}`,
    on,
    title: `${words}: ${title} (${supplier})`,
    says,
    path,
  });
  const extension =
    extendsTo && endsOn && extendsTo > endsOn ? `It can be extended to ${formatDate(extendsTo)}.` : '';
  return [
    ...(endsOn ? [day('end', endsOn, 'Contract ends', extension)] : []),
    ...breaksOn.map((on) => ({ ...day('break', on, 'Can be ended early', ''), uid: `break-${on}-${ref}` })),
    ...(bondExpiresOn ? [day('bond', bondExpiresOn, 'Bond expires', '')] : []),
    ...(contingencyPlanOn && criticality === 'critical'
      ? [
          day(
            'review',
            addMonths(contingencyPlanOn, REVIEWED_AFTER_MONTHS),
            'Review of the contingency plan is due',
            `The plan is of ${formatDate(contingencyPlanOn)}; one for a critical contract is looked at every six months.`,
          ),
        ]
      : []),
  ];
}
