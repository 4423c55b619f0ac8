import { UnreadableDocument } from '../define-source.ts';
import { readInThread } from '../reading-thread.ts';
import { cellName } from '../tables/cell-name.ts';
import { readPence } from '../tables/money.ts';
import { readSheetRows } from '../tables/table.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { isWorkbook } from '../tables/workbook.ts';
import { readDayCell, readSum } from './cells.ts';
import { neededColumns, registerColumnNames, type RegisterColumn } from './columns.ts';
import { findTables, type RegisterChoice, type RegisterHeader, type SheetLeft } from './header.ts';
import {
  columnTitle,
  plainHeading,
  readHeadings,
  vatOfHeading,
  type Heading,
  type HeadingMeanings,
} from './headings.ts';
import { mayBeTotal, notesBegin, whyNoContract } from './notes.ts';
import { orderOfDays } from './order-of-days.ts';
import { readLine, type RegisterPlaces, type RegisterFault, type RegisterFileLine } from './read-line.ts';

export interface RegisterFile {
  /** The sheet by whose headings all was read, and all that are shown; of a file of text none. */
  readonly sheet: string;
  readonly sheets: readonly string[];
  /** The sheets that were read, all of the same columns, and those that were not; of a file of text none. */
  readonly sheetsRead: readonly string[];
  readonly sheetsLeft: readonly SheetLeft[];
  /** The row of the headings, counted from 1. */
  readonly headerRow: number;
  readonly headings: readonly Heading[];
  /** Headings that are not read, and columns that hold cells below no heading (`column C, without a heading`). */
  readonly ignored: readonly string[];
  /** Columns that nothing can be read without and that no heading stands for; `missingColumns` says so for people. */
  readonly missing: readonly RegisterColumn[];
  /** A day that was read day first, where nothing in the file tells whether day or month comes first; null else. */
  readonly openDay: string | null;
  readonly lines: readonly RegisterFileLine[];
  readonly errors: readonly RegisterFault[];
}

/** A register of some thousand contracts is a hundredth of this. */
const MAX_MB = 25;

/**
 * Reads a council's own register, CSV or XLSX; `said` is what the council says its headings mean, where their names do
 * not tell, `choice` the sheet and the row of its headings. An unreadable cell is named and not known of its contract,
 * which is kept; a line without a supplier, shifted or there already is left out and named. Nothing is read while a
 * needed column is missing. Read in the reading thread, so that nobody else waits for it. Throws, for people, when the
 * file is no table, is larger than 25 MB or over a cap of tables.
 */
export async function readRegister(
  bytes: Uint8Array,
  said: HeadingMeanings = {},
  choice: RegisterChoice = {},
): Promise<RegisterFile> {
  if (bytes.length > MAX_MB * 1024 * 1024)
    throw new UnreadableDocument(
      `The file has ${Math.round(bytes.length / 1024 / 1024)} MB, and ${MAX_MB} MB are read at most. ` +
        'Save the sheet with the contracts alone, as CSV or XLSX.',
    );
  if (!isWorkbook(bytes)) refuseOtherKinds(bytes, 'contracts');
  const lines: RegisterFileLine[] = [];
  const errors: RegisterFault[] = [];
  let table: RegisterTable = {
    sheet: '',
    sheets: [],
    sheetsRead: [],
    sheetsLeft: [],
    headerRow: 1,
    headings: [],
    ignored: [],
    missing: [],
    openDay: null,
  };
  for await (const read of readInThread('register', bytes, { said, choice })) {
    const piece = read as RegisterPiece;
    if ('headings' in piece) table = piece;
    else {
      for (const line of piece.lines) lines.push(line);
      for (const error of piece.errors) errors.push(error);
    }
  }
  return { ...table, lines, errors };
}

type RegisterTable = Omit<RegisterFile, 'lines' | 'errors'>;
type RegisterPiece = RegisterTable | Pick<RegisterFile, 'lines' | 'errors'>;

/** What is said of a file to the thread that reads it. */
export interface RegisterTold {
  readonly said: HeadingMeanings;
  readonly choice: RegisterChoice;
}

/** Rows that are handed on together. */
const ROWS = 200;

/** What `readRegister` says of a file, in pieces: first its columns, then its rows. Runs in the reading thread. */
export async function* registerPieces(
  bytes: Uint8Array,
  { said, choice }: RegisterTold,
): AsyncGenerator<RegisterPiece> {
  const sheets = await readSheetRows(bytes, true);
  const found = findTables(sheets, said, choice);
  const tables = (found?.read ?? []).map(tableOf);
  const [first] = tables;
  const headings = first?.headings ?? [];
  const places: RegisterPlaces = first?.places ?? new Map();
  const missing = neededColumns.filter((name) => !places.has(name));
  const named = (names: readonly string[]) => names.filter((name) => name !== '');
  const headingOf = (name: RegisterColumn) => headings[places.get(name) ?? -1]?.heading ?? '';
  const days = orderOfDays(
    tables.flatMap((table) => inOrderOf(table, first)),
    places,
    headingOf,
    tables.some(({ sheet }) => sheet.from1904),
  );
  yield {
    sheet: first?.sheet.name ?? '',
    sheets: named(sheets.map(({ name }) => name)),
    sheetsRead: named(tables.map(({ sheet }) => sheet.name)),
    sheetsLeft: (found?.left ?? []).filter(({ sheet }) => sheet !== ''),
    headerRow: (first?.at ?? 0) + 1,
    headings,
    ignored: [...new Set(tables.flatMap(ignoredOf))],
    missing,
    openDay: days.open,
  };
  if (!first || missing.length > 0) return;
  const told = { days, vat: vatOfHeading(headingOf('value')) ?? 'unknown', headingOf } as const;
  const met = new Map<string, { readonly sheet: string; readonly row: number }>();
  const alike = new Map<string, string>();
  let rowsBefore = 0;
  for (const table of tables) {
    const place = tables.length > 1 ? `${table.sheet.name}!` : '';
    const inOrder = inOrderOf(table, first);
    const isHeader = headerAgain(table, said);
    const notes = notesBegin(table.body, table.places);
    const beside = tableBeside(table);
    const sums = [0, 0];
    let sinceTotal = 0;
    let isOther = false;
    let lines: RegisterFileLine[] = [];
    let errors: RegisterFault[] = [];
    for (const [at, record] of table.body.entries()) {
      if (at % ROWS === 0 && at > 0) {
        yield { lines, errors };
        [lines, errors] = [[], []];
      }
      if (record.every((cell) => cell === '')) continue;
      const row = table.from + at + 1;
      const again = isHeader(record);
      if (again !== null) isOther = again === 'other';
      const why =
        again !== null
          ? AGAIN[again]
          : isOther
            ? AGAIN.below
            : whyNoContract(record, table.places, { sums, isBelow: at >= notes });
      if (why !== null) {
        [sums[1], sinceTotal] = [0, 0];
        errors.push(lost(`${place}A${row}`, row, why));
        continue;
      }
      if (beside.some((column) => (record[column] ?? '') !== ''))
        errors.push(lost(`${place}${cellName(beside[0] ?? 0, row)}`, row, BESIDE));
      const { line, faults } = readLine(record, row, table.places, told);
      const key = JSON.stringify(
        (inOrder[at] ?? []).map((cell, column) => asRead(cell, first.headings[column]?.column ?? null)),
      );
      const same = met.get(key);
      met.set(key, same ?? { sheet: table.sheet.name, row });
      const beyond = record.findIndex((cell, column) => column >= table.headings.length && cell !== '');
      if (beyond !== -1)
        errors.push(lost(`${place}${cellName(beyond, row)}`, row, shifted(table.headings.length)));
      else if (same !== undefined) {
        const where = same.sheet === table.sheet.name ? '' : ` of the sheet “${same.sheet}”`;
        errors.push(lost(`${place}A${row}`, row, `the same line as row ${same.row}${where}`));
      } else {
        for (const fault of faults) errors.push({ ...fault, cell: `${place}${fault.cell}` });
        if (faults.some(({ loses }) => loses === 'line')) continue;
        const read = JSON.stringify(
          [...table.places].map(([name, column]) => asRead(record[column] ?? '', name)),
        );
        const other = alike.get(read);
        if (other !== undefined)
          errors.push({
            cell: `${place}A${row}`,
            row,
            message: `as ${other} but for columns that are not read: counted as another contract`,
            loses: 'nothing',
          });
        alike.set(
          read,
          other ?? (place === '' ? `row ${row}` : `row ${row} of the sheet “${table.sheet.name}”`),
        );
        if (sinceTotal > 1 && mayBeTotal(record, table.places, sums))
          errors.push({ cell: `${place}A${row}`, row, message: PERHAPS_TOTAL, loses: 'nothing' });
        sinceTotal += 1;
        lines.push({ ...line, row: rowsBefore + row });
        for (const which of [0, 1]) sums[which] = (sums[which] ?? 0) + (line.valuePence ?? 0);
      }
    }
    rowsBefore += table.sheet.rows.length;
    yield { lines, errors };
  }
}

interface Table extends RegisterHeader {
  readonly body: readonly (readonly string[])[];
  readonly places: RegisterPlaces;
}

function tableOf(header: RegisterHeader): Table {
  const body = header.sheet.rows.slice(header.from);
  const headings = withoutSumsOfVat(header.headings, body);
  const places = new Map(
    headings.flatMap(({ column }, at) => (column === null ? [] : [[column, at] as const])),
  );
  return { ...header, body, headings, places };
}

function ignoredOf({ headings, body }: Table): readonly string[] {
  return headings.flatMap(({ heading, column }, at) => {
    if (column !== null) return [];
    if (heading !== '') return [heading];
    const isFilled = body.some((record) => (record[at] ?? '') !== '');
    return isFilled ? [`column ${cellName(at, 0).slice(0, -1)}, without a heading`] : [];
  });
}

/** The rows of a table with its columns in the order of the first one’s. */
function inOrderOf(
  { body, places, headings }: Table,
  first: Table | undefined,
): readonly (readonly string[])[] {
  if (!first || headings.every(({ column }, at) => column === first.headings[at]?.column)) return body;
  return body.map((record) =>
    first.headings.map(({ column }) => (column === null ? '' : (record[places.get(column) ?? -1] ?? ''))),
  );
}

/** Whether a row is the headings once more: the same, or others; null for what is none. */
function headerAgain(
  { sheet, at, from, headings }: Table,
  said: HeadingMeanings,
): (record: readonly string[]) => 'same' | 'other' | null {
  const own = new Set(sheet.rows.slice(at, from).map((cells) => JSON.stringify(cells)));
  return (record) => {
    if (own.has(JSON.stringify(record))) return 'same';
    if (record.some((cell) => /\d/.test(cell))) return null;
    const read = readHeadings(record, said);
    if (!neededColumns.every((name) => read.some(({ column }) => column === name))) return null;
    return read.some(({ column }, place) => column !== headings[place]?.column) ? 'other' : 'same';
  };
}

/** A column called VAT that holds sums says nothing of what the value holds: it is left out, and said to be. */
function withoutSumsOfVat(
  headings: readonly Heading[],
  body: readonly (readonly string[])[],
): readonly Heading[] {
  return headings.map((each, at) => {
    if (each.column !== 'vat') return each;
    const filled = body.flatMap((record) => record[at] || []);
    const sums = filled.filter((cell) => readPence(cell) !== null);
    return sums.length * 2 > filled.length ? { ...each, column: null } : each;
  });
}

/** What is said of headings further down, and of what stands below them. */
const AGAIN = {
  same: 'the headings again: no contract',
  other:
    'further headings, in another order or of other columns: put what stands below them in a file of its own',
  below: 'it stands below further headings of other columns: put those contracts in a file of their own',
} as const;

function lost(cell: string, row: number, message: string): RegisterFault {
  return { cell, row, message, loses: 'line' };
}

const PERHAPS_TOTAL =
  'its value is what the lines above come to: counted as a contract. If it is their total, take the row out';
const BESIDE =
  'a second table stands beside the first, and is not read: put its contracts below the first, or in a file of their own';

/** The columns of a second table beside the first: its supplier and its title are headed in the same words once more. */
function tableBeside({ headings }: Table): readonly number[] {
  const again = neededColumns.map((name) => {
    const own = headings.find(({ column }) => column === name)?.heading ?? '';
    return headings.findIndex(
      ({ heading, column }) => column === null && plainHeading(heading) === plainHeading(own),
    );
  });
  return again.every((at) => at !== -1) ? again : [];
}

const SUMS_OR_DAYS: ReadonlySet<RegisterColumn> = new Set(['value', 'annualValuePence', 'start', 'end']);

/** A cell by what is read of it: two ways to write one sum or one day are the same. */
function asRead(cell: string, column: RegisterColumn | null): string {
  const plain = cell.trim().replaceAll(/\s+/g, ' ');
  if (column === null || !SUMS_OR_DAYS.has(column)) return plain;
  const read = column === 'start' || column === 'end' ? readDayCell(plain) : readSum(plain);
  return read === null ? plain : String(read);
}

/** A separator inside a cell moves what follows into the next columns: such a line would be read wrongly in silence. */
function shifted(columnsOfHeader: number): string {
  return (
    `the row goes on beyond the ${columnsOfHeader} columns of the header: ` +
    'put quotation marks around a cell that holds a separator'
  );
}

/** In sentences: nothing in a file tells whether day or month comes first; null where something does. */
export function doubtOfDays({ openDay }: Pick<RegisterFile, 'openDay'>): string | null {
  if (openDay === null) return null;
  return (
    `Nothing in the file tells whether day or month comes first: “${openDay}” and all others are read day first. ` +
    'If they are month first, write them year first, as 2028-03-31 for the last of March, and hand the file in again.'
  );
}

/** In a sentence: which column is missing, what the file holds instead, and what is understood. */
export function missingColumns({ headings, missing, headerRow, sheet, sheets }: RegisterFile): string {
  const row = headerRow === 1 ? 'The first row' : `Row ${headerRow}`;
  const where = sheets.length > 1 ? `${row} of the sheet “${sheet}”` : row;
  const others =
    sheets.length > 1 ? ` Other sheets: ${sheets.filter((name) => name !== sheet).join(', ')}.` : '';
  const held = headings.map(({ heading }) => heading).join(', ') || 'nothing';
  return (
    `${where} has no column for ${missing.join(' and ')}. It holds: ${held}. ` +
    `Understood: ${registerColumnNames.map(columnTitle).join(', ')}.${others}`
  );
}

/** How many rows are left out. */
export function rowsLeftOut({ errors }: Pick<RegisterFile, 'errors'>): number {
  const rows = errors.flatMap(({ cell, row, loses }) =>
    loses === 'line' ? [`${cell.slice(0, cell.lastIndexOf('!') + 1)}${row}`] : [],
  );
  return new Set(rows).size;
}

/** In sentences: which sheets were read and which were not, and why; null where there is one alone. */
export function saidOfSheets({
  sheets,
  sheetsRead,
  sheetsLeft,
}: Pick<RegisterFile, 'sheets' | 'sheetsRead' | 'sheetsLeft'>): string | null {
  if (sheets.length < 2) return null;
  const read = `Read: ${sheetsRead.length === 1 ? 'the sheet' : 'the sheets'} ${sheetsRead.map((name) => `“${name}”`).join(', ')}.`;
  const left = sheetsLeft.map(({ sheet, why }) => `“${sheet}” (${why})`).join(', ');
  return left === '' ? read : `${read} Not read: ${left}.`;
}
