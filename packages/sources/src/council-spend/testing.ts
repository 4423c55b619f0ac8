import { councilMaps } from '../council-maps.ts';
import { readSpendFile } from './read.ts';
import type { SpendRow } from './row.ts';

/** A month of Salford's, as it publishes them; every test changes one thing, as another council or program would. */
export const HEADER = [
  'Authority Name',
  'Date of Payment',
  'DocumentNo',
  'Gross',
  'VAT',
  'Net',
  'Vendor Name',
  'Service Area',
  'GL Description',
];
export const [DATE, NET, VENDOR, AREA] = [1, 5, 6, 7];
export const LINES = Array.from({ length: 30 }, (_, at) => [
  'Salford City Council',
  `2022-06-${String(at + 1).padStart(2, '0')}`,
  `6014${at}`,
  '720.00',
  '120.00',
  '600.00',
  `Example ${at % 4} Ltd`,
  'Place',
  'Advertising',
]);

export type Cells = readonly (readonly string[])[];

export function csv(table: Cells, separator = ','): string {
  return table
    .map((cells) => cells.map((cell) => (cell.includes(separator) ? `"${cell}"` : cell)).join(separator))
    .join('\r\n');
}

export async function read(body: string | Uint8Array, url = 'salford/2022-06.csv', council?: string) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const named = council === undefined ? {} : { council };
  const file = await readSpendFile(councilMaps(), { url, body: bytes, ...named });
  return file instanceof Error ? file.message : [...file.rows];
}

export async function spendRowsOf(body: string | Uint8Array, url?: string): Promise<readonly SpendRow[]> {
  const rows = await read(body, url);
  if (typeof rows === 'string') throw new Error(rows);
  return rows;
}

export async function paid(
  body: string | Uint8Array,
): Promise<{ payments: number; pence: number; refused: number }> {
  const rows = await spendRowsOf(body);
  const payments = rows.flatMap((row) => ('payment' in row ? [row.payment.pence] : []));
  const refused = rows.filter(({ outcome }) => outcome === 'refused').length;
  return { payments: payments.length, pence: payments.reduce((sum, pence) => sum + pence, 0), refused };
}

export const WHOLE = { payments: 30, pence: 30 * 600_00, refused: 0 };
