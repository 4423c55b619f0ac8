import { type Award, daysBetween, type IsoDate, type Money, Pence } from '@tocsin/domain';

/** What decides whether a contract is live on a day. `null` = not stated. */
export interface ContractTerm {
  readonly startsOn: IsoDate | null;
  readonly endsOn: IsoDate | null;
  readonly awardedOn?: IsoDate | null;
  readonly status?: Award['status'];
}

/**
 * Whether a council is bound by a contract on `asOf`, first and last day included: awarded or begun, and not over. One
 * that starts later is live from its award on, since its supplier may fail before. A day that is not stated decides
 * nothing: missing data is never shown as missing risk.
 */
export function isLive(contract: ContractTerm, asOf: IsoDate): boolean {
  if (isOver(contract, asOf) || contract.status === 'pending') return false;
  const { awardedOn = null } = contract;
  return awardedOn === null || awardedOn <= asOf || hasBegun(contract, asOf);
}

/** Whether the first day of a contract has come. A start that is not stated is taken to be the day of award. */
export function hasBegun({ startsOn, awardedOn = null }: ContractTerm, asOf: IsoDate): boolean {
  const from = startsOn ?? awardedOn;
  return from === null || from <= asOf;
}

/** Whether a contract is over on `asOf`: ended early, never come about, or past its last day. One to come is not. */
export function isOver({ status, endsOn }: Pick<ContractTerm, 'status' | 'endsOn'>, asOf: IsoDate): boolean {
  return hasFallen(status) || (endsOn !== null && endsOn < asOf);
}

/** Whether a contract was ended early or never came about, whatever its days say. */
export function hasFallen(status: ContractTerm['status']): boolean {
  return status === 'terminated' || status === 'cancelled';
}

/** The first of the days on which a contract may be ended early that has not passed; undefined where none is known. */
export function nextBreak(breaksOn: readonly IsoDate[], asOf: IsoDate): IsoDate | undefined {
  return breaksOn.filter((on) => on >= asOf).sort()[0];
}

const DAYS_OF_A_YEAR = 365;

/**
 * What a yearly value comes to over the days left at the start of `asOf`, rounded to a whole penny, and no more
 * than `total` where that is known. Null where the end is not known.
 */
export function yearlyLeft(
  annual: Money,
  total: Money | null,
  term: ContractTerm,
  asOf: IsoDate,
): Money | null {
  if (annual.pence < 0 || term.endsOn === null) return null;
  const from = term.startsOn !== null && term.startsOn > asOf ? term.startsOn : asOf;
  const days = Math.max(0, daysBetween(from, term.endsOn) + 1);
  const pence = shareOf(annual.pence, days, DAYS_OF_A_YEAR);
  const most = total?.vat === annual.vat ? total.pence : pence;
  return { pence: Pence.parse(Math.max(0, Math.min(pence, most))), vat: annual.vat };
}

/**
 * What is left of a contract's value at the start of `asOf`: the value spread evenly over the days of its term, first
 * and last day included, rounded to a whole penny. Whole before it starts, nothing after it ends; null where the
 * value, the start or the end is not known, or the end lies before the start.
 */
export function valueLeft(value: Money | null, term: ContractTerm, asOf: IsoDate): Money | null {
  if (!value || value.pence < 0 || term.startsOn === null || term.endsOn === null) return null;
  const termDays = daysBetween(term.startsOn, term.endsOn) + 1;
  if (termDays < 1) return null;
  const daysLeft = Math.min(termDays, Math.max(0, daysBetween(asOf, term.endsOn) + 1));
  return { pence: Pence.parse(shareOf(value.pence, daysLeft, termDays)), vat: value.vat };
}

/** So many of `days` of a sum, to the nearest penny, a half up. The product of a large contract's pence and its days can pass 2^53. */
function shareOf(pence: number, daysLeft: number, days: number): number {
  return Number((BigInt(pence) * BigInt(daysLeft) * 2n + BigInt(days)) / (BigInt(days) * 2n));
}
