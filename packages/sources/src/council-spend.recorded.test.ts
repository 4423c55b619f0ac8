import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { councilMaps } from './council-maps.ts';
import { openSpendFile } from './council-spend/read.ts';
import type { SpendRow } from './council-spend/row.ts';
import { hasRecorded, recorded } from './testing.ts';

const FOLDER = 'spend';

interface Listed {
  readonly file: string;
  readonly csv_records: string;
}

/** The columns that hold amounts, in every header of these files, by their own words: independent of the maps. */
const AMOUNT =
  /^(?:net|net ?amount.*|amount|amount paid|total|total \(excludes vat\)|invoice line value.*)$/i;

/**
 * The sum of a file's amount column in pence by exact decimal arithmetic, read by another CSV reader: the column that a
 * header names, below it; of files without a header the last one. Rows that the file itself calls sums are left in.
 */
function columnSum(bytes: Uint8Array): { pence: bigint; cells: number } {
  const text = new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
  const records: string[][] = parse(text, {
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
  });
  const isHeader = (record: readonly string[]) =>
    record.filter((cell) => /[a-z]/i.test(cell)).length > 3 &&
    record.some((cell) => AMOUNT.test(cell.trim()));
  const headerAt = records.findIndex(
    (record) => isHeader(record) && !record.some((cell) => cell.startsWith('text ')),
  );
  const header = records[headerAt]?.map((cell) => cell.trim()) ?? [];
  const net = header.indexOf('Net');
  const named = net === -1 ? header.findIndex((cell) => AMOUNT.test(cell)) : net;
  const below = records[headerAt + 1]?.indexOf('Net') ?? -1;
  const column = below > -1 ? below : named === -1 ? (records[0]?.length ?? 0) - 1 : named;
  let pence = 0n;
  let cells = 0;
  for (const record of records.slice(headerAt + 1)) {
    const value = exactPence((record[column] ?? '').trim());
    if (value === null) continue;
    pence += value;
    cells += 1;
  }
  return { pence, cells };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Pence as a whole number, of what these files print: digits, thousands separators, a minus in front or behind. */
function exactPence(printed: string): bigint | null {
  const match = /^(-?)(\d[\d,]*)(?:\.(\d+))?(-?)$/.exec(printed);
  if (!match) return /^-?\d\.\d+E-\d+$/.test(printed) ? 0n : null;
  const [, minus, whole = '', fraction = '', behind] = match;
  const kept = BigInt(whole.replaceAll(',', '') + fraction.padEnd(2, '0').slice(0, 2));
  const rounded = kept + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  return minus || behind ? -rounded : rounded;
}

function penceOf(row: SpendRow): number {
  return ('payment' in row ? row.payment.pence : row.pence) ?? 0;
}

test.skipIf(!hasRecorded)(
  'every real file: rows in = rows out by outcome, sums reconciled to the penny',
  async () => {
    const listed: Listed[] = parse(Buffer.from(recorded(`${FOLDER}/manifest.csv`).body), { columns: true });
    const table: Record<string, unknown>[] = [];
    const refused: Record<string, number> = {};
    for (const { file, csv_records } of listed) {
      const { body } = recorded(`${FOLDER}/${file}`);
      const counts = { payment: 0, redacted: 0, 'not-a-payment': 0, refused: 0 };
      let pence = 0;
      const { series, rows } = await openSpendFile(councilMaps(), { url: file, body });
      for (const row of rows) {
        counts[row.outcome] += 1;
        pence += penceOf(row);
        if (row.outcome === 'refused') refused[row.reason] = (refused[row.reason] ?? 0) + 1;
      }
      const out = Object.values(counts).reduce((sum, count) => sum + count, 0);
      expect(out, file).toBe(Number(csv_records));
      if (series !== 'contract-register') expect(BigInt(pence), file).toBe(columnSum(body).pence);
      table.push({ file, records: Number(csv_records), ...counts, pounds: (pence / 100).toFixed(2) });
    }
    console.table(table);
    expect(listed).toHaveLength(147);
    // Two samples are prefixes of files, cut inside a cell.
    expect(refused).toEqual({ 'the file ends inside quotation marks: it may be cut short': 2 });
  },
);
