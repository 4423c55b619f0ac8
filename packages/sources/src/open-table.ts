import { firstInstantOf, IsoDate } from '@tocsin/domain';
import type { Edition, IsoInstant, RowSays, TableRecord } from '@tocsin/domain';
import type { SourceDocument, TableSource } from './define-source.ts';
import { sound } from './sound.ts';

/** One edition of a list, ready to be compared with the one before. */
export interface OpenedTable {
  readonly sourceId: string;
  readonly issued: string;
  readonly publishedAt: IsoInstant;
  readonly expect: TableSource['expect'];
  readonly records: () => Iterable<TableRecord> | AsyncIterable<TableRecord>;
  /** As `toObservations`, of rows as they were stored. Throws when one is not of the shape that the list has now. */
  readonly says: (before: unknown, after: unknown, edition: Edition) => RowSays;
  /** What is archived in place of the document, where only some of its columns are kept. */
  readonly keep?: () => Promise<Uint8Array>;
}

/** Opens an edition of a list; `records` is walked once. */
export function openTable(table: TableSource, document: SourceDocument): OpenedTable {
  const issued = table.edition(document);
  const { keep } = table;
  const rowOf = (stored: unknown) => (stored === null ? null : table.row.parse(stored));
  return {
    sourceId: table.id,
    issued,
    publishedAt: IsoDate.safeParse(issued).success ? firstInstantOf(issued) : document.retrievedAt,
    expect: table.expect,
    records: () => soundRows(table.rows(document)),
    says: (before, after, edition) => table.toObservations(rowOf(before), rowOf(after), edition),
    ...(keep ? { keep: () => keep(document) } : {}),
  };
}

/** The rows with every text clean and bounded. */
function soundRows(
  rows: ReturnType<TableSource['rows']>,
): Iterable<TableRecord> | AsyncIterable<TableRecord> {
  return Symbol.iterator in rows ? soundOnes(rows) : soundOnesToCome(rows);
}

function* soundOnes(rows: Iterable<TableRecord>): Generator<TableRecord> {
  for (const row of rows) yield sound(row);
}

async function* soundOnesToCome(rows: AsyncIterable<TableRecord>): AsyncGenerator<TableRecord> {
  for await (const row of rows) yield sound(row);
}
