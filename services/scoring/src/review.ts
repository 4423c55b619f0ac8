import { enqueueAll, findDueForReview, inTurn, type Db } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = 3_600_000;
const BATCH = 1_000;

/** Facts decay and fall due with time alone: every hour, scores again the suppliers whose day has come. */
export function startReview(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const name = 'review of suppliers';
  const review = async () => {
    const suppliers = await enqueueReview(db, today());
    if (suppliers > 0) logger.info({ suppliers }, 'suppliers are due for review');
  };
  return startLoop({ name, everyMs: EVERY_MS, logger, round: () => inTurn(db, name, EVERY_MS, review) });
}

async function enqueueReview(db: Db, today: string): Promise<number> {
  const due = await findDueForReview(db, today, BATCH);
  const messages = due.map((id) => ({
    message: { v: 1 as const, supplierId: SupplierId.parse(id), asOf: null },
    key: `${id}:`,
    priority: 5,
  }));
  await db.transaction().execute((trx) => enqueueAll(trx, 'score', messages));
  return due.length;
}
