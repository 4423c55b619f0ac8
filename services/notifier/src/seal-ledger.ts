import { inTurn, sealLedger, type Db, type Watch } from '@tocsin/db';
import { HOUR_MS } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = HOUR_MS;

/** Looks every hour whether this month was sealed. */
export function startSealing(db: Db, logger: Logger, watchNow: () => Watch): () => Promise<void> {
  const name = 'ledger';
  const round = () => inTurn(db, name, EVERY_MS, () => sealLedger(db, watchNow()));
  return startLoop({ name, everyMs: EVERY_MS, logger, round });
}
