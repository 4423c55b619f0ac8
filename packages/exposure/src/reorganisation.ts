import type { GssCode, IsoDate, VatBasis } from '@tocsin/domain';

/** A successor council; one that is not vested yet may have no code. */
export interface Successor {
  readonly code: GssCode | null;
  readonly name: string;
}

/** One line of a reorganisation: what becomes of a council (`partial` = its area is split between several). */
export interface CouncilChange {
  readonly predecessor: GssCode;
  readonly successor: Successor;
  /** Vesting day: the successor's first day. */
  readonly startsOn: IsoDate;
  readonly extent: 'whole' | 'partial';
}

/** A person's decision on who takes over one contract of a split council. */
export interface Allocation {
  readonly from: GssCode;
  readonly to: Successor;
}

/**
 * Who holds what a council placed. `awaiting`: the council was split and nobody has allocated the contract yet, so each
 * successor sees it. `countedUnder` is the one key it is counted under nationally, whoever sees it.
 */
export type Holding =
  | {
      readonly kind: 'held';
      readonly by: Successor;
      readonly countedUnder: string;
      readonly history: readonly string[];
    }
  | {
      readonly kind: 'awaiting';
      readonly visibleTo: readonly Successor[];
      readonly since: IsoDate;
      readonly countedUnder: string;
      readonly history: readonly string[];
    };

/**
 * Who holds a contract that `council` placed, on `asOf`. A whole transfer re-keys on vesting day, one after another
 * where there were several; a split waits for a person's allocation. `history` lists the councils it was with before.
 */
export function holders(
  council: GssCode,
  changes: readonly CouncilChange[],
  asOf: IsoDate,
  allocations: readonly Allocation[] = [],
): Holding {
  return holdersFrom({ code: council, name: council }, changes, asOf, allocations, []);
}

function holdersFrom(
  holder: Successor,
  changes: readonly CouncilChange[],
  asOf: IsoDate,
  allocations: readonly Allocation[],
  history: readonly string[],
): Holding {
  const key = holder.code ?? holder.name;
  const next = changes.filter(
    (change) =>
      change.predecessor === holder.code && change.startsOn <= asOf && !history.includes(change.predecessor),
  );
  const [first] = next;
  if (!first) return { kind: 'held', by: holder, countedUnder: key, history };
  const allocated = allocations.find((one) => one.from === holder.code)?.to;
  const to = allocated ?? (first.extent === 'whole' ? first.successor : null);
  if (to) return holdersFrom(to, changes, asOf, allocations, [...history, key]);
  return {
    kind: 'awaiting',
    visibleTo: next.map((change) => change.successor),
    since: first.startsOn,
    countedUnder: key,
    history: [...history, key],
  };
}

/** A direction under section 24 of the Local Government and Public Involvement in Health Act 2007. */
export interface ConsentDirection {
  readonly council: GssCode;
  readonly madeOn: IsoDate;
  readonly vestingDay: IsoDate;
}

/** A contract about to be placed, or just placed, by a council under a direction. */
export interface PlacedContract {
  readonly awardedOn: IsoDate | null;
  readonly endsOn: IsoDate | null;
  readonly value: { readonly pence: number; readonly vat: VatBasis } | null;
  /** Null = not known whether it is capital. */
  readonly capital: boolean | null;
}

const CAPITAL_LIMIT_PENCE = 1_000_000_00;
const OTHER_LIMIT_PENCE = 100_000_00;

/**
 * Whether a new contract may need the successor's consent: capital over £1 million, other over £100,000, running past
 * vesting day. `unknown` where the value, the end or the day of award is not stated. A flag for legal services, never a legal answer.
 */
export function mayNeedConsent(
  contract: PlacedContract,
  direction: ConsentDirection,
): 'may-need-consent' | 'no' | 'unknown' {
  const { awardedOn, endsOn, value, capital } = contract;
  if (awardedOn !== null && (awardedOn < direction.madeOn || awardedOn >= direction.vestingDay)) return 'no';
  if (endsOn !== null && endsOn < direction.vestingDay) return 'no';
  const limit = capital === true ? CAPITAL_LIMIT_PENCE : OTHER_LIMIT_PENCE;
  if (value !== null && value.pence <= limit) return 'no';
  return value === null || endsOn === null || awardedOn === null ? 'unknown' : 'may-need-consent';
}
