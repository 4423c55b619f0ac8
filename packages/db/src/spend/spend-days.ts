import { addMonths, dayNumber, type IsoDate, lastOfMonth } from '@tocsin/domain';

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
  const isIn = (day: IsoDate) => month !== null && day >= month.from && day <= month.to;
  const isOfMonth = month !== null && days.size > 0 && (isCorrection || [...days.keys()].some(isIn));
  return joined([...days.keys(), ...(isOfMonth ? [month.from, month.to] : [])], GAP_DAYS);
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
/** One payment so many months behind all others of a file is a misprint sooner than a month. */
const FAR_MONTHS = 3;
/** Days in which nothing is paid, a long weekend: parts of a month with no more between them join. */
const IDLE_DAYS = 5;

/** What the name of a file says of its days, and the last day that had come when it was read. */
export interface Named {
  readonly month?: Span | null;
  /** It is a part of a month: a week, a half, some days. */
  readonly isPart?: boolean;
  readonly today?: IsoDate;
}

/**
 * The days that a file is of, as stretches: the months of the calendar that hold a good part of its payments, or, of a part
 * of a month, no more than the days of its payments. Single payments of others, in a file called after a month above all, or
 * far behind all others, do not make these months read; nor do days that had not come.
 */
export function wholeMonthsOf(
  days: ReadonlyMap<IsoDate, number>,
  { month = null, isPart = false, today }: Named = {},
): Span[] {
  const come = new Map([...days].filter(([day]) => today === undefined || day <= today));
  const { months } = byMonth(come);
  const busiest = Math.max(0, ...months.values());
  const own = month?.to.slice(0, 7);
  const isOfOwn = own !== undefined && months.has(own);
  const ordered = [...months].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const counted = ordered.filter(([name, payments], at) => {
    if (isOfOwn && name !== own) return payments > 1 && payments >= busiest * BESIDE_ITS_OWN;
    const before = at === ordered.length - 1 ? ordered[at - 1]?.[0] : undefined;
    const isFar = before !== undefined && addMonths(`${before}-01`, FAR_MONTHS) <= `${name}-01`;
    return payments >= busiest * SINGLE && (payments > 1 || (busiest < BUSY && !isFar));
  });
  const whole = counted.map(([name]) => ({ from: `${name}-01`, to: lastOfMonth(`${name}-01`) }));
  if (!isPart) return whole;
  return joined(
    [...come.keys()].filter((day) => whole.some(({ from, to }) => day >= from && day <= to)),
    IDLE_DAYS,
  );
}

/** Days as stretches: those no further apart than so many are one. */
function joined(days: readonly IsoDate[], gap: number): { from: IsoDate; to: IsoDate }[] {
  const spans: { from: IsoDate; to: IsoDate }[] = [];
  for (const day of days.toSorted()) {
    const last = spans.at(-1);
    if (last && dayNumber(day) - dayNumber(last.to) <= gap) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans;
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
