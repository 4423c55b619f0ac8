import { addDays, addMonths, dayAfter, daysBetween, lastOfMonth, type IsoDate } from '@tocsin/domain';

/** Days of which lines count: the first of them, and the day after the last. */
export type DaysRead = readonly [first: IsoDate, until: IsoDate];

/** Days without a gap. */
export interface Stretch {
  readonly from: IsoDate;
  /** The last day, included. */
  readonly to: IsoDate;
}

/** What a year of spend holds of one month of the calendar. */
export interface MonthOfYear extends Stretch {
  /** The year that ends within a month begins within it too: its days of the year before. */
  readonly before: Stretch | null;
}

/** The days that the year holds of a month, one stretch of days after the other, the later first. */
export function stretchesOf({ from, to, before }: MonthOfYear): readonly Stretch[] {
  return [{ from, to }, ...(before ? [before] : [])];
}

/** Whether a file that was read holds any day of a stretch: without one, what was spent in it is not known. */
export function isStretchRead({ from, to }: Stretch, read: readonly DaysRead[]): boolean {
  return read.some(([first, until]) => first <= to && until > from);
}

/** Days at the ends of a month, or between its parts, on which nothing need be paid. */
const IDLE_DAYS = 5;

/** Whether the files that were read hold a stretch of days, but for a few between payments: a part of a month does not. */
function isWhole({ from, to }: Stretch, read: readonly DaysRead[]): boolean {
  let reached = from;
  for (const [first, until] of read.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    if (until > reached && first <= addDays(reached, IDLE_DAYS)) reached = until;
  return reached > addDays(to, -IDLE_DAYS);
}

const MONTHS = 12;

/**
 * The twelve months of the year that ends with `to`, the last one first. They are those of the calendar, as councils
 * publish by them, whatever day the year ends on; each day of the year is in one of them.
 */
export function monthsOfYear(to: IsoDate): readonly MonthOfYear[] {
  const yearBefore = addMonths(to, -MONTHS);
  const before = { from: dayAfter(yearBefore), to: lastOfMonth(yearBefore) };
  const last = { from: firstOfMonth(to), to, before: before.from <= before.to ? before : null };
  const whole = Array.from({ length: MONTHS - 1 }, (_, back) => {
    const end = addDays(addMonths(last.from, -back), -1);
    return { from: firstOfMonth(end), to: end, before: null };
  });
  return [last, ...whole];
}

/**
 * Whether a month was read: a part of it leaves open what was spent in the rest. Of the month in which the year ends and
 * began, the larger part decides: a few days read a year ago do not make this one read, and no month of the calendar is
 * counted for two years. The one meaning of “N of the 12 months read”.
 */
export function isMonthRead({ from, to, before }: MonthOfYear, read: readonly DaysRead[]): boolean {
  const larger =
    before && daysBetween(before.from, before.to) > daysBetween(from, to) ? before : { from, to };
  return isStretchRead(larger, read) && isWhole(larger, read);
}

/** Of the months of the year that ends with `to`, how many were read, and how many of the year before it. */
export function monthsRead(
  read: readonly DaysRead[],
  to: IsoDate,
): { readonly months: number; readonly monthsBefore: number } {
  const count = (end: IsoDate) => monthsOfYear(end).filter((month) => isMonthRead(month, read)).length;
  return { months: count(to), monthsBefore: count(addMonths(to, -MONTHS)) };
}

function firstOfMonth(day: IsoDate): IsoDate {
  return `${day.slice(0, 7)}-01`;
}
