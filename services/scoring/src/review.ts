import { enqueueAll, findDueForReview, type Db } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import type { Logger } from '@tocsin/runtime';

const EVERY_MS = 3_600_000;
const BATCH = 1_000;

/** Facts decay and fall due with time alone: every hour, scores again the suppliers whose day has come. */
export function startReview(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  let running = review(db, logger, today());
  const timer = setInterval(() => {
    running = review(db, logger, today());
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function review(db: Db, logger: Logger, today: string): Promise<void> {
  try {
    const due = await findDueForReview(db, today, BATCH);
    const messages = due.map((id) => ({
      message: { v: 1 as const, supplierId: SupplierId.parse(id), asOf: null },
      key: `${id}:`,
      priority: 5,
    }));
    await db.transaction().execute((trx) => enqueueAll(trx, 'score', messages));
    if (due.length > 0) logger.info({ suppliers: due.length }, 'suppliers are due for review');
  } catch (error) {
    logger.error({ err: error }, 'could not look for suppliers that are due for review');
  }
}
