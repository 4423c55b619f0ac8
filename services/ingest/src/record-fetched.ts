import { HeldEdition, recordOpened, underCurrentCodes, type Db, type IngestReport } from '@tocsin/db';
import { Refuse } from '@tocsin/runtime';
import { councilMaps, openDocument, type Fetched, type Source } from '@tocsin/sources';

/**
 * Stores what a source has fetched, with the cursor that led to it. An edition that is held waits for a person: fetched
 * again it would be the same.
 */
export async function recordFetched(
  db: Db,
  source: Source,
  { document, cursor }: Fetched<unknown>,
  runId?: string,
): Promise<IngestReport> {
  const given = {
    ...document,
    sourceId: source.id,
    ...(runId === undefined ? {} : { runId }),
    asOf: null,
    ...(cursor === undefined ? {} : { cursor }),
  };
  try {
    const maps = () => underCurrentCodes(db, councilMaps());
    return await recordOpened(db, given, await openDocument(source, document, maps));
  } catch (error) {
    if (error instanceof HeldEdition) throw new Refuse(error.message);
    throw error;
  }
}
