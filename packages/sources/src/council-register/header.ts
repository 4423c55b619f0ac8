import { UnreadableDocument } from '../define-source.ts';
import type { SheetRows } from '../tables/table.ts';
import { neededColumns } from './columns.ts';
import { readHeadings, type Heading, type HeadingMeanings } from './headings.ts';

/** Which sheet of a workbook, by its name or its place counted from 1, and which row of it a person said to read by. */
export interface RegisterChoice {
  readonly sheet?: string | undefined;
  /** Counted from 1, as spreadsheets do. */
  readonly headerRow?: number | undefined;
}

/** Where the headings of a register stand. */
export interface RegisterHeader {
  readonly sheet: SheetRows;
  /** Counted from 0. */
  readonly at: number;
  readonly headings: readonly Heading[];
}

/** A title, a logo, a date: headings that stand lower than this are chosen by a person. */
const SEARCHED = 40;

/**
 * Finds the headings of a register: in the row that a person said, else in the first that holds every needed column, on
 * whichever sheet; where none does, in the first row of several cells. Throws, for people, for a sheet or row that is
 * not there.
 */
export function findHeader(
  sheets: readonly SheetRows[],
  said: HeadingMeanings,
  { sheet, headerRow }: RegisterChoice,
): RegisterHeader | null {
  const among = sheet === undefined ? sheets : [chosen(sheets, sheet)];
  const [first] = among;
  if (!first) return null;
  if (headerRow !== undefined) return rowSaid(first, headerRow, said);
  for (const each of among)
    for (const [at, cells] of each.rows.slice(0, SEARCHED).entries()) {
      const headings = readHeadings(cells, said);
      if (neededColumns.every((name) => headings.some(({ column }) => column === name)))
        return { sheet: each, at, headings };
    }
  const at = Math.max(
    0,
    first.rows.slice(0, SEARCHED).findIndex((cells) => cells.filter((cell) => cell !== '').length > 1),
  );
  return { sheet: first, at, headings: readHeadings(first.rows[at] ?? [], said) };
}

function chosen(sheets: readonly SheetRows[], sheet: string): SheetRows {
  const wanted = sheet.trim().toLowerCase();
  const found = sheets.find(({ name }) => name.trim().toLowerCase() === wanted) ?? sheets[Number(wanted) - 1];
  if (found) return found;
  const names = sheets.map(({ name }) => `“${name}”`).join(', ');
  throw new UnreadableDocument(`There is no sheet “${sheet}”. The workbook has: ${names}`);
}

function rowSaid(sheet: SheetRows, row: number, said: HeadingMeanings): RegisterHeader {
  const cells = sheet.rows[row - 1];
  if (cells) return { sheet, at: row - 1, headings: readHeadings(cells, said) };
  throw new UnreadableDocument(
    `The headings cannot be in row ${row}: the ${sheet.name === '' ? 'file' : `sheet “${sheet.name}”`} has ` +
      `${sheet.rows.length} rows`,
  );
}
