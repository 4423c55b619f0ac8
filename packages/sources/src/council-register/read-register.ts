import type { Award, ExposedContract, Money, SupplierRef } from '@tocsin/domain';
import { columns, details, findColumns, type ColumnName, type DetailName } from './columns.ts';
import { readTable } from './table.ts';

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
  readonly lines: readonly RegisterFileLine[];
  readonly errors: readonly RegisterFault[];
}

/**
 * Reads a council's own register, CSV or XLSX. A line with an unreadable cell is left out and named cell by cell; the
 * other lines are kept. Throws, for people, when the file is no table or a column nothing can do without is missing.
 */
export async function readRegister(bytes: Uint8Array): Promise<RegisterFile> {
  const [header, ...body] = await readTable(bytes);
  const places = findColumns(header ?? []);
  const lines: RegisterFileLine[] = [];
  const errors: RegisterFault[] = [];
  for (const [at, record] of body.entries()) {
    if (record.every((cell) => cell === '')) continue;
    const { line, faults } = readLine(record, at + 2, places);
    if (faults.length > 0) errors.push(...faults);
    else lines.push(line);
  }
  return { lines, errors };
}

type Places = ReadonlyMap<ColumnName | DetailName, number>;

function readLine(
  record: readonly string[],
  row: number,
  places: Places,
): { readonly line: RegisterFileLine; readonly faults: readonly RegisterFault[] } {
  const faults: RegisterFault[] = [];
  const textAt = (name: ColumnName | DetailName) => record[places.get(name) ?? -1] ?? '';
  const fault = (name: ColumnName | DetailName, message: string) =>
    faults.push({ cell: reference(places.get(name) ?? 0, row), row, message });
  function take<T>(
    name: ColumnName | DetailName,
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
  const known = Object.entries(details).map(([name, of]) => [name, take<unknown>(name as DetailName, of)]);
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
    details: Object.fromEntries(known.filter(([, value]) => value !== null)),
  };
  return { line, faults };
}

/** `D7`: the fourth column of the seventh row. */
function reference(column: number, row: number): string {
  const letters = column < 26 ? '' : String.fromCodePoint(64 + Math.floor(column / 26));
  return `${letters}${String.fromCodePoint(65 + (column % 26))}${row}`;
}
