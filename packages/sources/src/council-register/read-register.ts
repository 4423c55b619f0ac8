import type { Award, ExposedContract, Money, Safeguards, SupplierRef } from '@tocsin/domain';
import {
  columns,
  columnTitle,
  details,
  neededColumns,
  readHeadings,
  registerColumnNames,
  type Heading,
  type HeadingMeanings,
  type RegisterColumn,
} from './columns.ts';
import { UnreadableDocument } from '../define-source.ts';
import { readInThread } from '../reading-thread.ts';
import { readRows } from '../tables/table.ts';

/** One readable line of a council's own contract register. */
export interface RegisterFileLine {
  readonly row: number;
  readonly supplierName: string;
  readonly printedRef: string | null;
  readonly ref: SupplierRef | null;
  readonly title: string;
  readonly valuePence: number | null;
  readonly vat: Money['vat'];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly criticality: ExposedContract['criticality'];
  readonly owner: string | null;
  readonly service: string | null;
  readonly regime: Award['regime'];
  readonly details: Readonly<Record<string, unknown>>;
}

/** A cell that could not be read, by its spreadsheet reference (`D7`), with what to do about it. */
export interface RegisterFault {
  readonly cell: string;
  readonly row: number;
  readonly message: string;
}

export interface RegisterFile {
  readonly headings: readonly Heading[];
  /** Columns that nothing can be read without and that no heading stands for; `missingColumns` says so for people. */
  readonly missing: readonly RegisterColumn[];
  readonly lines: readonly RegisterFileLine[];
  readonly errors: readonly RegisterFault[];
}

/** A register of some thousand contracts is a hundredth of this. */
const MAX_MB = 25;

/**
 * Reads a council's own register, CSV or XLSX; `said` is what the council says its headings mean, where their names do
 * not tell. A line with an unreadable cell is left out and named cell by cell; the other lines are kept. Nothing is
 * read while a needed column is missing. Read in the reading thread, so that nobody else waits for it. Throws, for
 * people, when the file is no table, is larger than 25 MB or over a cap of tables.
 */
export async function readRegister(bytes: Uint8Array, said: HeadingMeanings = {}): Promise<RegisterFile> {
  if (bytes.length > MAX_MB * 1024 * 1024)
    throw new UnreadableDocument(
      `The file has ${Math.round(bytes.length / 1024 / 1024)} MB, and ${MAX_MB} MB are read at most. ` +
        'Save the sheet with the contracts alone, as CSV or XLSX.',
    );
  const lines: RegisterFileLine[] = [];
  const errors: RegisterFault[] = [];
  let columns: Pick<RegisterFile, 'headings' | 'missing'> = { headings: [], missing: [] };
  for await (const read of readInThread('register', bytes, said)) {
    const piece = read as RegisterPiece;
    if ('headings' in piece) columns = piece;
    else {
      for (const line of piece.lines) lines.push(line);
      for (const error of piece.errors) errors.push(error);
    }
  }
  return { headings: columns.headings, missing: columns.missing, lines, errors };
}

type RegisterPiece = Pick<RegisterFile, 'headings' | 'missing'> | Pick<RegisterFile, 'lines' | 'errors'>;

/** Rows that are handed on together. */
const ROWS = 200;

/** What `readRegister` says of a file, in pieces: first its columns, then its rows. Runs in the reading thread. */
export async function* registerPieces(
  bytes: Uint8Array,
  said: HeadingMeanings,
): AsyncGenerator<RegisterPiece> {
  const [header = [], ...body] = await readRows(bytes);
  const headings = readHeadings(header, said);
  const places = new Map(headings.flatMap(({ column }, at) => (column === null ? [] : [[column, at]])));
  const missing = neededColumns.filter((name) => !places.has(name));
  yield { headings, missing };
  if (missing.length > 0) return;
  let lines: RegisterFileLine[] = [];
  let errors: RegisterFault[] = [];
  const rowOf = new Map<string, number>();
  for (const [at, record] of body.entries()) {
    if (at % ROWS === 0 && at > 0) {
      yield { lines, errors };
      [lines, errors] = [[], []];
    }
    if (record.every((cell) => cell === '')) continue;
    const row = at + 2;
    const { line, faults } = readLine(record, row, places);
    const same = rowOf.get(JSON.stringify(record));
    rowOf.set(JSON.stringify(record), same ?? row);
    const beyond = record.findIndex((cell, column) => column >= header.length && cell !== '');
    if (beyond !== -1) errors.push({ cell: reference(beyond, row), row, message: shifted(header.length) });
    else if (same !== undefined)
      errors.push({ cell: `A${row}`, row, message: `the same line as row ${same}` });
    else if (faults.length > 0) errors.push(...faults);
    else lines.push(line);
  }
  yield { lines, errors };
}

/** A separator inside a cell moves what follows into the next columns: such a line would be read wrongly in silence. */
function shifted(columnsOfHeader: number): string {
  return (
    `the row goes on beyond the ${columnsOfHeader} columns of the header: ` +
    'put quotation marks around a cell that holds a separator'
  );
}

/** In a sentence: which column is missing, what the file holds instead, and what is understood. */
export function missingColumns({ headings, missing }: RegisterFile): string {
  const held = headings.map(({ heading }) => heading).join(', ') || 'nothing';
  return (
    `The first row has no column for ${missing.join(' and ')}. It holds: ${held}. ` +
    `Understood: ${registerColumnNames.map(columnTitle).join(', ')}.`
  );
}

type Places = ReadonlyMap<RegisterColumn, number>;

function readLine(
  record: readonly string[],
  row: number,
  places: Places,
): { readonly line: RegisterFileLine; readonly faults: readonly RegisterFault[] } {
  const faults: RegisterFault[] = [];
  const textAt = (name: RegisterColumn) => record[places.get(name) ?? -1] ?? '';
  const fault = (name: RegisterColumn, message: string) =>
    faults.push({ cell: reference(places.get(name) ?? 0, row), row, message });
  function take<T>(
    name: RegisterColumn,
    of: { readonly read: (cell: string) => T | null; readonly wanted: string },
  ) {
    const cell = textAt(name);
    const value = cell === '' ? null : of.read(cell);
    if (cell !== '' && value === null) fault(name, `“${cell}” is not ${of.wanted}`);
    return value;
  }
  for (const name of ['supplier', 'title'] as const)
    if (textAt(name) === '') fault(name, `the ${name} is empty`);
  const number = take('number', columns.number);
  const startsOn = take('start', columns.start);
  const endsOn = take('end', columns.end);
  if (startsOn && endsOn && endsOn < startsOn) fault('end', 'the contract ends before it starts');
  const known = Object.entries(details).map(([name, of]) => [
    name,
    take<unknown>(name as keyof typeof details, of),
  ]);
  const stated: Safeguards = Object.fromEntries(known.filter(([, value]) => value !== null));
  const { extensionTo, breaksOn = [] } = stated;
  if (endsOn && extensionTo && extensionTo < endsOn)
    fault('extensionTo', `the extension ends before the contract does, on ${endsOn}`);
  const lastDay = extensionTo ?? endsOn;
  const outside = breaksOn.find((on) => (startsOn && on < startsOn) || (lastDay && on > lastDay));
  if (outside)
    fault('breaksOn', `the break on ${outside} is not between the start and the end of the contract`);
  const line: RegisterFileLine = {
    row,
    supplierName: textAt('supplier'),
    printedRef: textAt('number') === '' ? null : `GB-COH-${textAt('number')}`,
    ref: number === null ? null : { scheme: 'GB-COH', id: number },
    title: textAt('title'),
    valuePence: take('value', columns.value),
    vat: take('vat', columns.vat) ?? 'unknown',
    startsOn,
    endsOn,
    criticality: take('critical', columns.critical) ?? 'unknown',
    owner: take('owner', columns.owner),
    service: take('service', columns.service),
    regime: take('regime', columns.regime) ?? 'unknown',
    details: stated,
  };
  return { line, faults };
}

/** `D7`: the fourth column of the seventh row. */
function reference(column: number, row: number): string {
  const letters = column < 26 ? '' : String.fromCodePoint(64 + Math.floor(column / 26));
  return `${letters}${String.fromCodePoint(65 + (column % 26))}${row}`;
}
