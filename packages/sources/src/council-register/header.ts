import { UnreadableDocument } from '../define-source.ts';
import type { SheetRows } from '../tables/table.ts';
import { neededColumns, type RegisterColumn } from './columns.ts';
import { readGroupedHeadings, readHeadings, type Heading, type HeadingMeanings } from './headings.ts';

/** Which sheet of a workbook, by its name or its place counted from 1, and which row of it a person said to read by. */
export interface RegisterChoice {
  readonly sheet?: string | undefined;
  /** Counted from 1, as spreadsheets do. */
  readonly headerRow?: number | undefined;
}

/** Where the headings of a register stand. */
export interface RegisterHeader {
  readonly sheet: SheetRows;
  /** Counted from 0; of two rows of headings the first. */
  readonly at: number;
  /** Where what stands below the headings begins, counted from 0. */
  readonly from: number;
  readonly headings: readonly Heading[];
}

/** A sheet that is not read, and why. */
export interface SheetLeft {
  readonly sheet: string;
  readonly why: string;
}

/** The tables of a register that are read, all of the same columns, and the sheets that are left alone. */
export interface RegisterTables {
  readonly read: readonly [RegisterHeader, ...RegisterHeader[]];
  readonly left: readonly SheetLeft[];
}

/** A title, a logo, a date: headings that stand lower than this are chosen by a person. */
const SEARCHED = 40;
/** What councils call sheets that do not hold the contracts of today. */
const OTHER_TIMES =
  /\b(?:expired|archived?|ended|closed|completed|old|previous|former|past|historic(?:al)?|superseded|cancelled|terminated|withdrawn|templates?|examples?|pipeline|planned|future|forward plan|draft|deleted|removed)\b/i;

/**
 * Finds the headings of a register: in the row that a person said, else in the first that holds every needed column, on
 * whichever sheet; where none does, in the first row of several cells. Further sheets that hold the same columns are read
 * with the first, but for those that are hidden or called after another time; the others are named. Null of a file without a row. Throws,
 * for people, for a sheet or row that is not there.
 */
export function findTables(
  sheets: readonly SheetRows[],
  said: HeadingMeanings,
  { sheet, headerRow }: RegisterChoice,
): RegisterTables | null {
  const shown = sheets.filter(({ hidden }) => !hidden);
  const among = sheet === undefined ? shown : [chosen(sheets, sheet)];
  const [only] = among;
  if (!only) return null;
  const found = headerRow === undefined ? among.flatMap((each) => headerIn(each, said) ?? []) : [];
  const first =
    headerRow === undefined
      ? (found.find((one) => !isOfOtherTimes(one)) ?? found[0] ?? anyRow(only, said))
      : rowSaid(only, headerRow, said);
  const further = found.filter((one) => one !== first && isAlike(one, first) && !isOfOtherTimes(one));
  const read = [first, ...further] as const;
  const left = sheets.filter((each) => each.rows.some(isFilled) && !read.some((one) => one.sheet === each));
  return { read, left: left.map((each) => ({ sheet: each.name, why: whyLeft(each, first, said) })) };
}

function whyLeft(sheet: SheetRows, first: RegisterHeader, said: HeadingMeanings): string {
  const header = headerIn(sheet, said);
  if (sheet.hidden) return 'it is hidden';
  if (header === null) return 'it has no headings for a supplier and a title';
  return isAlike(header, first) ? 'it has the same headings' : 'it has other headings';
}

function isOfOtherTimes({ sheet }: RegisterHeader): boolean {
  return OTHER_TIMES.test(sheet.name);
}

/** Whether two tables have the same columns, in whatever order. */
function isAlike(one: RegisterHeader, other: RegisterHeader): boolean {
  return columnsOf(one.headings).toSorted().join(' ') === columnsOf(other.headings).toSorted().join(' ');
}

function columnsOf(headings: readonly Heading[]): readonly RegisterColumn[] {
  return headings.flatMap(({ column }) => column ?? []);
}

/** The first row of a sheet that holds every needed column. */
function headerIn(sheet: SheetRows, said: HeadingMeanings): RegisterHeader | null {
  for (const at of sheet.rows.slice(0, SEARCHED).keys()) {
    const header = headerAt(sheet, at, said);
    if (hasNeeded(header.headings)) return header;
  }
  return null;
}

function hasNeeded(headings: readonly Heading[]): boolean {
  const held = columnsOf(headings);
  return neededColumns.every((name) => held.includes(name));
}

/** The first row of several cells, where no row holds every needed column. */
function anyRow(sheet: SheetRows, said: HeadingMeanings): RegisterHeader {
  const at = sheet.rows
    .slice(0, SEARCHED)
    .findIndex((cells) => cells.filter((cell) => cell !== '').length > 1);
  return headerAt(sheet, Math.max(0, at), said);
}

/** The headings in a row, together with those below where it heads groups of them: “Dates” over “Start” and “End”. */
function headerAt(sheet: SheetRows, at: number, said: HeadingMeanings): RegisterHeader {
  const [cells = [], below = []] = sheet.rows.slice(at, at + 2);
  const alone = readHeadings(cells, said);
  const grouped = readGroupedHeadings(cells, below, said);
  const lower = readHeadings(below, said);
  const gained = columnsOf(grouped).length - columnsOf(lower).length;
  const isOther = grouped.some(({ column }, place) => column !== (lower[place]?.column ?? null));
  const isGrouped =
    cells.filter((cell) => cell !== '').length > 1 &&
    below.every((cell) => !/^\W*\d/.test(cell)) &&
    hasNeeded(grouped) &&
    columnsOf(grouped).length > columnsOf(alone).length &&
    (hasNeeded(alone) || gained > 0 || (gained === 0 && isOther));
  return isGrouped
    ? { sheet, at, from: at + 2, headings: grouped }
    : { sheet, at, from: at + 1, headings: alone };
}

function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '');
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
  if (cells) return headerAt(sheet, row - 1, said);
  throw new UnreadableDocument(
    `The headings cannot be in row ${row}: the ${sheet.name === '' ? 'file' : `sheet “${sheet.name}”`} has ` +
      `${sheet.rows.length} rows`,
  );
}
