import {
  enqueueMatching,
  expire,
  expireSupplierLists,
  findMentionsOfJoinable,
  inTransaction,
  inTurn,
  verifyAuditNow,
  type Db,
} from '@tocsin/db';
import { HOUR_MS, MINUTE_MS } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';
import { closeAbandoned } from './run-source.ts';
import { trimArchive } from './trim-archive.ts';

/** Each is done once in so long. */
const TURN_MS = 24 * HOUR_MS;
/** How soon a day's turn that failed, or that a restart passed over, is taken again. */
const LOOK_MS = HOUR_MS;

/** Lists of suppliers are gone within the hour. */
const SWEEP_MS = 10 * MINUTE_MS;

/** Every ten minutes: forgets the lists of suppliers that have been kept for their time. */
export function startSweeping(db: Db, logger: Logger): () => Promise<void> {
  const round = async () => {
    await expireSupplierLists(db, new Date().toISOString());
  };
  return startLoop({ name: 'sweeping', everyMs: SWEEP_MS, logger, round });
}

/**
 * Every hour: closes the runs of processes that were ended, cuts down what earlier versions archived whole, and has suppliers
 * of councils' own be one with those that everybody has come to know, where nothing tells them apart any more. Once a
 * day: ends what has been kept for its time, but what a hold is about; recomputes every chain of the audit log.
 */
export function startHousekeeping(db: Db, logger: Logger): () => Promise<void> {
  const round = async (stopping: AbortSignal) => {
    await closeAbandoned(db);
    const documents = await trimArchive(db, stopping);
    if (documents > 0)
      logger.info({ documents }, 'documents of earlier versions were cut down to what is read of them');
    await inTransaction(db, async (trx) => enqueueMatching(trx, await findMentionsOfJoinable(trx), null));
    await inTurn(db, 'what has been kept for its time', TURN_MS, async () => {
      logger.info(await expire(db, new Date().toISOString()), 'what had been kept for its time has ended');
    });
    await inTurn(db, 'verification of the audit log', TURN_MS, async () => {
      const { entries, broken } = await verifyAuditNow(db, new Date().toISOString());
      if (broken.length > 0)
        logger.error(
          { entries, broken },
          'the audit log was altered: entries do not follow from those before',
        );
    });
  };
  return startLoop({ name: 'housekeeping', everyMs: LOOK_MS, logger, round });
}
