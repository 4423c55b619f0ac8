import { groupDigits } from '@tocsin/domain';
import { UnreadableDocument } from '../define-source.ts';

/** The most that is read of one table. No list that a council or a register publishes comes near it. */
export const caps = {
  /** Columns that hold anything. */
  columns: 200,
  /** Cells of one row, whatever they hold: as many columns as Excel has. */
  width: 16_384,
  rows: 600_000,
  /** Characters of one cell: as many as Excel allows, which is 32 KB. */
  cell: 32 * 1024,
  /** Bytes that a workbook unpacks to. */
  unpacked: 256 * 1024 * 1024,
  /** The same of an OpenDocument spreadsheet, which says everything at length: the care regulator’s list has 440 MB. */
  unpackedOds: 640 * 1024 * 1024,
  /** Files inside a workbook. */
  parts: 2_000,
} as const;

/** What was counted in a sheet or a file of text. */
export interface Count {
  /** The last row that holds anything. */
  readonly rows: number;
  readonly columns: number;
  /** Characters of the longest cell. */
  readonly longest: number;
}

/** Throws, for people, where a table has more than is read: what was found, what is allowed, and what to do. */
export function refuseOversize({ columns, rows, longest }: Count, where = 'the file'): void {
  if (columns > caps.columns)
    throw new UnreadableDocument(
      `${where} has ${groupDigits(columns)} columns or more that hold something, and ${groupDigits(caps.columns)} are read at most. Nothing ` +
        'was read. Delete the columns that are no part of the table, save it, and hand it in again',
    );
  if (rows > caps.rows)
    throw new UnreadableDocument(
      `${where} has ${groupDigits(rows)} rows or more, and ${groupDigits(caps.rows)} are read at most. Nothing was read. Delete what ` +
        'stands far below the table, or split it by month or quarter, and hand the parts in one by one',
    );
  if (longest > caps.cell)
    throw new UnreadableDocument(
      `${where} has a cell of ${groupDigits(longest)} characters or more, and ${groupDigits(caps.cell)} are read at most. Nothing was ` +
        `read. ${CLOSE_IT}`,
    );
}

const CLOSE_IT =
  'A quotation mark that opens and never closes makes such cells: look for one, or save the table anew as XLSX';

/** Throws, for people, where one row of a text has more cells than a spreadsheet can have columns. */
export function refuseWide(width: number): void {
  if (width > caps.width)
    throw new UnreadableDocument(
      `the file has a row of ${groupDigits(width)} cells or more, and no spreadsheet has more than ${groupDigits(caps.width)} columns. ` +
        'Nothing was read. Is it the right file, and are its rows on lines of their own? Save the table anew as XLSX',
    );
}

/** Throws, for people, once a workbook has unpacked to more than is read. */
export function refuseUnpacked(bytes: number, most: number = caps.unpacked): void {
  if (bytes > most)
    throw new UnreadableDocument(
      `a workbook that unpacks to more than ${most / 1024 / 1024} MB. Nothing was read. Save the sheet with ` +
        'the table alone, as CSV, and hand that in',
    );
}
