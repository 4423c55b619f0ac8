import {
  findSpendLayouts,
  HeldEdition,
  recordDocuments,
  recordOpened,
  saveCursor,
  underCurrentCodes,
  type Db,
  type IngestReport,
} from '@tocsin/db';
import { Refuse } from '@tocsin/runtime';
import {
  councilMaps,
  keptOf,
  openDocument,
  withLayouts,
  type Fetched,
  type Item,
  type Source,
} from '@tocsin/sources';

/**
 * Stores what a source has fetched, with the cursor that led to it. An edition that is held waits for a person: fetched
 * again it would be the same.
 */
export async function recordFetched(
  db: Db,
  source: Source,
  fetched: Fetched<unknown>,
  runId?: string,
): Promise<IngestReport> {
  try {
    const maps = async () =>
      withLayouts(await underCurrentCodes(db, councilMaps()), await findSpendLayouts(db));
    const opened = await openDocument(source, fetched.document, maps);
    return await recordOpened(db, givenOf(source.id, fetched, runId), opened);
  } catch (error) {
    if (!(error instanceof HeldEdition)) throw error;
    const { cursorIfHeld } = fetched;
    if (cursorIfHeld !== undefined)
      await db.transaction().execute((trx) => saveCursor(trx, source.id, cursorIfHeld));
    throw new Refuse(error.message);
  }
}

/** A document that was fetched, and what it says. */
export interface ReadStep {
  readonly step: Fetched<unknown>;
  readonly items: readonly Item[];
}

/** As `recordFetched`, for some documents of one source that were read already, in one transaction. */
export async function recordRead(
  db: Db,
  source: Source,
  read: readonly ReadStep[],
  runId?: string,
): Promise<readonly IngestReport[]> {
  return recordDocuments(
    db,
    read.map(({ step, items }) => ({
      ...givenOf(source.id, step, runId),
      ...keptOf(source, step.document),
      parse: () => items,
    })),
  );
}

function givenOf(sourceId: string, { document, cursor }: Fetched<unknown>, runId: string | undefined) {
  return {
    ...document,
    sourceId,
    ...(runId === undefined ? {} : { runId }),
    asOf: null,
    ...(cursor === undefined ? {} : { cursor }),
  };
}
