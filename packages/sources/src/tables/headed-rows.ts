import { UnreadableDocument } from '../define-source.ts';
import { csvRecords } from './csv.ts';
import { cleanText, decodeText } from './text.ts';

/** One row of a table with a header: where it stands, and its cells by the names of their columns. */
export interface HeadedRow<Column extends string> {
  /** As people count: the header is row 1. */
  readonly row: number;
  /** False for a row that has not as many cells as there are columns: its cells may belong to others. */
  readonly isWhole: boolean;
  readonly cell: (column: Column) => string;
}

/**
 * The rows of separated text by the names of their columns, wherever these stand; blank lines are none. Throws
 * `UnreadableDocument` for a document without one of the columns, and at its end for one that was cut off.
 */
export function* headedRows<Column extends string>(
  body: Uint8Array,
  columns: readonly Column[],
): Generator<HeadedRow<Column>> {
  let places: ReadonlyMap<Column, number> | undefined;
  let width = 0;
  let row = 0;
  for (const { cells, cut } of csvRecords(decodeText(body))) {
    row += 1;
    if (cut) throw new UnreadableDocument(`it ends inside quotation marks, in row ${row}: it may be cut off`);
    if (!places) {
      places = placesOf(cells, columns);
      width = cells.length;
      continue;
    }
    if (cells.length === 1 && cells[0] === '') continue;
    const at = places;
    yield {
      row,
      isWhole: cells.length === width,
      cell: (column) => cleanText(cells[at.get(column) ?? -1] ?? ''),
    };
  }
  if (!places) throw new UnreadableDocument('an empty document instead of a table');
}

function placesOf<Column extends string>(
  header: readonly string[],
  columns: readonly Column[],
): ReadonlyMap<Column, number> {
  const names = header.map(cleanText);
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new UnreadableDocument(
      `a table without ${missing.map((column) => `“${column}”`).join(', ')}; it begins: ${names.join(', ').slice(0, 120)}`,
    );
  const twice = columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice.length > 0) throw new UnreadableDocument(`a table with two columns called “${twice[0]}”`);
  return new Map(columns.map((column) => [column, names.indexOf(column)]));
}
