import {
  audit,
  countTroubles,
  enqueue,
  findSourcesOn,
  findTroubles,
  hurryTroubles,
  type Db,
} from '@tocsin/db';
import { sourceById, sources } from '@tocsin/sources';

interface TroublesOptions {
  readonly retry?: boolean;
  readonly item?: string;
}

/** Troubles of one source that are shown. */
const SHOWN = 50;

/**
 * `troubles [source]`: what could not be had or read, item by item, with the reason and the next try. `--retry` has all
 * of it, or one `--item`, tried again now: by a run of its source, which must be switched on. One JSON line last.
 */
export async function troublesVerb(
  db: Db,
  sourceId: string | undefined,
  { retry = false, item }: TroublesOptions,
): Promise<void> {
  if (sourceId !== undefined && !sourceById(sourceId))
    throw new Error(`There is no source ${sourceId}. There are: ${sources.map(({ id }) => id).join(', ')}`);
  const hurried = retry ? await tryAgain(db, sourceId, item) : {};
  for (const trouble of await findTroubles(db, SHOWN, sourceId)) {
    const { source, item: name, reason, tries, nextAt } = trouble;
    const next = nextAt === null ? 'left to a person' : `next try ${nextAt}`;
    process.stdout.write(`${source} ${name}: ${reason} (tried ${tries}×, ${next})\n`);
  }
  const counts = (await countTroubles(db)).filter(
    ({ source }) => sourceId === undefined || source === sourceId,
  );
  process.stdout.write(`${JSON.stringify({ troubles: counts, hurried })}\n`);
}

async function tryAgain(
  db: Db,
  source: string | undefined,
  item: string | undefined,
): Promise<Readonly<Record<string, number>>> {
  const on = await findSourcesOn(db);
  return db.transaction().execute(async (trx) => {
    const counts = await hurryTroubles(trx, new Date().toISOString(), { source, item });
    for (const id of counts.keys())
      if (on.includes(id)) await enqueue(trx, 'ingest', { v: 1, sourceId: id }, { key: id });
    const detail = Object.fromEntries(counts);
    const entry = { council: null, actor: 'command line', action: 'asked for another try' };
    if (counts.size > 0) await audit(trx, { ...entry, subject: source ?? 'all sources', detail });
    return detail;
  });
}
