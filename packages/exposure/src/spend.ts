import {
  addDays,
  addMonths,
  dayAfter,
  type IsoDate,
  type Money,
  type PaidInAll,
  type PaidSum,
  type SpendSummary,
  sumByBasis,
} from '@tocsin/domain';
import { monthsRead, type DaysRead } from './months-of-year.ts';

/**
 * What a council paid a supplier on one day, in one VAT basis (and category, where those are asked for): the sum of
 * payments, for a council may make thousands a month to one supplier. Credits are negative.
 */
export interface DayOfSpend {
  readonly paidOn: IsoDate;
  /** The first day, where payments of several old days are taken together; `paidOn` is the last then. */
  readonly from?: IsoDate;
  readonly amount: Money;
  readonly category: string | null;
  /** So many payments add up to it. */
  readonly payments: number;
}

/** How far a council's spending files were read. */
export interface SpendRead {
  /** The last day that they cover. */
  readonly to: IsoDate;
  /** Of the twelve months to that day, those that were read, as `monthsRead` says. */
  readonly months: number;
  /** The same of the twelve months before those. */
  readonly monthsBefore: number;
  /** The days that they cover, of which the months of any other year can be counted. */
  readonly covered?: readonly DaysRead[];
}

/** Councils have a month to publish a month's payments: files that end a quarter before that are late. */
const LATE_MONTHS = 4;

/** Whether spend that was read up to a day says little of `asOf`: the next file is over a quarter late. */
export function isLate(to: IsoDate, asOf: IsoDate): boolean {
  return to < lateBefore(asOf);
}

/** Spend that was read up to a day before this one says little of `asOf`. */
export function lateBefore(asOf: IsoDate): IsoDate {
  return addMonths(asOf, -LATE_MONTHS);
}

/**
 * Sums a supplier's payments over the twelve months that end on `asOf`, or on the last day that the council's files
 * cover, where that is earlier: months not yet read would look like a fall, and all sums of a council are of one year. Where
 * something stands on the public record against the supplier since a day that those files reach, they are the twelve
 * months before that day: what is paid afterwards is no measure of what the council depended on.
 */
export function summariseSpend(
  payments: readonly DayOfSpend[],
  asOf: IsoDate,
  read: SpendRead | null = null,
  event: IsoDate | null = null,
): SpendSummary {
  const known = event !== null && event <= asOf ? addDays(event, -1) : null;
  if (known !== null && (read === null || known < read.to)) {
    const months = read && { to: known, ...monthsRead(read.covered ?? [], known) };
    return { ...summed(payments, known, months), readTo: read?.to ?? null };
  }
  return summed(payments, read !== null && read.to < asOf ? read.to : asOf, read);
}

function summed(payments: readonly DayOfSpend[], to: IsoDate, read: SpendRead | null): SpendSummary {
  const after = addMonths(to, -12);
  const recent = payments.filter((payment) => payment.paidOn > after && payment.paidOn <= to);
  const afterBefore = addMonths(to, -24);
  const earlier = payments.filter((payment) => payment.paidOn > afterBefore && payment.paidOn <= after);
  return {
    from: dayAfter(after),
    to,
    ...(read ? { monthsRead: read.months, monthsReadBefore: read.monthsBefore } : {}),
    last12Months: sumByBasis(recent.map((payment) => payment.amount)),
    previous12Months: read?.monthsBefore === 0 ? null : sumByBasis(earlier.map((payment) => payment.amount)),
    payments: countPayments(recent),
  };
}

/**
 * Everything that was paid to a supplier by the files held, before and since the first day of what stands against it. A
 * payment may be dated after `asOf` where a past day is asked about: it is told where it follows an event that was known
 * then, and nowhere else.
 */
export function paidAround(payments: readonly DayOfSpend[], asOf: IsoDate, event: IsoDate | null): PaidInAll {
  const known = event !== null && event <= asOf ? event : null;
  const isSince = ({ paidOn }: DayOfSpend) => known !== null && paidOn >= known;
  return {
    event: known,
    before: paidSum(payments.filter((one) => !isSince(one) && one.paidOn <= asOf)),
    since: paidSum(payments.filter(isSince)),
  };
}

function paidSum(payments: readonly DayOfSpend[]): PaidSum | null {
  const firstOn = payments.map(({ from, paidOn }) => from ?? paidOn).sort()[0];
  const lastOn = payments
    .map(({ paidOn }) => paidOn)
    .sort()
    .at(-1);
  if (firstOn === undefined || lastOn === undefined) return null;
  const sum = sumByBasis(payments.map(({ amount }) => amount));
  return { sum, payments: countPayments(payments), firstOn, lastOn };
}

/** The payments that days of spend are the sums of. */
export function countPayments(days: readonly DayOfSpend[]): number {
  return days.reduce((sum, { payments }) => sum + payments, 0);
}
