import { calendarDay } from '@tocsin/domain';
import { zipSync } from 'fflate';
import readSheets from 'read-excel-file/node';
import { UnreadableDocument } from '../define-source.ts';
import { columnOf, rowOf, type SheetCount } from './count-sheet.ts';
import { countWorkbook } from './count-workbook.ts';
import type { CsvRecord } from './csv.ts';

/** A sheet that holds anything. What is hidden is often the working of what is shown, and would be counted twice. */
export interface Sheet {
  /** Of a file of text empty. */
  readonly name: string;
  readonly hidden: boolean;
  readonly records: readonly CsvRecord[];
}

type Value = string | number | boolean | Date | null;

/**
 * The records of each sheet of an XLSX workbook that holds anything: dates as ISO days, formulas by their stored
 * result, never computed, what failed as it says (`#N/A`), merged cells by their first. The workbook is counted before
 * it is read, for the reader unpacks all at once. Throws `UnreadableDocument` for what is no workbook or is over a cap.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly Sheet[]> {
  const { sheets, parts } = await countWorkbook(bytes);
  const read = await valuesOf(parts);
  return sheets.flatMap(({ name, hidden, count }, at) => {
    const values = read[at];
    if (!count || count.rows === 0 || !values) return [];
    return [{ name, hidden, records: recordsOf(values, count) }];
  });
}

/** Packed anew from what was counted, so that nothing reaches the reader that was not. */
async function valuesOf(
  parts: Readonly<Record<string, Uint8Array>>,
): Promise<readonly (readonly (readonly Value[])[] | undefined)[]> {
  try {
    const read = await readSheets(Buffer.from(zipSync(parts, { level: 0 })), { trim: false });
    return read.map(({ data }) => data as readonly (readonly Value[])[]);
  } catch (error) {
    throw new UnreadableDocument(
      `not an XLSX workbook: ${error instanceof Error ? error.message : 'broken'}`,
    );
  }
}

function recordsOf(values: readonly (readonly Value[])[], count: SheetCount): readonly CsvRecord[] {
  const records = Array.from({ length: count.rows }, (_, at) => {
    const row = values[at] ?? [];
    const cells: string[] = [];
    for (let column = 0; column < row.length; column += 1) {
      const text = textOf(row[column] ?? null);
      if (text === '') continue;
      while (cells.length < column) cells.push('');
      cells.push(text);
    }
    return { cells, cut: false };
  });
  for (const [reference, text] of count.errors) put(records, reference, text);
  for (const range of count.merged) {
    blankAllButFirst(records, range);
    repeatDown(records, values, range);
  }
  return records;
}

/** A word or a day that is merged over rows of one column stands in each of them; a sum would be counted again. */
function repeatDown(
  records: readonly { readonly cells: string[] }[],
  values: readonly (readonly Value[])[],
  range: string,
): void {
  const [first = '', last = first] = range.split(':');
  const [column, top] = [columnOf(first), rowOf(first)];
  const value = values[top - 1]?.[column - 1] ?? null;
  if (column !== columnOf(last) || !(typeof value === 'string' || value instanceof Date)) return;
  const bottom = Math.min(rowOf(last), records.length);
  for (let row = top + 1; row <= bottom; row += 1)
    put(records, `${first.replace(/\d+$/, '')}${row}`, textOf(value));
}

function textOf(value: Value): string {
  if (value === null) return '';
  if (!(value instanceof Date)) return String(value);
  // A day of a workbook has no zone; the reader says it in UTC.
  return calendarDay(value.getUTCFullYear(), value.getUTCMonth() + 1, value.getUTCDate()) ?? '';
}

function put(records: readonly { readonly cells: string[] }[], reference: string, text: string): void {
  const cells = records[rowOf(reference) - 1]?.cells;
  const column = columnOf(reference);
  if (!cells) return;
  while (cells.length < column) cells.push('');
  cells[column - 1] = text;
}

/** A merged cell says what it says once: counting a sum twice would be worse than an empty cell. */
function blankAllButFirst(records: readonly { readonly cells: string[] }[], range: string): void {
  const [first = '', last = first] = range.split(':');
  const [left, right] = [columnOf(first), columnOf(last)];
  const bottom = Math.min(rowOf(last), records.length);
  for (let row = rowOf(first); row <= bottom; row += 1) {
    const cells = records[row - 1]?.cells ?? [];
    for (let column = left; column <= Math.min(right, cells.length); column += 1)
      if (row !== rowOf(first) || column !== left) cells[column - 1] = '';
  }
}
