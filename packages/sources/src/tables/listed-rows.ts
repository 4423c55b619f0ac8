import { UnreadableDocument, type SourceDocument } from '../define-source.ts';
import { readSheetRows } from './table.ts';

/** A row of a list in a spreadsheet or a file of text: where it stands, and its cells by what their columns are called. */
export interface ListedRow<Column extends string> {
  /** As people count. */
  readonly row: number;
  readonly cell: (column: Column) => string;
}

/** How the columns of a list may be called, in plain small letters; a list needs those that are not optional. */
export type ColumnNames<Column extends string> = {
  readonly [C in Column]: { readonly names: readonly string[]; readonly optional?: true };
};

/** Lines of a title and of notes that may stand above the header. */
const DEEPEST_HEADER = 12;

/**
 * The rows of the first sheet that has a header with the columns of a list, wherever they stand and whatever stands above
 * it; blank rows are none. Throws `UnreadableDocument` for a document without one, naming what it has.
 */
export async function listedRows<Column extends string>(
  { body }: Pick<SourceDocument, 'body'>,
  columns: ColumnNames<Column>,
): Promise<readonly ListedRow<Column>[]> {
  const sheets = await readSheetRows(body);
  for (const { rows } of sheets) {
    for (const [at, header] of rows.slice(0, DEEPEST_HEADER).entries()) {
      const places = placesOf(header, columns);
      if (places) return rowsBelow(rows, at, places);
    }
  }
  const wanted = Object.values<ColumnNames<Column>[Column]>(columns)
    .filter(({ optional }) => !optional)
    .map(({ names }) => `“${names[0]}”`);
  const widest = sheets
    .flatMap(({ rows }) => rows.slice(0, DEEPEST_HEADER))
    .map((row) => row.filter((cell) => cell !== ''))
    .reduce<readonly string[]>((most, row) => (row.length > most.length ? row : most), []);
  throw new UnreadableDocument(
    `no table with the columns ${wanted.join(', ')}; it has: ${widest.join(', ').slice(0, 200)}`,
  );
}

function rowsBelow<Column extends string>(
  rows: readonly (readonly string[])[],
  header: number,
  places: ReadonlyMap<Column, number>,
): readonly ListedRow<Column>[] {
  return rows.flatMap((cells, at) =>
    at <= header || cells.every((cell) => cell === '')
      ? []
      : [{ row: at + 1, cell: (column: Column) => cells[places.get(column) ?? -1] ?? '' }],
  );
}

function placesOf<Column extends string>(
  header: readonly string[],
  columns: ColumnNames<Column>,
): ReadonlyMap<Column, number> | null {
  const printed = header.map(plainHeading);
  const places = new Map<Column, number>();
  for (const column of Object.keys(columns) as Column[]) {
    const { names, optional } = columns[column];
    const at = printed.findIndex((name) => names.includes(name));
    if (at !== -1) places.set(column, at);
    else if (!optional) return null;
  }
  return places;
}

/** Small letters and digits, one space between words. */
function plainHeading(printed: string): string {
  return printed
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
