import { areRareSlips, areSlips, provenOrder, slashedDays, type OrderProof } from '../tables/day-order.ts';
import { createTurnedDays } from '../tables/turned-days.ts';
import type { RegisterColumn } from './columns.ts';

/** Columns that hold days. */
const DAYS = [
  'start',
  'end',
  'reviewOn',
  'extensionTo',
  'breaksOn',
  'noticeBy',
  'contingencyPlanOn',
  'bondExpiresOn',
  'insuranceExpiresOn',
] as const satisfies readonly RegisterColumn[];

/** What a whole file says of the order in which its days are printed. */
export interface DayOrder {
  /** Why a cell may be another day than it seems, to end a sentence with; null for all others. */
  readonly doubtOf: (column: string, cell: string) => string | null;
  /** A day as printed that may be either, where nothing in the whole file tells which number is the month; else null. */
  readonly open: string | null;
  /** Whether a cell is no day but a number of days, which is read as counted from 1900. */
  readonly isCounted: (column: string, cell: string) => boolean;
}

/** `orderOfColumns`, of a council's own register. */
export function orderOfDays(
  rows: readonly (readonly string[])[],
  places: ReadonlyMap<RegisterColumn, number>,
  headingOf: (name: RegisterColumn) => string,
  from1904 = false,
): DayOrder {
  return orderOfColumns(
    rows,
    DAYS.flatMap((name) => {
      const at = places.get(name);
      return at === undefined ? [] : [[name, at] as const];
    }),
    (name) => headingOf(name as RegisterColumn),
    from1904,
  );
}

/**
 * Judges all days of a register together: `03/05/2028` is read day first, as people here write, unless other cells can
 * only be month first (`03/31/2028`). One of those among days that prove the usual order is a slip, and only it is not
 * known; where they are more, or nothing speaks against it, a day may be either, and none such is read. A column that
 * its own days do not decide, the whole file decides. Nor is a day read that a spreadsheet may have turned round, nor a
 * bare number of days in a workbook that counts them from 1904.
 */
export function orderOfColumns(
  rows: readonly (readonly string[])[],
  columns: readonly (readonly [string, number])[],
  headingOf: (name: string) => string = () => '',
  from1904 = false,
): DayOrder {
  const proofs = new Map(
    columns.map(([name, at]) => [name, together(proofOfHeading(headingOf(name)), proofOf(rows, at))]),
  );
  const all = [...proofs.values()].reduce(together, NOTHING);
  const turned = turnedIn(rows, columns);
  const dots = all.dotted > 0;
  const isUntold = all.dayFirst === 0 && all.monthFirst === 0;
  const isDayFirst = (own: Proof) => {
    if (own.dayFirst > 0 && areSlips(own)) return true;
    if (own.monthFirst > 1) return false;
    return own.monthFirst > own.dayFirst ? areRareSlips(all) : areSlips(all);
  };
  return {
    isCounted: (column, cell) => proofs.has(column) && COUNTED.test(cell),
    open: isUntold
      ? (rows
          .flatMap((record) => columns.map(([, at]) => record[at] ?? ''))
          .find((cell) => isOpen(cell, dots)) ?? null)
      : null,
    doubtOf(column, cell) {
      const own = proofs.get(column);
      if (from1904 && own && COUNTED.test(cell))
        return `“${cell}” is a number in a workbook that counts days from 1904: have it shown as a day`;
      const why = turned.get(column);
      if (why !== undefined && isTurnable(cell))
        return `“${cell}” may be another day: in this file ${why}: write its days all in one way, as 31/03/2028`;
      if (!own || !isOpen(cell, dots)) return null;
      if (isDayFirst(own)) return null;
      return `“${cell}” may be month first, as “${all.odd}” of the same file is: write it year first, as 2028-03-31 for the last of March`;
    },
  };
}

/** A number of days, of the years in which contracts are. */
const COUNTED = /^\d{5}(?:\.\d+)?$/;

/** Whether a spreadsheet may have made this day of another. */
function isTurnable(cell: string): boolean {
  const { month, day } = yearFirst(cell) ?? { month: 0, day: 0 };
  return day <= 12 && month !== day;
}

/** A day that is printed with its year first; null for any other. */
function yearFirst(cell: string): { readonly month: number; readonly day: number } | null {
  const [, month, day] = /^\d{4}[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(cell) ?? [];
  return month === undefined ? null : { month: Number(month), day: Number(day) };
}

/** Why all days with their year first may be year, day, month: those that can only be so, if others do not outweigh them. */
function yearDayMonth(
  rows: readonly (readonly string[])[],
  columns: readonly (readonly [string, number])[],
): string | null {
  let [right, turned, odd] = [0, 0, ''];
  for (const record of rows)
    for (const [, at] of columns) {
      const cell = record[at] ?? '';
      const { month, day } = yearFirst(cell) ?? { month: 0, day: 0 };
      if (day > 12 && month <= 12) right += 1;
      if (month <= 12 || day > 12 || month > 31) continue;
      turned += 1;
      odd ||= cell;
    }
  if (turned === 0 || areSlips({ dayFirst: right, monthFirst: turned })) return null;
  return `“${odd}” can only be year, day, month`;
}

/** The columns whose days may have been turned round, and why: those that show it, and those that others speak for. */
function turnedIn(
  rows: readonly (readonly string[])[],
  columns: readonly (readonly [string, number])[],
): ReadonlyMap<string, string> {
  const read = columns.map(([name, at]) => {
    const days = createTurnedDays();
    for (const record of rows) days.add((record[at] ?? '').trim());
    return { name, mayBe: days.mayBe(), why: days.why() };
  });
  const shown = read.find(({ why }) => why !== null)?.why ?? null;
  const swapped = yearDayMonth(rows, columns);
  return new Map(
    read.flatMap(({ name, mayBe, why }) => {
      const because = why ?? swapped ?? (mayBe ? shown : null);
      return because === null ? [] : [[name, because] as const];
    }),
  );
}

/** Whether a day in a cell would be another, read the other way; with dots between only in a file that shows so itself. */
function isOpen(cell: string, dots: boolean): boolean {
  return slashedDays(cell).some(
    ({ printed, first, second }) => first <= 12 && first !== second && (dots || !printed.includes('.')),
  );
}

interface Proof extends OrderProof {
  /** The first cell that can only be month first; empty for none. */
  readonly odd: string;
  /** How many of those have dots between. */
  readonly dotted: number;
}

const NOTHING: Proof = { dayFirst: 0, monthFirst: 0, odd: '', dotted: 0 };

function together(one: Proof, other: Proof): Proof {
  return {
    dayFirst: one.dayFirst + other.dayFirst,
    monthFirst: one.monthFirst + other.monthFirst,
    odd: one.odd || other.odd,
    dotted: one.dotted + other.dotted,
  };
}

/** How a heading asks for days: `Start (dd/mm/yyyy)`, `End date MM/DD/YY`. It speaks for its column as two days do. */
function proofOfHeading(heading: string): Proof {
  if (/\bmm\W?dd\W?yy/i.test(heading)) return { ...NOTHING, monthFirst: 2, odd: heading };
  return /\bdd\W?mm\W?yy/i.test(heading) ? { ...NOTHING, dayFirst: 2 } : NOTHING;
}

function proofOf(rows: readonly (readonly string[])[], at: number): Proof {
  let [dayFirst, monthFirst, odd, dotted] = [0, 0, '', 0];
  for (const record of rows) {
    const cell = record[at] ?? '';
    for (const { printed, first, second } of slashedDays(cell)) {
      const proven = provenOrder(first, second);
      if (proven === 'dayFirst') dayFirst += 1;
      if (proven !== 'monthFirst') continue;
      monthFirst += 1;
      if (printed.includes('.')) dotted += 1;
      odd ||= cell;
    }
  }
  return { dayFirst, monthFirst, odd, dotted };
}
