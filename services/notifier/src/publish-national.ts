import { findLastRelease, findPrivateFacts, saveRelease, type Db } from '@tocsin/db';
import { suppress } from '@tocsin/exposure';
import type { Logger } from '@tocsin/runtime';

const EVERY_MS = 3_600_000;

/** Every hour, publishes what private registers add up to, in groups of five councils or more, or holds it back. */
export function startPublishing(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  let running = publish(db, logger, today());
  const timer = setInterval(() => {
    running = publish(db, logger, today());
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function publish(db: Db, logger: Logger, asOf: string): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      const release = suppress(await findPrivateFacts(trx, asOf), await findLastRelease(trx));
      await saveRelease(trx, asOf, release);
    });
  } catch (error) {
    logger.error({ err: error }, 'could not publish the private aggregates');
  }
}
