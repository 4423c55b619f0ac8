import { HeldEdition, recordDocument, recordTable, type Db, type IngestReport } from '@tocsin/db';
import { Refuse } from '@tocsin/runtime';
import { openTable, type Fetched, type Source, type TableSource } from '@tocsin/sources';
import { recordFetchedSpend } from './spend.ts';

/** Stores what a source has fetched, with the cursor that led to it, in the way of its kind. */
export async function recordFetched(
  db: Db,
  source: Source,
  fetched: Fetched<unknown>,
): Promise<IngestReport> {
  if (source.kind === 'table') return recordFetchedTable(db, source, fetched);
  if (source.kind === 'spend') return recordFetchedSpend(db, source.id, fetched);
  const { document } = fetched;
  return recordDocument(db, { ...given(source, fetched), parse: () => source.parse(document) });
}

/** An edition that is held waits for a person: fetched again it would be the same. */
async function recordFetchedTable(
  db: Db,
  source: TableSource,
  fetched: Fetched<unknown>,
): Promise<IngestReport> {
  try {
    return await recordTable(db, { ...given(source, fetched), ...openTable(source, fetched.document) });
  } catch (error) {
    if (error instanceof HeldEdition) throw new Refuse(error.message);
    throw error;
  }
}

function given({ id }: Source, { document, cursor }: Fetched<unknown>) {
  return { ...document, sourceId: id, asOf: null, ...(cursor === undefined ? {} : { cursor }) };
}
