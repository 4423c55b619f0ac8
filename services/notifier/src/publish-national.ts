import { findLastRelease, findPrivateFacts, inTurn, saveRelease, type Db } from '@tocsin/db';
import { suppress } from '@tocsin/exposure';
import { HOUR_MS, startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = HOUR_MS;

/** Every hour, publishes what private registers add up to, in groups of five councils or more, or holds it back. */
export function startPublishing(db: Db, logger: Logger, today: () => string): () => Promise<void> {
  const name = 'private aggregates';
  const round = () => inTurn(db, name, EVERY_MS, () => publish(db, today()));
  return startLoop({ name, everyMs: EVERY_MS, logger, round });
}

async function publish(db: Db, asOf: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const release = suppress(await findPrivateFacts(trx, asOf), await findLastRelease(trx));
    await saveRelease(trx, asOf, release);
  });
}
