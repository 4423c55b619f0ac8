import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';

/** What a file says when it is read by something that knows neither our maps nor our reader. */
export interface Recount {
  readonly records: number;
  readonly pence: bigint;
  /** Of notices: how many times a supplier is named for an award. Pounds alone do not show one lost for another. */
  readonly pairs?: number;
}

/** The columns that hold amounts, by the words of their own headers. */
const AMOUNT =
  /^(?:net|net ?(?:amount|value).*|amount.*|value|total|total \(excludes vat\)|total contract value.*|invoice line value.*)$/i;
/**
 * Counts the records of a separated file and adds up its amounts, by another CSV reader and exact decimal arithmetic:
 * the column that a header names, below it; of a file without a header the last one. Rows that the file itself calls
 * sums are left in. Null for what is no separated text.
 */
export function recountSpend(bytes: Uint8Array): Recount | null {
  const text = textOf(bytes);
  if (text === null) return null;
  const records = recordsOf(text);
  const headerAt = records.findIndex(isHeader);
  const column = columnOf(records, headerAt);
  const sums = records.slice(headerAt + 1).map((record) => exactPence((record[column] ?? '').trim()) ?? 0n);
  return { records: records.length, pence: sums.reduce((sum, pence) => sum + pence, 0n) };
}

function textOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return null;
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : isUtf8(bytes) ? 'utf-8' : 'windows-1252';
  return new TextDecoder(encoding).decode(bytes);
}

/** The last record of a file that was cut inside quotation marks is counted too. */
function recordsOf(text: string): readonly (readonly string[])[] {
  let cut = 0;
  const records: string[][] = parse(text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    delimiter: [',', ';', '\t'],
    on_skip: () => {
      cut += 1;
      return undefined;
    },
  });
  return [...records, ...Array.from({ length: cut }, () => [])];
}

function isHeader(record: readonly string[]): boolean {
  const words = record.filter((cell) => /[a-z]/i.test(cell)).length;
  const named = record.some((cell) => AMOUNT.test(cell.trim()));
  // A query printed above the data names its columns too.
  return words > 3 && named && !record.some((cell) => cell.startsWith('text '));
}

/** Net before gross; where a first line names the groups of columns, the line below it. */
function columnOf(records: readonly (readonly string[])[], headerAt: number): number {
  const header = records[headerAt]?.map((cell) => cell.trim()) ?? [];
  const below = records[headerAt + 1]?.indexOf('Net') ?? -1;
  if (below > -1) return below;
  const net = header.indexOf('Net');
  if (net > -1) return net;
  const named = header.findIndex((cell) => AMOUNT.test(cell));
  return named > -1 ? named : (records[0]?.length ?? 0) - 1;
}

/** Pence as a whole number, of what councils print; null for anything else. */
export function exactPence(printed: string): bigint | null {
  const bare = printed.replaceAll(/[£\s\u00A0]/g, '');
  const match = /^(\(?)(-?)(\d[\d,]*|)(?:\.(\d*))?(-?)(\)?)(CR)?$/i.exec(bare);
  if (!match || !/\d/.test(bare)) return /^-?\d\.\d+E-\d+$/.test(bare) ? 0n : null;
  const [, open, minus, whole = '', fraction = '', behind, , credit] = match;
  const kept = BigInt(whole.replaceAll(',', '') + fraction.padEnd(2, '0').slice(0, 2));
  const rounded = kept + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  return open || minus || behind || credit ? -rounded : rounded;
}
