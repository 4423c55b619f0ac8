import { readCompanyNumber, seenLine, seenText, type CompanyNumber } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';
import { readInThread } from '../reading-thread.ts';
import { LONGEST, shortened } from '../sound.ts';
import { readSheetRows, type SheetRows } from '../tables/table.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { isWorkbook } from '../tables/workbook.ts';
import {
  ACCOUNT,
  BANK,
  BANK_ACCOUNT,
  either,
  isAmong,
  listHeadings,
  plainOf,
  saysCompanyNumber,
  SORT_CODE,
  type ListColumn,
} from './columns.ts';

/** One row of a council's list of suppliers: its cells as they are, but for a bank's, and what is read of them. */
export interface ListRow {
  /** As a spreadsheet counts it. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly vendor: string | null;
  readonly name: string;
  readonly printedRef: string | null;
  readonly number: CompanyNumber | null;
  readonly postcode: string | null;
}

export interface SupplierList {
  /** Those of the columns that are kept, in their order. */
  readonly headings: readonly string[];
  /** Which heading was read as what. */
  readonly read: Readonly<Partial<Record<ListColumn, string>>>;
  /** Headings of bank details: their columns were taken out and nothing of them is kept. */
  readonly bank: readonly string[];
  readonly rows: readonly ListRow[];
}

const MAX_MB = 25;
/** A county has some twenty thousand suppliers. */
const MOST_ROWS = 100_000;
const SEARCHED = 40;
const ROWS = 200;

/**
 * Reads a council's list of suppliers, CSV or XLSX, in the reading thread: the first sheet with a heading that stands for a
 * name. Throws, for people, where there is none, and for what is no table or too large.
 */
export async function readSupplierList(bytes: Uint8Array): Promise<SupplierList> {
  if (bytes.length > MAX_MB * 1024 * 1024)
    throw new UnreadableDocument(
      `The file has ${Math.round(bytes.length / 1024 / 1024)} MB, and ${MAX_MB} MB are read at most. Save the list alone, as CSV.`,
    );
  if (!isWorkbook(bytes)) refuseOtherKinds(bytes, 'suppliers');
  let table: Omit<SupplierList, 'rows'> = { headings: [], read: {}, bank: [] };
  const rows: ListRow[] = [];
  for await (const read of readInThread('supplier-list', bytes)) {
    const piece = read as ListPiece;
    if ('headings' in piece) table = piece;
    else for (const row of piece.rows) rows.push(row);
  }
  return { ...table, rows };
}

type ListPiece = Omit<SupplierList, 'rows'> | Pick<SupplierList, 'rows'>;

/** What `readSupplierList` says of a file, in pieces: first its headings, then its rows. Runs in the reading thread. */
export async function* supplierListPieces(bytes: Uint8Array): AsyncGenerator<ListPiece> {
  const { sheet, at } = findHeadings(await readSheetRows(bytes));
  const printed = sheet.rows[at] ?? [];
  const body = sheet.rows.slice(at + 1).map((cells, below) => ({ cells, row: at + below + 2 }));
  const filled = body.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length > MOST_ROWS)
    throw new UnreadableDocument(
      `The list has ${filled.length} rows, and ${MOST_ROWS} are checked at most. Leave out whom you pay no more, or split it.`,
    );
  const width = Math.max(printed.length, ...filled.slice(0, SEARCHED).map(({ cells }) => cells.length));
  const sample = filled.slice(0, SEARCHED).map(({ cells }) => cells);
  const banks = bankColumns(
    printed,
    filled.map(({ cells }) => cells),
    width,
  );
  const places = columnsOf(printed, sample, banks);
  const kept = Array.from({ length: width }, (_, place) => place).filter((place) => !banks.has(place));
  const heading = (place: number) => printed[place] ?? '';
  yield {
    headings: kept.map(heading),
    read: Object.fromEntries([...places].map(([column, place]) => [column, heading(place)])),
    bank: [...banks].map((place) => heading(place) || `column ${place + 1}`),
  };
  for (let from = 0; from < filled.length; from += ROWS)
    yield { rows: filled.slice(from, from + ROWS).map(({ cells, row }) => rowOf(cells, row, kept, places)) };
}

function rowOf(
  cells: readonly string[],
  row: number,
  kept: readonly number[],
  places: ReadonlyMap<ListColumn, number>,
): ListRow {
  const cell = (column: ListColumn, longest: number) =>
    shortened(seenLine(cells[places.get(column) ?? -1] ?? ''), longest);
  const printed = cell('number', LONGEST.printedRef);
  return {
    row,
    cells: kept.map((place) => seenText(cells[place] ?? '')),
    vendor: cell('vendor', LONGEST.printedRef) || null,
    name: cell('name', LONGEST.name),
    printedRef: printed || null,
    number: readCompanyNumber(printed),
    postcode: cell('postcode', LONGEST.postcode) || null,
  };
}

/** The first row, on whichever sheet, with a heading that stands for a name. */
function findHeadings(sheets: readonly SheetRows[]): { readonly sheet: SheetRows; readonly at: number } {
  for (const sheet of sheets)
    for (const [at, cells] of sheet.rows.slice(0, SEARCHED).entries()) {
      const names = cells.filter((cell) => isAmong([...listHeadings.name, ...either], cell));
      if (names.length > 0 && cells.filter((cell) => cell !== '').length > 1) return { sheet, at };
    }
  throw new UnreadableDocument(
    'No heading stands for the name of a supplier. Call that column “Supplier name”, and the one with your own number “Supplier number”, and hand the file in again.',
  );
}

/** Which of our columns stands where: the first heading of each, and of those that may be either by what its cells look like. */
function columnsOf(
  printed: readonly string[],
  sample: readonly (readonly string[])[],
  banks: ReadonlySet<number>,
): ReadonlyMap<ListColumn, number> {
  const open = printed.map((heading, place) => ({ heading, place }));
  const free = open.filter(({ place }) => !banks.has(place));
  const places = new Map<ListColumn, number>();
  for (const column of ['name', 'vendor', 'number', 'postcode'] as const) {
    const ranked = listHeadings[column].map((wanted) =>
      free.find(({ heading }) => isAmong([wanted], heading)),
    );
    const spoken = column === 'number' ? free.find(({ heading }) => saysCompanyNumber(heading)) : undefined;
    const found = ranked.find((one) => one !== undefined) ?? spoken;
    if (found) places.set(column, found.place);
  }
  for (const { place } of free.filter(({ heading }) => isAmong(either, heading))) {
    const column = isNumbered(sample.map((cells) => cells[place] ?? '')) ? 'vendor' : 'name';
    if (!places.has(column)) places.set(column, place);
  }
  if (!places.has('name'))
    throw new UnreadableDocument(
      'No column holds the names of suppliers. Call it “Supplier name”, and hand the file in again.',
    );
  return places;
}

/** Numbers and codes rather than names: most cells hold a digit and no blank. */
function isNumbered(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.filter((cell) => /\d/.test(cell) && !/\s/.test(cell.trim())).length * 2 > filled.length;
}

function bankColumns(
  printed: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): ReadonlySet<number> {
  const places = Array.from({ length: width }, (_, place) => place);
  const isBank = (place: number) =>
    BANK.test(plainOf(printed[place] ?? '')) || isBankCells(rows.map((cells) => cells[place] ?? ''));
  const certain = places.filter(isBank);
  const account = certain.length === 0 ? [] : places.filter((place) => isAccount(printed[place] ?? ''));
  return new Set([...certain, ...account].sort((a, b) => a - b));
}

function isAccount(heading: string): boolean {
  const plain = plainOf(heading);
  // `A/C` is a vendor's where nothing of a bank stands beside it.
  return BANK_ACCOUNT.test(plain) && (/^a ?c$/.test(plain) || !isAmong(listHeadings.vendor, heading));
}

function isBankCells(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return (
    filled.some((cell) => ACCOUNT.test(cell.trim().toUpperCase())) ||
    (filled.length > 0 && filled.every((cell) => SORT_CODE.test(cell.trim())))
  );
}
