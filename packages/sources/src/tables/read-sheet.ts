import { caps, refuseOversize, type Count, type Held } from './caps.ts';
import { UnreadableDocument } from '../define-source.ts';
import { columnOf, rowOf } from './place.ts';
import { textReader } from './shared-texts.ts';
import type { XmlReader } from './xml-parts.ts';

/** Words, and days as ISO days; numbers; and what is true or false. Empty text where there is nothing. */
export type CellValue = string | number | boolean;

/** What a workbook says for all of its sheets. */
export interface WorkbookTold {
  /** Texts that cells name by their place. */
  readonly texts: readonly string[];
  /** The day that a number stands for in a cell of this style; null where the style shows numbers. Throws for a style that is not there. */
  readonly dayOf: (style: string, number: number) => string | null;
  /** What the cells of all of them take. */
  readonly held: Held;
}

/** What a sheet was found to hold while it streamed by. */
export interface SheetValues extends Count {
  /** As many as `rows`; each up to its last cell that holds something. */
  readonly values: readonly CellValue[][];
  /** Ranges of merged cells as written, `A1:B2`. */
  readonly merged: readonly string[];
}

/** More merges than these say nothing more. */
const REMEMBERED = 100_000;

/**
 * Reads a worksheet in one pass as it unpacks, counting rows, columns and the longest cell: what failed as it says
 * (`#N/A`), formulas by their stored result. Throws for people at the first cell that brings it over a cap, that does
 * not say where it stands, or that cannot be understood.
 */
export function createSheetReader({ texts, dayOf, held }: WorkbookTold): XmlReader & {
  readonly read: () => SheetValues;
} {
  const values: CellValue[][] = [];
  const isHeld: boolean[] = [];
  const merged: string[] = [];
  const inline = textReader();
  let [columns, longest, row, column, lastRow, lastColumn] = [0, 0, 0, 0, 0, 0];
  let [place, type, style, value] = ['', '', '', ''];
  let [isCell, isValue, isInline] = [false, false, false];
  const count = () => ({ rows: values.length, columns, longest });

  function openCell({ r = '', t = 'n', s = '' }: Readonly<Record<string, string>>): void {
    [place, type, style, value] = [r, t, s, ''];
    [row, column] = [rowOf(r), columnOf(r)];
    if (row === 0 || column === 0) throw placeless();
    if (row < lastRow || (row === lastRow && column <= lastColumn))
      throw unclear(r, 'stands out of its order');
    [lastRow, lastColumn, isCell] = [row, column, true];
    if (t === 'inlineStr') inline.begin();
  }

  function closeCell(): void {
    isCell = false;
    const printed = type === 'inlineStr' ? inline.end() : value;
    if (printed === '') return;
    if (printed.length > longest) longest = printed.length;
    if (!isHeld[column]) {
      isHeld[column] = true;
      columns += 1;
    }
    if (row > caps.rows || columns > caps.columns || longest > caps.cell)
      refuseOversize({ ...count(), rows: row }, 'the workbook');
    if (values.length < row) held.rows(row - values.length);
    while (values.length < row) values.push([]);
    const read = valueOf(printed);
    const cells = values[row - 1];
    if (read === '' || !cells) return;
    held.cells(column - cells.length);
    if (typeof read === 'string') held.text(read);
    while (cells.length < column - 1) cells.push('');
    cells.push(read);
  }

  function valueOf(printed: string): CellValue {
    switch (type) {
      case 'inlineStr':
      case 'str':
      case 'e':
        return printed;
      case 's': {
        const text = texts[Number(printed)];
        if (text === undefined) throw unclear(place, `names a text that is not there (“${printed}”)`);
        return text;
      }
      case 'b':
        if (printed !== '0' && printed !== '1')
          throw unclear(place, `is neither true nor false (“${printed}”)`);
        return printed === '1';
      case 'd':
        return printed.slice(0, 'yyyy-mm-dd'.length);
      case 'n': {
        const number = Number(printed);
        if (Number.isNaN(number)) throw unclear(place, `should hold a number and holds “${printed}”`);
        return (style === '' ? null : dayOf(style, number)) ?? number;
      }
      default:
        throw unclear(place, `is of a kind that is not known (“${type}”)`);
    }
  }

  return {
    open(name, attributes) {
      if (name === 'c') openCell(attributes);
      else if (isCell && name === 'v') isValue = true;
      else if (isCell && name === 'is') isInline = true;
      else if (isInline) inline.open(name);
      else if (name === 'mergeCell' && merged.length < REMEMBERED) merged.push(attributes['ref'] ?? '');
    },
    text(text) {
      if (isValue) value += text;
      else if (isInline) inline.text(text);
      if (value.length > caps.cell) refuseOversize({ ...count(), longest: value.length }, 'the workbook');
    },
    close(name) {
      if (name === 'c') closeCell();
      else if (name === 'v') isValue = false;
      else if (name === 'is') isInline = false;
      else if (isInline) inline.close(name);
    },
    read: () => ({ ...count(), values, merged }),
  };
}

function placeless(): UnreadableDocument {
  return new UnreadableDocument(
    'a workbook whose cells do not say where they stand. Nothing was read. Open it, save it again as XLSX, and hand ' +
      'that in',
  );
}

function unclear(place: string, why: string): UnreadableDocument {
  return new UnreadableDocument(
    `a workbook whose cell ${place} ${why}. Nothing was read. Open it, save it again as XLSX, and hand that in`,
  );
}
