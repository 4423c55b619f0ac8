/** A day printed with its year last and the order of the others open: `06/07/2022`, `6.7.22`. */
const SLASHED = /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d|[/.-]\d)/g;

/** Printed days that can only be day first (`13/06/2022`), and that can only be month first (`06/13/2022`). */
export interface OrderProof {
  readonly dayFirst: number;
  readonly monthFirst: number;
}

/** A day as it is printed, by its first two numbers and its year. */
export interface SlashedDay {
  readonly printed: string;
  readonly first: number;
  readonly second: number;
  readonly year: string;
}

/** The days in a cell whose order is open. */
export function slashedDays(cell: string): readonly SlashedDay[] {
  return [...cell.matchAll(SLASHED)].map(([printed, first, second, year = '']) => ({
    printed,
    first: Number(first),
    second: Number(second),
    year,
  }));
}

/** What one day proves of the order in which a file prints its days; null for most. */
export function provenOrder(first: number, second: number): keyof OrderProof | null {
  if (first > 12 && first <= 31 && second <= 12) return 'dayFirst';
  return second > 12 && second <= 31 && first <= 12 ? 'monthFirst' : null;
}

/** So many days prove an order, where one day contradicts it. */
const FEWEST = 2;
/** Of more days that contradict it, one in so many. */
const SLIPS = 20;

/** Whether days that can only be month first are slips of the pen among days that prove the other order. */
export function areSlips({ dayFirst, monthFirst }: OrderProof): boolean {
  return dayFirst >= (monthFirst === 1 ? FEWEST : monthFirst * SLIPS);
}

/** The same of the days of a whole file, where those of one column speak for nothing else: there is no doubt at all. */
export function areRareSlips({ dayFirst, monthFirst }: OrderProof): boolean {
  return dayFirst >= monthFirst * SLIPS;
}

/** The first number of a date and the second change places; anything else stays as printed. */
export function dayFirst(printed: string): string {
  return printed.replace(/^(\d{1,2})([/.-])(\d{1,2})(?=[/.-])/, '$3$2$1');
}
