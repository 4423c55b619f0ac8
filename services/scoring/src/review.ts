import { enqueueScoring, findDueForReview, inTurn, type Db } from '@tocsin/db';
import { HOUR_MS } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = HOUR_MS;

/** Facts decay and fall due with time alone: every hour, scores again the suppliers whose day has come. */
export function startReview(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const name = 'review of suppliers';
  const review = async () => {
    const suppliers = await enqueueReview(db, today());
    if (suppliers > 0) logger.info({ suppliers }, 'suppliers are due for review');
  };
  return startLoop({ name, everyMs: EVERY_MS, logger, round: () => inTurn(db, name, EVERY_MS, review) });
}

/** Asks for the suppliers to be scored whose day has come; returns how many. */
export async function enqueueReview(db: Db, today: string): Promise<number> {
  const due = await findDueForReview(db, today);
  await db.transaction().execute((trx) => enqueueScoring(trx, due, null, { priority: 5 }));
  return due.length;
}
