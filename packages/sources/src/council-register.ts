import {
  readCompanyNumber,
  type Award,
  type ExposedContract,
  type Money,
  type SupplierRef,
} from '@tocsin/domain';
import { parse } from 'csv-parse/sync';

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

const COLUMNS = {
  supplier: ['supplier', 'supplier name', 'contractor', 'provider', 'company', 'company name'],
  number: ['company number', 'company no', 'companies house number', 'registration number', 'crn'],
  title: ['title', 'contract title', 'contract', 'contract name', 'description'],
  value: ['value', 'contract value', 'total value', 'total contract value'],
  start: ['start', 'start date', 'contract start date', 'from'],
  end: ['end', 'end date', 'contract end date', 'expiry date', 'to'],
  critical: ['critical', 'criticality'],
  owner: ['owner', 'contract owner', 'contract manager'],
  service: ['service', 'department', 'directorate'],
  vat: ['vat', 'vat basis'],
} as const satisfies Record<string, readonly string[]>;
type Column = keyof typeof COLUMNS;
const REQUIRED: readonly Column[] = ['supplier', 'title'];

/**
 * Reads a council's own register from CSV bytes (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab). A line with
 * an unreadable cell is left out and named cell by cell; the other lines are kept. Throws when a column that nothing
 * can do without is missing.
 */
export function readRegister(bytes: Uint8Array): {
  readonly lines: readonly RegisterFileLine[];
  readonly errors: readonly RegisterFault[];
} {
  const rows: string[][] = parse(decode(bytes), {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    trim: true,
  });
  const [header, ...body] = rows;
  const columns = columnsOf(header ?? []);
  const lines: RegisterFileLine[] = [];
  const errors: RegisterFault[] = [];
  for (const [at, record] of body.entries()) {
    const read = readLine(record, at + 2, columns);
    if (Array.isArray(read)) errors.push(...read);
    else if (read) lines.push(read);
  }
  return { lines, errors };
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

type Columns = Readonly<Partial<Record<Column, number>>>;

function columnsOf(header: readonly string[]): Columns {
  const named = header.map((cell) =>
    cell
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')
      .trim(),
  );
  const found = Object.entries(COLUMNS).map(([column, names]) => [
    column,
    named.findIndex((cell) => (names as readonly string[]).includes(cell)),
  ]);
  const columns: Columns = Object.fromEntries(found.filter(([, at]) => at !== -1));
  const missing = REQUIRED.filter((column) => columns[column] === undefined);
  if (missing.length > 0)
    throw new Error(
      `The first row has no column for ${missing.join(' and ')}. It holds: ${header.join(', ') || 'nothing'}. ` +
        `Expected: ${Object.keys(COLUMNS).join(', ')}.`,
    );
  return columns;
}

function readLine(
  record: readonly string[],
  row: number,
  columns: Columns,
): RegisterFileLine | RegisterFault[] | null {
  if (record.every((cell) => cell === '')) return null;
  const faults: RegisterFault[] = [];
  const cellOf = (column: Column) => {
    const at = columns[column];
    return at === undefined ? '' : (record[at] ?? '');
  };
  function take<T>(column: Column, read: (cell: string) => T | null, wanted: string): T | null {
    const cell = cellOf(column);
    if (cell === '') return null;
    const value = read(cell);
    if (value === null)
      faults.push({ cell: reference(columns[column] ?? 0, row), row, message: `“${cell}” is not ${wanted}` });
    return value;
  }
  function need(column: Column): string {
    const cell = cellOf(column);
    if (cell === '')
      faults.push({ cell: reference(columns[column] ?? 0, row), row, message: `the ${column} is empty` });
    return cell;
  }
  const supplierName = need('supplier');
  const title = need('title');
  const number = take(
    'number',
    readCompanyNumber,
    'a company number: 8 characters, as on the register at Companies House',
  );
  const line: RegisterFileLine = {
    row,
    supplierName,
    printedRef: cellOf('number') === '' ? null : `GB-COH-${cellOf('number')}`,
    ref: number === null ? null : { scheme: 'GB-COH', id: number },
    title,
    valuePence: take('value', readPence, 'a sum of pounds, such as 1,250,000.00'),
    vat: take('vat', readVat, 'net or gross') ?? 'unknown',
    startsOn: take('start', readDay, 'a date, such as 31/03/2027 or 2027-03-31'),
    endsOn: take('end', readDay, 'a date, such as 31/03/2027 or 2027-03-31'),
    criticality: take('critical', readCriticality, 'yes, no, critical, important or standard') ?? 'unknown',
    owner: cellOf('owner') || null,
    service: cellOf('service') || null,
    regime: 'unknown',
    details: {},
  };
  if (line.startsOn && line.endsOn && line.endsOn < line.startsOn)
    faults.push({
      cell: reference(columns.end ?? 0, row),
      row,
      message: 'the contract ends before it starts',
    });
  return faults.length > 0 ? faults : line;
}

function reference(column: number, row: number): string {
  const letters = column < 26 ? '' : String.fromCodePoint(64 + Math.floor(column / 26));
  return `${letters}${String.fromCodePoint(65 + (column % 26))}${row}`;
}

function readPence(cell: string): number | null {
  const plain = cell.replaceAll(/[£,\s]/g, '');
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const pence = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(pence) ? pence : null;
}

const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function readDay(cell: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(cell);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell);
  if (british) return dayOf(Number(british[3]), Number(british[2]), Number(british[1]));
  const worded = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})$/.exec(cell);
  if (worded)
    return dayOf(Number(worded[3]), MONTHS.indexOf((worded[2] ?? '').toLowerCase()) + 1, Number(worded[1]));
  if (/^\d{5}$/.test(cell))
    return new Date(EXCEL_EPOCH + Number(cell) * 86_400_000).toISOString().slice(0, 10);
  return null;
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}

const CRITICALITY: Readonly<Record<string, ExposedContract['criticality']>> = {
  yes: 'critical',
  y: 'critical',
  critical: 'critical',
  important: 'important',
  no: 'standard',
  n: 'standard',
  standard: 'standard',
};

function readCriticality(cell: string): ExposedContract['criticality'] | null {
  return CRITICALITY[cell.toLowerCase()] ?? null;
}

function readVat(cell: string): Money['vat'] | null {
  const word = cell.toLowerCase();
  return word === 'net' || word === 'gross' || word === 'unknown' ? word : null;
}
