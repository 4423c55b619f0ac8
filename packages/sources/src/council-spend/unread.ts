import { readPrintedDay } from '../tables/day.ts';
import { readPence } from '../tables/money.ts';

type Cells = readonly string[];

/** Cells that a line of a payment has at least: a day, a sum, and whom or what for. */
const FEWEST = 3;
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** The day of a cell that prints one: a bare number may be Excel's count of days, and may be anything else. */
function dayIn(cell: string): string | null {
  const text = cell.trim();
  if (text.length < 6 || /^[\d.,]+$/.test(text)) return null;
  const day = readPrintedDay(text);
  return day?.precision === 'day' ? day.day : null;
}

function penceIn(cell: string): number | null {
  const text = cell.trim();
  return text === '' || dayIn(text) !== null ? null : readPence(text);
}

/** Whether a line bears a day and a sum, wherever these stand in it. */
function bearsPayment(cells: Cells): boolean {
  const said = cells.filter((cell) => cell.trim() !== '');
  if (said.length < FEWEST) return false;
  return said.some((cell) => dayIn(cell) !== null) && said.some((cell) => penceIn(cell) !== null);
}

/**
 * What a line pays in which no payment could be read where its columns are: told apart by another separator than the
 * file’s, or with its day and its sum in other columns. Null for what bears no day and sum together.
 */
export function strayPayment(
  cells: Cells,
  amountAt: number,
): { readonly pence: number | null; readonly why: string } | null {
  if (bearsPayment(cells))
    return {
      pence: sumOf(cells, amountAt),
      why: 'a day and a sum, but in other columns than the header has them',
    };
  const line = cells.join(',');
  for (const separator of SEPARATORS) {
    const parts = line.split(separator).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (!bearsPayment(parts)) continue;
    const why = `a day and a sum, but told apart by ${SAID[separator]}, as the header is not`;
    return { pence: sumOf(parts, amountAt), why };
  }
  return null;
}

const SAID = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;

/** The sum in its own column, else the last that is printed as one. */
function sumOf(cells: Cells, amountAt: number): number | null {
  const there = penceIn(cells[amountAt] ?? '');
  if (there !== null) return there;
  const sums = cells.filter((cell) => penceIn(cell) !== null);
  return penceIn(sums.findLast((cell) => /[.£]/.test(cell)) ?? sums.at(-1) ?? '');
}

/** Of a sheet that is not read, the sums of its lines that look like payments. */
export interface UnreadSheet {
  /** Null for a line that bears no day and sum. */
  readonly penceOf: (cells: Cells) => number | null;
  /** Nearly all of its lines stand on a sheet that is read, too. */
  readonly isRepeated: boolean;
}

/** So many lines make a table, where sums are printed as money, and where they are bare numbers. */
const [TABLE, BARE_TABLE] = [2, 5];
/** So much of a table that comes again is the same table. */
const MOST = 0.9;
/** Pounds with their pence, or with their sign. */
const MONEY = /[.]\d\d\D*$|£/;

/**
 * Looks for payments on a sheet that is passed by: lines with a day and a sum in the same columns, which are the given
 * ones if most lines have them there. Null where there are none. `read` are the records of the sheets that are read.
 */
export function unreadPayments(
  records: Iterable<Cells>,
  given: { readonly date?: number; readonly amount?: number },
  read: () => Iterable<Cells>,
): UnreadSheet | null {
  const lines = [...records].filter(bearsPayment);
  const columns = asGiven(lines, given) ?? columnsOf(lines);
  if (columns === null) return null;
  const dayOf = (cells: Cells) => dayIn(cells[columns.date] ?? '');
  const penceOf = (cells: Cells) => (dayOf(cells) === null ? null : penceIn(cells[columns.amount] ?? ''));
  const found = lines.filter((cells) => penceOf(cells) !== null);
  if (found.length < columns.fewest) return null;
  const known = new Set<string>();
  for (const cells of read()) for (const key of keysOf(cells)) known.add(key);
  const again = found.filter((cells) => known.has(`${dayOf(cells)} ${penceOf(cells)}`));
  return { penceOf, isRepeated: again.length >= found.length * MOST };
}

interface Columns {
  readonly date: number;
  readonly amount: number;
  /** So many lines make a table. */
  readonly fewest: number;
}

function asGiven(
  lines: readonly Cells[],
  { date, amount }: { readonly date?: number; readonly amount?: number },
): Columns | null {
  if (date === undefined || amount === undefined) return null;
  const there = lines.filter(
    (cells) => dayIn(cells[date] ?? '') !== null && penceIn(cells[amount] ?? '') !== null,
  );
  return there.length * 2 > lines.length ? { date, amount, fewest: TABLE } : null;
}

function columnsOf(lines: readonly Cells[]): Columns | null {
  const date = commonest(lines, (cell) => dayIn(cell) !== null);
  const dated = lines.filter((cells) => dayIn(cells[date] ?? '') !== null);
  const money = commonest(dated, (cell) => penceIn(cell) !== null && MONEY.test(cell));
  const amount = money === -1 ? commonest(dated, (cell) => penceIn(cell) !== null) : money;
  if (date === -1 || amount === -1) return null;
  return { date, amount, fewest: money === -1 ? BARE_TABLE : TABLE };
}

/** The column of which most lines say it, of several the last; -1 where none does. */
function commonest(lines: readonly Cells[], says: (cell: string) => boolean): number {
  const counts = new Map<number, number>();
  for (const cells of lines)
    for (const [at, cell] of cells.entries()) if (says(cell)) counts.set(at, (counts.get(at) ?? 0) + 1);
  let [most, column] = [0, -1];
  for (const [at, count] of counts)
    if (count > most || (count === most && at > column)) [most, column] = [count, at];
  return column;
}

function* keysOf(cells: Cells): Generator<string> {
  const days = cells.flatMap((cell) => dayIn(cell) ?? []);
  for (const cell of days.length > 0 ? cells : []) {
    const pence = penceIn(cell);
    if (pence !== null) for (const day of days) yield `${day} ${pence}`;
  }
}
