import { firstInstantOf, IsoDate } from '@tocsin/domain';
import type { Edition, IsoInstant, RowSays, TableRecord } from '@tocsin/domain';
import type { SourceDocument, TableSource } from './define-source.ts';
import { notYet, sound } from './sound.ts';
import { UnreadableDocument } from './unreadable.ts';

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

/**
 * Opens an edition of a list; `records` is walked once. A row that would be published on a day that has not come is refused.
 * Throws `UnreadableDocument` for an edition of such a day.
 */
export function openTable(table: TableSource, document: SourceDocument): OpenedTable {
  const issued = table.edition(document);
  const { keep } = table;
  const { url, retrievedAt } = document;
  const rowOf = (stored: unknown) => (stored === null ? null : table.row.parse(stored));
  const publishedAt = IsoDate.safeParse(issued).success ? firstInstantOf(issued) : retrievedAt;
  const early = notYet([{ publishedAt }], retrievedAt);
  if (early !== null) throw new UnreadableDocument(`an edition ${early}`);
  const edition = { version: issued, url, retrievedAt, publishedAt };
  const soundOne = (given: TableRecord): TableRecord => {
    const record = sound(given);
    if (record.outcome !== 'row') return record;
    const reason = notYet(table.toObservations(null, record.row, edition).observations, retrievedAt);
    return reason === null ? record : { item: record.item, outcome: 'refused', id: record.id, reason };
  };
  return {
    sourceId: table.id,
    issued,
    publishedAt,
    expect: table.expect,
    records: () => soundRows(table.rows(document), soundOne),
    says: (before, after, of) => table.toObservations(rowOf(before), rowOf(after), of),
    ...(keep ? { keep: () => keep(document) } : {}),
  };
}

/** The rows with every text clean and bounded. */
function soundRows(
  rows: ReturnType<TableSource['rows']>,
  soundOne: (row: TableRecord) => TableRecord,
): Iterable<TableRecord> | AsyncIterable<TableRecord> {
  return Symbol.iterator in rows ? soundOnes(rows, soundOne) : soundOnesToCome(rows, soundOne);
}

function* soundOnes(
  rows: Iterable<TableRecord>,
  soundOne: (row: TableRecord) => TableRecord,
): Generator<TableRecord> {
  for (const row of rows) yield soundOne(row);
}

async function* soundOnesToCome(
  rows: AsyncIterable<TableRecord>,
  soundOne: (row: TableRecord) => TableRecord,
): AsyncGenerator<TableRecord> {
  for await (const row of rows) yield soundOne(row);
}
