import { isDeepStrictEqual } from 'node:util';
import {
  enqueue,
  findDocument,
  findSourcesOn,
  findUnchecked,
  saveCheck,
  type Db,
  type FoundAtSource,
  type Unchecked,
} from '@tocsin/db';
import { MINUTE_MS, type IsoInstant } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';
import { sourceById, UnreadableDocument } from '@tocsin/sources';

/** Every minute, checks the facts that somebody contests against the documents that said so. */
export function startChecking(db: Db, logger: Logger, now: () => IsoInstant): () => Promise<void> {
  const round = async () => void (await checkContests(db, now()));
  return startLoop({ name: 'check of contested facts', everyMs: MINUTE_MS, logger, round });
}

/**
 * Reads the stored document of each contested fact once more, keeps whether it says the same, and has its source asked
 * again. Returns how many were checked.
 */
export async function checkContests(db: Db, now: IsoInstant): Promise<number> {
  const unchecked = await findUnchecked(db);
  const on = unchecked.length > 0 ? await findSourcesOn(db) : [];
  for (const contest of unchecked) {
    const found = await readAgain(db, contest);
    await db.transaction().execute(async (trx) => {
      await saveCheck(trx, contest.id, found, now);
      const { source: sourceId } = contest;
      if (on.includes(sourceId)) await enqueue(trx, 'ingest', { v: 1, sourceId }, { key: sourceId });
    });
  }
  return unchecked.length;
}

async function readAgain(
  db: Db,
  { source: id, ref, version, content, documentId }: Unchecked,
): Promise<FoundAtSource> {
  const source = sourceById(id);
  const document = await findDocument(db, documentId);
  if (!source || source.kind !== 'documents' || !document) return 'not-kept';
  try {
    for (const item of source.parse(document)) {
      const observations = item.outcome === 'observed' ? item.observations : [];
      const same = observations.find((one) => one.ref === ref && one.version === version);
      if (same) return isDeepStrictEqual(plainOf(same.content), content) ? 'same' : 'differs';
    }
    return 'not-in-it';
  } catch (error) {
    if (error instanceof UnreadableDocument) return 'not-in-it';
    throw error;
  }
}

/** As it is stored. */
function plainOf(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content));
}
