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
  /** Files inside a workbook, and sheets that it lists. */
  parts: 2_000,
  /** Bytes, about, that its cells take once each text stands wherever it is named and each row as often as it is repeated. */
  held: 512 * 1024 * 1024,
  /** Bytes of its XML from one mark to the next: a cell of the longest text, each letter of it spelt out. */
  run: 1024 * 1024,
  /** Elements inside one another. */
  deep: 100,
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

/**
 * Counts what the cells of a workbook take: a text that is written once may stand in each of them, and a row that is written
 * once in a million. Throws, for people, once that is more than is read.
 */
export function openHeld() {
  let held = 0;
  const hold = (bytes: number) => {
    held += bytes;
    if (held > caps.held)
      throw new UnreadableDocument(
        `a workbook whose cells hold more than ${caps.held / 1024 / 1024} MB, each text counted wherever it stands. Nothing was ` +
          'read. Save the sheet with the table alone, as CSV, and hand that in',
      );
  };
  return {
    text: (text: string, times = 1) => hold(text.length * times),
    /** Rows of so many cells, beside the texts in them. */
    rows: (rows: number, cells = 0) => hold(rows * (ROW + cells * CELL)),
    cells: (cells: number) => hold(cells * CELL),
  };
}
export type Held = ReturnType<typeof openHeld>;

/** What a row and a cell take though they hold nothing. */
const [ROW, CELL] = [64, 8];

/** Throws, for people, once a workbook has unpacked to more than is read. */
export function refuseUnpacked(bytes: number, most: number = caps.unpacked): void {
  if (bytes > most)
    throw new UnreadableDocument(
      `a workbook that unpacks to more than ${most / 1024 / 1024} MB. Nothing was read. Save the sheet with ` +
        'the table alone, as CSV, and hand that in',
    );
}
