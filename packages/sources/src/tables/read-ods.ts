import { seenText } from '@tocsin/domain';
import { caps, openHeld, refuseOversize } from './caps.ts';
import type { CsvRecord } from './csv.ts';
import type { XmlReader } from './xml-parts.ts';

/** The part of an OpenDocument spreadsheet that holds all of its sheets. */
export const ODS_CONTENT = 'content.xml';

/** A sheet of an OpenDocument spreadsheet that holds anything. */
export interface OdsSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly records: readonly CsvRecord[];
}

/** What is done with the rows of each sheet as they are read. */
export interface OdsRows {
  readonly sheet: (name: string, hidden: boolean) => void;
  /** The next row of that sheet, so many times; rows that hold nothing only where something stands below them. */
  readonly row: (cells: readonly string[], times: number) => void;
}

/** What is merged over rows of one column stands in each of them, as in a workbook: how many rows of it are still to come. */
interface Merged {
  readonly text: string;
  rows: number;
}

interface OpenSheet {
  rows: number;
  readonly merged: Map<number, Merged>;
  readonly isHeld: boolean[];
  columns: number;
  /** Rows that hold nothing, which count only once something stands below them. */
  blank: number;
}

/** A cell while it is read: what its attributes say, and the paragraphs that are printed in it. */
interface OpenCell {
  readonly attributes: Readonly<Record<string, string>>;
  readonly covered: boolean;
  printed: string;
  paragraphs: number;
}

/** Holds every sheet of an OpenDocument spreadsheet that holds anything; see `walkOds`. */
export function createOdsReader(): XmlReader & { readonly read: () => readonly OdsSheet[] } {
  const sheets: { readonly name: string; readonly hidden: boolean; readonly rows: (readonly string[])[] }[] =
    [];
  const walk = walkOds({
    sheet: (name, hidden) => sheets.push({ name, hidden, rows: [] }),
    row: (cells, times) => {
      const rows = sheets.at(-1)?.rows;
      for (let nth = 0; nth < times; nth += 1) rows?.push(cells);
    },
  });
  return {
    ...walk,
    read: () =>
      sheets
        .filter(({ rows }) => rows.length > 0)
        .map(({ name, hidden, rows }) => ({
          name,
          hidden,
          records: rows.map((cells) => ({ cells: cells.map((one) => seenText(one)), cut: false })),
        })),
  };
}

/**
 * Reads the content of an OpenDocument spreadsheet in one pass as it unpacks, and holds one row of it: days as ISO days, sums and
 * other numbers by their stored value, formulas by their stored result, words as they are printed, notes on cells left out. Rows
 * and cells that are written once for many are told once while they hold nothing. Throws for people at the first cell that
 * brings it over a cap.
 */
export function walkOds(told: OdsRows): XmlReader {
  const held = openHeld();
  const hiddenStyles = new Set<string>();
  let style = '';
  let sheet: OpenSheet | null = null;
  let row: string[] = [];
  let [rowTimes, blankCells, longest, notes] = [1, 0, 0, 0];
  let cell: OpenCell | null = null;
  let [isParagraph, isSaid] = [false, false];

  function closeCell(): void {
    if (!cell || !sheet) return;
    const times = timesOf(cell.attributes['table:number-columns-repeated']);
    const at = row.length + blankCells;
    if (cell.covered) {
      cell = null;
      const { merged } = sheet;
      for (let nth = 0; nth < times && merged.size > 0; nth += 1) put(merged.get(at + nth)?.text ?? '', 1);
      if (merged.size === 0) put('', times);
      return;
    }
    const text = valueOf(cell);
    if (text !== '') isSaid = true;
    if (isMergedDown(cell.attributes) && text !== '')
      sheet.merged.set(at, { text, rows: timesOf(cell.attributes['table:number-rows-spanned']) });
    cell = null;
    put(text, times);
  }

  function put(text: string, times: number): void {
    if (!sheet) return;
    if (text === '') {
      blankCells += times;
      return;
    }
    longest = Math.max(longest, text.length);
    const width = row.length + blankCells + times;
    if (longest > caps.cell || width > caps.width)
      refuseOversize(
        { rows: sheet.rows, columns: width > caps.width ? width : sheet.columns, longest },
        WHERE,
      );
    for (; blankCells > 0; blankCells -= 1) row.push('');
    for (let nth = 0; nth < times; nth += 1) {
      if (!sheet.isHeld[row.length]) {
        sheet.isHeld[row.length] = true;
        sheet.columns += 1;
        refuseOversize({ rows: sheet.rows, columns: sheet.columns, longest }, WHERE);
      }
      row.push(text);
    }
  }

  function closeRow(): void {
    if (!sheet) return;
    blankCells = 0;
    for (const [at, merged] of sheet.merged) {
      merged.rows -= rowTimes;
      if (merged.rows <= 0) sheet.merged.delete(at);
    }
    if (!isSaid) {
      sheet.blank += rowTimes;
      return;
    }
    const rows = sheet.rows + sheet.blank + rowTimes;
    refuseOversize({ rows, columns: sheet.columns, longest }, WHERE);
    held.rows(sheet.blank + rowTimes, row.length);
    for (const text of row) held.text(text, rowTimes);
    if (sheet.blank > 0) told.row([], sheet.blank);
    told.row(row, rowTimes);
    [sheet.rows, sheet.blank] = [rows, 0];
  }

  return {
    open(name, attributes) {
      if (name === 'annotation') notes += 1;
      if (notes > 0) return;
      if (name === 'style') style = attributes['style:name'] ?? '';
      else if (name === 'table-properties' && attributes['table:display'] === 'false')
        hiddenStyles.add(style);
      else if (name === 'table') {
        const hidden = hiddenStyles.has(attributes['table:style-name'] ?? '');
        sheet = { rows: 0, merged: new Map(), isHeld: [], columns: 0, blank: 0 };
        told.sheet(attributes['table:name'] ?? '', hidden);
      } else if (name === 'table-row') {
        [row, rowTimes, blankCells] = [[], timesOf(attributes['table:number-rows-repeated']), 0];
        isSaid = false;
      } else if (name === 'table-cell' || name === 'covered-table-cell') {
        cell = { attributes, covered: name.startsWith('covered'), printed: '', paragraphs: 0 };
      } else if (cell && name === 'p') {
        if (cell.paragraphs > 0) cell.printed += '\n';
        cell.paragraphs += 1;
        isParagraph = true;
      } else if (cell && name === 's')
        cell.printed += ' '.repeat(Math.min(timesOf(attributes['text:c']), caps.cell));
      else if (cell && (name === 'tab' || name === 'line-break')) cell.printed += ' ';
    },
    text(text) {
      if (!cell || !isParagraph || notes > 0) return;
      cell.printed += text;
      if (cell.printed.length > caps.cell)
        refuseOversize({ rows: 0, columns: 0, longest: cell.printed.length }, WHERE);
    },
    close(name) {
      if (name === 'annotation') notes -= 1;
      if (notes > 0) return;
      if (name === 'p') isParagraph = false;
      else if (name === 'table-cell' || name === 'covered-table-cell') closeCell();
      else if (name === 'table-row') closeRow();
      else if (name === 'table') sheet = null;
    },
  };
}

const WHERE = 'the spreadsheet';

function timesOf(printed: string | undefined): number {
  const times = Number(printed ?? 1);
  return Number.isInteger(times) && times > 0 ? times : 1;
}

/** Words and days alone: a sum that is merged over rows would be counted again. */
function isMergedDown(attributes: OpenCell['attributes']): boolean {
  const kind = attributes['office:value-type'] ?? 'string';
  return (
    (kind === 'string' || kind === 'date') &&
    timesOf(attributes['table:number-rows-spanned']) > 1 &&
    timesOf(attributes['table:number-columns-spanned']) === 1
  );
}

/** Where the stored value of a cell stands, by its kind; words are as they are printed. */
const STORED: Readonly<Record<string, string>> = {
  float: 'office:value',
  currency: 'office:value',
  percentage: 'office:value',
  date: 'office:date-value',
  boolean: 'office:boolean-value',
};

/** What a cell holds: a day and a number by their stored value, all else as it is printed. */
function valueOf({ attributes, printed }: OpenCell): string {
  const kind = attributes['office:value-type'] ?? 'string';
  const value = attributes[STORED[kind] ?? 'office:string-value'] ?? printed;
  return kind === 'date' ? value.slice(0, 'yyyy-mm-dd'.length) : value;
}
