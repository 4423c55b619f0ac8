import { UnreadableDocument } from '../define-source.ts';
import { readInThread } from '../reading-thread.ts';
import { cellName } from '../tables/cell-name.ts';
import { readPence } from '../tables/money.ts';
import { readSheetRows } from '../tables/table.ts';
import { saysTotal } from '../tables/total-words.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { isWorkbook } from '../tables/workbook.ts';
import { neededColumns, registerColumnNames, type RegisterColumn } from './columns.ts';
import { findHeader, type RegisterChoice } from './header.ts';
import { columnTitle, readHeadings, vatOfHeading, type Heading, type HeadingMeanings } from './headings.ts';
import { orderOfDays } from './order-of-days.ts';
import {
  readLine,
  lineTitle,
  type RegisterPlaces,
  type RegisterFault,
  type RegisterFileLine,
} from './read-line.ts';

export interface RegisterFile {
  /** The sheet that was read, and all that are shown; of a file of text none. */
  readonly sheet: string;
  readonly sheets: readonly string[];
  /** The row of the headings, counted from 1. */
  readonly headerRow: number;
  readonly headings: readonly Heading[];
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
    headerRow: 1,
    headings: [],
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
  const sheets = await readSheetRows(bytes);
  const header = findHeader(sheets, said, choice);
  const body = header ? header.sheet.rows.slice(header.at + 1) : [];
  const headings = withoutSumsOfVat(header?.headings ?? [], body);
  const places = new Map(headings.flatMap(({ column }, at) => (column === null ? [] : [[column, at]])));
  const missing = neededColumns.filter((name) => !places.has(name));
  const names = sheets.flatMap(({ name }) => (name === '' ? [] : [name]));
  const headingOf = (name: RegisterColumn) => headings[places.get(name) ?? -1]?.heading ?? '';
  const days = orderOfDays(body, places, headingOf);
  yield {
    sheet: header?.sheet.name ?? '',
    sheets: names,
    headerRow: (header?.at ?? 0) + 1,
    headings,
    missing,
    openDay: days.open,
  };
  if (!header || missing.length > 0) return;
  const isHeader = (record: readonly string[]) =>
    record.every((cell) => !/\d/.test(cell)) &&
    neededColumns.every((name) => readHeadings(record, said).some(({ column }) => column === name));
  let isOther = false;
  const vat = vatOfHeading(headingOf('value')) ?? 'unknown';
  let lines: RegisterFileLine[] = [];
  let errors: RegisterFault[] = [];
  const rowOf = new Map<string, number>();
  for (const [at, record] of body.entries()) {
    if (at % ROWS === 0 && at > 0) {
      yield { lines, errors };
      [lines, errors] = [[], []];
    }
    if (record.every((cell) => cell === '')) continue;
    const row = header.at + at + 2;
    const isAgain = isHeader(record);
    if (isAgain)
      isOther = readHeadings(record, said).some(
        ({ column }, place) => column !== header.headings[place]?.column,
      );
    const why = isAgain
      ? AGAIN[isOther ? 'other' : 'same']
      : isOther
        ? AGAIN.below
        : whyNoContract(record, places);
    if (why !== null) {
      errors.push(lost(`A${row}`, row, why));
      continue;
    }
    const { line, faults } = readLine(record, row, places, { days, vat, headingOf });
    const same = rowOf.get(JSON.stringify(record));
    rowOf.set(JSON.stringify(record), same ?? row);
    const beyond = record.findIndex((cell, column) => column >= headings.length && cell !== '');
    if (beyond !== -1) errors.push(lost(cellName(beyond, row), row, shifted(headings.length)));
    else if (same !== undefined) errors.push(lost(`A${row}`, row, `the same line as row ${same}`));
    else {
      errors.push(...faults);
      if (!faults.some(({ loses }) => loses === 'line')) lines.push(line);
    }
  }
  yield { lines, errors };
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

/** Of a row that cannot be a contract whatever else it says: a total, a note. Null for all others. */
function whyNoContract(record: readonly string[], places: RegisterPlaces): string | null {
  const words = record.filter((cell) => cell !== '' && readPence(cell) === null);
  if (words.length > 0 && words.length <= 2 && words.every(saysTotal))
    return 'a total of the lines above: no contract';
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  return textAt('supplier') === '' && lineTitle(textAt) === null
    ? 'neither a supplier nor a title: no contract'
    : null;
}
