import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | null;

/**
 * Rows as CSV that a spreadsheet opens as text and numbers only: a text that a spreadsheet would take for a formula
 * (also after blanks, or in full-width characters) gets an apostrophe before it. Numbers stay numbers.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([header, ...rows.map((row) => row.map(inert))], {
    record_delimiter: 'windows',
    bom: true,
  });
}

/** A text as a spreadsheet may hold it. */
export function inert(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠−]/u.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

/** Pence as pounds with a decimal point, for calculation. */
export function pounds(pence: number | null): number | null {
  return pence === null ? null : pence / 100;
}
