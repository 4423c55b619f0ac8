import {
  daysBetween,
  meansNoEnd,
  printedRef,
  saysNoEnd,
  type Award,
  type CompanyNumber,
  type ExposedContract,
  type Money,
  type Safeguards,
  type SupplierRef,
} from '@tocsin/domain';
import {
  columns,
  details,
  neededColumns,
  particulars,
  registerColumnNames,
  type RegisterColumn,
} from './columns.ts';
import { UnreadableDocument } from '../define-source.ts';
import { readInThread } from '../reading-thread.ts';
import { cellName } from '../tables/cell-name.ts';
import { readSheetRows } from '../tables/table.ts';
import { isWorkbook } from '../tables/workbook.ts';
import { refuseOtherKinds } from '../tables/what-else.ts';
import { findHeader, type RegisterChoice } from './header.ts';
import { columnTitle, readHeadings, vatOfHeading, type Heading, type HeadingMeanings } from './headings.ts';
import { orderOfDays, type DayOrder } from './order-of-days.ts';
import { readDay } from '../tables/day.ts';
import { readPence } from '../tables/money.ts';
import { LONGEST, shortened } from '../sound.ts';

/** One readable line of a council's own contract register. */
export interface RegisterFileLine {
  readonly row: number;
  /** The council's own reference of the contract. */
  readonly reference: string | null;
  readonly supplierName: string;
  readonly printedRef: string | null;
  readonly ref: SupplierRef | null;
  readonly title: string;
  readonly category: string | null;
  readonly valuePence: number | null;
  readonly vat: Money['vat'];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly criticality: ExposedContract['criticality'];
  readonly owner: string | null;
  readonly service: string | null;
  readonly regime: Award['regime'];
  readonly details: Readonly<Record<string, unknown>>;
  /** What stands in cells that could not be read, by their column: of the contract they are not known. */
  readonly unread: Readonly<Record<string, string>>;
}

/** A cell that could not be read, by its spreadsheet reference (`D7`), with what to do about it. */
export interface RegisterFault {
  readonly cell: string;
  readonly row: number;
  readonly message: string;
  /** `cell`: the contract is kept, and this is not known of it. `line`: the line is no contract, or is one already. */
  /** A row that is left out, a cell that is not known, or nothing: the cell is understood, and what it means is said. */
  readonly loses: 'line' | 'cell' | 'nothing';
}

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
  const headings = header?.headings ?? [];
  const places = new Map(headings.flatMap(({ column }, at) => (column === null ? [] : [[column, at]])));
  const missing = neededColumns.filter((name) => !places.has(name));
  const names = sheets.flatMap(({ name }) => (name === '' ? [] : [name]));
  const body = header ? header.sheet.rows.slice(header.at + 1) : [];
  const days = orderOfDays(body, places);
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
  const vat = vatOfHeading(headings[places.get('value') ?? -1]?.heading ?? '') ?? 'unknown';
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
      isOther = readHeadings(record, said).some(({ column }, place) => column !== headings[place]?.column);
    const why = isAgain
      ? AGAIN[isOther ? 'other' : 'same']
      : isOther
        ? AGAIN.below
        : whyNoContract(record, places);
    if (why !== null) {
      errors.push(lost(`A${row}`, row, why));
      continue;
    }
    const { line, faults } = readLine(record, row, places, days, vat);
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
function whyNoContract(record: readonly string[], places: Places): string | null {
  const words = record.filter((cell) => cell !== '' && readPence(cell) === null);
  if (words.length > 0 && words.length <= 2 && words.every((cell) => TOTAL.test(cell)))
    return 'a total of the lines above: no contract';
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  return textAt('supplier') === '' && titleOf(textAt) === null
    ? 'neither a supplier nor a title: no contract'
    : null;
}

/** How rows of sums are headed: `TOTAL`, `Grand total:`, `Total value of 12 contracts`. */
const TOTAL =
  /^(?:(?:grand|sub|overall|report|net|gross|page)[ -]?)?totals?\b(?: (?:for|of|in|number|no\.?|value|values|contracts?|spend|expenditure|amount|annual|paid|gross|net)\b.*)?\s*:?$/i;

type Places = ReadonlyMap<RegisterColumn, number>;

/** A day further off is how programs write that there is none. */
const FAR_DAYS = 100 * 366;

function readLine(
  record: readonly string[],
  row: number,
  places: Places,
  days: DayOrder,
  vat: RegisterFileLine['vat'],
): { readonly line: RegisterFileLine; readonly faults: readonly RegisterFault[] } {
  const faults: RegisterFault[] = [];
  const unread: Record<string, string> = {};
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  const fault = (name: RegisterColumn, message: string, loses: RegisterFault['loses'] = 'cell') => {
    if (loses !== 'line') unread[name] = textAt(name);
    faults.push({ cell: cellName(places.get(name) ?? 0, row), row, message, loses });
    return null;
  };
  function take<T>(
    name: RegisterColumn,
    of: { readonly read: (cell: string) => T | null; readonly wanted: string },
  ) {
    const cell = textAt(name);
    if (cell === '') return null;
    const doubt = days.doubtOf(name, cell);
    if (doubt !== null) return fault(name, doubt);
    return of.read(cell) ?? fault(name, `“${cell}” is not ${of.wanted}${hintOn(cell)}`);
  }
  if (textAt('supplier') === '') fault('supplier', 'the supplier is empty', 'line');
  const title = titleOf(textAt);
  if (title === null) fault('title', 'the title is empty', 'line');
  const number = take('number', columns.number);
  const charity = take('charity', columns.charity);
  const startsOn = take('start', columns.start);
  let endsOn = saysNoEnd(textAt('end'))
    ? fault('end', `“${textAt('end')}”: no fixed end, so the contract counts as running`, 'nothing')
    : take('end', columns.end);
  if (startsOn && endsOn && endsOn < startsOn) endsOn = fault('end', 'the contract ends before it starts');
  if (endsOn && meansNoEnd(endsOn))
    endsOn = fault(
      'end',
      `“${textAt('end')}” is how programs write that there is no end: the contract counts as running`,
      'nothing',
    );
  if (startsOn && endsOn && daysBetween(startsOn, endsOn) > FAR_DAYS)
    endsOn = fault('end', `“${textAt('end')}” is more than a hundred years after the start`);
  const known = Object.entries({ ...particulars, ...details }).map(([name, of]) => [
    name,
    take<unknown>(name as RegisterColumn, of),
  ]);
  const stated: Safeguards & Record<string, unknown> = Object.fromEntries(
    known.filter(([, value]) => value !== null),
  );
  const { extensionTo, breaksOn = [] } = stated;
  if (endsOn && extensionTo && extensionTo < endsOn) {
    fault('extensionTo', `the extension ends before the contract does, on ${endsOn}`);
    delete stated.extensionTo;
  }
  const lastDay = stated.extensionTo ?? endsOn;
  const outside = breaksOn.find((on) => (startsOn && on < startsOn) || (lastDay && on > lastDay));
  if (outside) {
    fault('breaksOn', `the break on ${outside} is not between the start and the end of the contract`);
    delete stated.breaksOn;
  }
  if (lastDay && stated.noticeBy && stated.noticeBy > lastDay) {
    fault('noticeBy', `notice is to be given after the contract has ended, on ${lastDay}`);
    delete stated.noticeBy;
  }
  const line: RegisterFileLine = {
    row,
    reference: take('reference', columns.reference),
    supplierName: shortened(textAt('supplier'), LONGEST.name),
    ...refOf(textAt, number, charity, unread),
    title: title ?? '',
    category: take('category', columns.category),
    valuePence: take('value', columns.value),
    vat: take('vat', columns.vat) ?? vat,
    startsOn,
    endsOn,
    criticality: take('critical', columns.critical) ?? 'unknown',
    owner: take('owner', columns.owner),
    service: take('service', columns.service),
    regime: take('regime', columns.regime) ?? 'unknown',
    details: stated,
    unread,
  };
  return { line, faults };
}

type TextAt = (name: RegisterColumn) => string;

/** A contract without a title is called by what else is said of it. */
function titleOf(textAt: TextAt): string | null {
  return textAt('title') || textAt('description') || textAt('reference') || null;
}

/** What is wrong with a day of which only the year is unclear; of what no calendar has, there is nothing to write. */
function hintOn(cell: string): string {
  return readDay(cell.trim(), ['short-year']) === null ? '' : ': write the year with four figures';
}

/** A company number is taken before a charity number; one that cannot be read is no number. */
function refOf(
  textAt: TextAt,
  company: CompanyNumber | null,
  charity: string | null,
  unread: Readonly<Record<string, string>>,
): Pick<RegisterFileLine, 'ref' | 'printedRef'> {
  if (company !== null)
    return {
      ref: { scheme: 'GB-COH', id: company },
      printedRef: shortened(printedRef('GB-COH', textAt('number')), LONGEST.printedRef),
    };
  if (charity !== null)
    return {
      ref: { scheme: 'GB-CHC', id: charity },
      printedRef: shortened(printedRef('GB-CHC', textAt('charity')), LONGEST.printedRef),
    };
  const cell = unread['number'];
  // What has digits was meant to be a number: it is kept as it was printed.
  return {
    ref: null,
    printedRef:
      cell !== undefined && /\d/.test(cell) ? shortened(`GB-COH-${cell}`, LONGEST.printedRef) : null,
  };
}
