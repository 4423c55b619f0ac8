import type { RegisterColumn } from './columns.ts';

/** Columns that hold days. */
const DAYS = [
  'start',
  'end',
  'reviewOn',
  'extensionTo',
  'breaksOn',
  'contingencyPlanOn',
  'bondExpiresOn',
] as const satisfies readonly RegisterColumn[];
const SLASHED = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?!\d)/g;

/** What a whole file says of the order in which its days are printed. */
export interface DayOrder {
  /** Why a cell may be another day than it seems, to end a sentence with; null for all others. */
  readonly doubtOf: (column: RegisterColumn, cell: string) => string | null;
}

/**
 * Judges all days of a register together: `03/05/2028` is read day first, as people here write, unless another cell of
 * the file can only be month first (`03/31/2028`). Then it may be either, and no such day is read.
 */
export function orderOfDays(
  rows: readonly (readonly string[])[],
  places: ReadonlyMap<RegisterColumn, number>,
): DayOrder {
  const columns = DAYS.flatMap((name) => places.get(name) ?? []);
  const proof = rows
    .flatMap((record) => columns.map((at) => record[at] ?? ''))
    .find((cell) => pairsOf(cell).some(([first, second]) => first <= 12 && second > 12));
  return {
    doubtOf(column, cell) {
      if (proof === undefined || !DAYS.some((name) => name === column)) return null;
      if (!pairsOf(cell).some(([first, second]) => first <= 12 && first !== second)) return null;
      return `“${cell}” may be month first, as “${proof}” of the same file is: write it year first, as 2028-03-31 for the last of March`;
    },
  };
}

function pairsOf(cell: string): (readonly [number, number])[] {
  return [...cell.matchAll(SLASHED)].map(([, first, second]) => [Number(first), Number(second)]);
}
