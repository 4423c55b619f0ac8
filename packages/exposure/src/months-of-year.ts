import { addDays, addMonths, dayAfter, daysBetween, lastOfMonth, type IsoDate } from '@tocsin/domain';

/** Days of which lines count: the first of them, and the day after the last. */
export type DaysRead = readonly [first: IsoDate, until: IsoDate];

/** What a year of spend holds of one month of the calendar. */
export interface MonthOfYear {
  readonly from: IsoDate;
  /** The last day, included. */
  readonly to: IsoDate;
  /** The year that ends within a month begins within it too: its days of the year before. */
  readonly before: { readonly from: IsoDate; readonly to: IsoDate } | null;
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
 * Whether a month has a day that was read: without one, what was spent in it is not known. Of the month in which the year
 * ends and began, the larger part decides: a few days read a year ago do not make this one read, and no month of the
 * calendar is counted for two years.
 */
export function isMonthRead({ from, to, before }: MonthOfYear, read: readonly DaysRead[]): boolean {
  const larger =
    before && daysBetween(before.from, before.to) > daysBetween(from, to) ? before : { from, to };
  return read.some(([first, until]) => first <= larger.to && until > larger.from);
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
