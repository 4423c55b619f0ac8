import { dayNumber, type IsoDate, lastOfMonth } from '@tocsin/domain';

/** Days from one to another, both counted. */
export interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** A council pays once a month at least: what lies further apart is not one stretch of its days, but a misprint. */
const GAP_DAYS = 35;
/** A month that holds less of a file's payments is not what the file is about. */
const STRAY = 0.05;

/**
 * The stretches of days that a file covers, by the days of its payments: a day far from all others stands alone. Of the
 * month that it is the whole of, if any, it covers every day, if it has one, or corrects what was published of it.
 */
export function spansOf(
  days: ReadonlyMap<IsoDate, number>,
  month: Span | null = null,
  isCorrection = false,
): Span[] {
  const spans: { from: IsoDate; to: IsoDate }[] = [];
  const isIn = (day: IsoDate) => month !== null && day >= month.from && day <= month.to;
  const isOfMonth = month !== null && days.size > 0 && (isCorrection || [...days.keys()].some(isIn));
  for (const day of [...days.keys(), ...(isOfMonth ? [month.from, month.to] : [])].toSorted()) {
    const last = spans.at(-1);
    if (last && dayNumber(day) - dayNumber(last.to) <= GAP_DAYS) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans;
}

/** How many months a file is about: a few stray days make no month. At least 1. */
export function monthsOf(days: ReadonlyMap<IsoDate, number>): number {
  const { all, months } = byMonth(days);
  return Math.max(1, [...months.values()].filter((payments) => payments >= all * STRAY).length);
}

/** Of a month that has less of what the file's busiest has, the file has single payments only. */
const SINGLE = 0.1;
/** One payment is no month beside one of so many. */
const BUSY = 5;
/** A file that is called after a month is of another, too, where that has as much of the busiest. */
const BESIDE_ITS_OWN = 0.5;

/**
 * The months of the calendar that a file is of, as stretches: those that hold a good part of its payments. Single payments
 * of others, in a file called after a month above all, do not make these months read.
 */
export function wholeMonthsOf(days: ReadonlyMap<IsoDate, number>, month: Span | null = null): Span[] {
  const { months } = byMonth(days);
  const busiest = Math.max(0, ...months.values());
  const own = month?.to.slice(0, 7);
  const least = (name: string) =>
    busiest * (own === undefined || !months.has(own) || name === own ? SINGLE : BESIDE_ITS_OWN);
  return [...months]
    .filter(([name, payments]) => payments >= least(name) && (payments > 1 || busiest < BUSY))
    .map(([name]) => ({ from: `${name}-01`, to: lastOfMonth(`${name}-01`) }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

function byMonth(days: ReadonlyMap<IsoDate, number>) {
  const months = new Map<string, number>();
  let all = 0;
  for (const [day, payments] of days) {
    const month = day.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + payments);
    all += payments;
  }
  return { all, months };
}
