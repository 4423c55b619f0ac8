import { SaxesParser } from 'saxes';
import { UnreadableDocument } from '../define-source.ts';
import { caps, refuseOversize, type Count } from './caps.ts';

/** What a part of a workbook was found to hold while it streamed by. */
export interface SheetCount extends Count {
  /** Ranges of merged cells as written, `A1:B2`. */
  readonly merged: readonly string[];
  /** What stands in cells whose formula failed, by their reference: `D7` → `#N/A`. */
  readonly errors: ReadonlyMap<string, string>;
}

/** A part of a workbook that is read piece by piece. */
export interface SheetCounter {
  readonly write: (text: string) => void;
  readonly finish: () => SheetCount;
}

/** More errors or merges than these say nothing more. */
const REMEMBERED = 100_000;

/**
 * Counts the rows, columns and longest text of a worksheet, or of the list of shared texts, in bounded memory. Throws
 * for people at the first piece that brings it over a cap, and for XML that is broken or brings entities of its own.
 */
export function createSheetCounter(): SheetCounter {
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  const columns = new Set<number>();
  const merged: string[] = [];
  const errors = new Map<string, string>();
  let [rows, longest, row, column] = [0, 0, 0, 0];
  let cell = { reference: '', type: '', text: '', length: 0 };
  let [isCell, isShared, isText] = [false, false, false];
  const count = (): SheetCount => ({ rows, columns: columns.size, longest, merged, errors });

  parser.on('opentag', ({ name, attributes }) => {
    const local = localOf(name);
    if (local === 'c') {
      const place = attributes['r'] ?? '';
      column = columnOf(place);
      row = rowOf(place);
      if (column === 0 || row === 0) throw placeless();
      cell = { reference: place, type: attributes['t'] ?? '', text: '', length: 0 };
      isCell = true;
    } else if (local === 'si') {
      cell = { reference: '', type: '', text: '', length: 0 };
      isShared = true;
    } else if (local === 'v' || local === 't') isText = isCell || isShared;
    else if (local === 'mergeCell' && merged.length < REMEMBERED) merged.push(attributes['ref'] ?? '');
  });
  parser.on('text', (text) => {
    if (!isText) return;
    cell.length += text.length;
    if (cell.length > longest) longest = cell.length;
    if (cell.type === 'e') cell.text += text;
  });
  parser.on('closetag', ({ name }) => {
    const local = localOf(name);
    if (local === 'v' || local === 't') isText = false;
    if (local === 'si') isShared = false;
    if (local !== 'c') return;
    if (isCell && cell.length > 0) {
      columns.add(column);
      if (row > rows) rows = row;
      if (cell.type === 'e' && errors.size < REMEMBERED) errors.set(cell.reference, cell.text);
    }
    isCell = false;
  });
  return {
    write: (text) => {
      parser.write(text);
      if (longest > caps.cell || columns.size > caps.columns || rows > caps.rows)
        refuseOversize(count(), 'the workbook');
    },
    finish: () => {
      parser.close();
      return count();
    },
  };
}

/** `x:row` is `row`: some programs name the namespace. */
function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function placeless(): UnreadableDocument {
  return new UnreadableDocument(
    'a workbook whose cells do not say where they stand. Nothing was read. Open it, save it again as XLSX, and hand ' +
      'that in',
  );
}

const [BEFORE_A, AFTER_Z, ZERO, NINE] = [64, 91, 48, 57];
/** Letters of the widest column there is, `XFD`. */
const LETTERS = 3;

// Both are asked of every cell of every workbook, and a pattern would take longer than all else that is done with it.

/** `AA7` → 27; 0 where the place is not said. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < LETTERS; at += 1) {
    const code = reference.charCodeAt(at);
    if (!(code > BEFORE_A && code < AFTER_Z)) break;
    column = column * 26 + code - BEFORE_A;
  }
  return column;
}

/** `AA7` → 7; 0 where the place is not said. */
export function rowOf(reference: string): number {
  let [row, unit] = [0, 1];
  for (let at = reference.length - 1; at >= 0; at -= 1) {
    const code = reference.charCodeAt(at);
    if (code < ZERO || code > NINE) break;
    row += (code - ZERO) * unit;
    unit *= 10;
  }
  return row;
}
