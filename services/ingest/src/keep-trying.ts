import { countFailedRuns, enqueue } from '@tocsin/db';
import { doubledWait, MINUTE_MS, SECOND_MS, type IsoInstant } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { Retry } from '@tocsin/runtime';
import { runSource, type IngestPorts } from './run-source.ts';

/** Wait after the first failure; it doubles with each one in a row. */
const FIRST_MS = 30 * SECOND_MS;
const LONGEST_MS = 10 * MINUTE_MS;

/** How long a source is left alone after runs that came to nothing: never shorter than its publisher asked for. */
export function leftAloneFor(
  { notBefore }: Pick<Retry, 'notBefore'>,
  failedInARow: number,
  now: IsoInstant,
): number {
  const own = doubledWait(failedInARow, FIRST_MS, LONGEST_MS);
  return notBefore === null ? own : Math.max(notBefore - Date.parse(now), own);
}

/**
 * As `runSource`. A publisher that is away leaves no dead letter, however long that lasts: its source is shown as stale,
 * and asked for again until it answers. What its clock asks for meanwhile is the same message.
 */
export async function keepTrying(ports: IngestPorts, work: Work<'ingest'>): Promise<void> {
  const { message } = work;
  try {
    await runSource(ports, work);
  } catch (error) {
    if (!(error instanceof Retry) || !('sourceId' in message)) throw error;
    const { sourceId } = message;
    const failed = await countFailedRuns(ports.db, sourceId);
    const afterMs = leftAloneFor(error, failed, ports.now());
    await ports.db.transaction().execute(async (trx) => {
      await enqueue(trx, 'ingest', message, { key: sourceId, afterMs });
      await work.finish(trx);
    });
    ports.logger.warn(
      { err: error, source: sourceId, failed, afterMs },
      'a publisher is away: asked again later',
    );
  }
}
