import { lastDigest } from '@tocsin/alerting';
import {
  applyCorrection,
  escalate,
  findCouncilsWithRegister,
  findAssignmentsToTell,
  findDueDigests,
  findToApply,
  findUnacknowledged,
  isOutOfReach,
  readSetting,
  redirectLeavers,
  sendDigest,
  tellAssignment,
  tellOfCorrections,
  tellReviews,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { dayOf, MINUTE_MS, type IsoInstant } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = MINUTE_MS;

/**
 * Every minute, takes back what was decided to be wrong and has it told, tells others in the place of people who have left,
 * whoever was given an alert, and the next in line of what nobody has acknowledged, keeps once a day which contracts are to
 * be looked at, and sends the digests that are due.
 */
export function startTelling(db: Db, logger: Logger, now: () => IsoInstant): () => Promise<void> {
  const round = async (stopping: AbortSignal) => {
    await correctAll(db, now(), stopping);
    await db.transaction().execute((trx) => redirectLeavers(trx, now()));
    await tellAssignments(db, now(), stopping);
    await escalateAll(db, now(), stopping);
    await tellDueReviews(db, now(), logger, stopping);
    await sendDigests(db, now(), stopping);
  };
  return startLoop({ name: 'digests and escalations', everyMs: EVERY_MS, logger, round });
}

/** The day of which it is kept that everybody will be told what is to be looked at. */
const REVIEWS_TOLD = 'reviews-told-on';

/**
 * Once a London day, keeps for their digests who is told which contracts are to be looked at; what fails of one council is
 * tried again on the next day. Returns of how many reviews somebody will be told.
 */
export async function tellDueReviews(
  db: Db,
  now: IsoInstant,
  logger: Pick<Logger, 'error'>,
  stopping?: AbortSignal,
): Promise<number> {
  const today = dayOf(now);
  if ((await readSetting(db, REVIEWS_TOLD)) === today) return 0;
  let told = 0;
  for (const council of await findCouncilsWithRegister(db)) {
    if (stopping?.aborted) return told;
    try {
      told += await tellReviews(db, council, now);
    } catch (error) {
      if (isOutOfReach(error)) throw error;
      logger.error({ err: error, council }, 'could not say which contracts of a council are to be looked at');
    }
  }
  await writeSetting(db, REVIEWS_TOLD, today);
  return told;
}

/** Sends everybody the digest that is due to her; returns how many were sent. */
export async function sendDigests(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  const slot = lastDigest(now);
  let sent = 0;
  for (const due of await findDueDigests(db, slot)) {
    if (stopping?.aborted) break;
    if (await db.transaction().execute((trx) => sendDigest(trx, due, slot, now))) sent += 1;
  }
  return sent;
}

/** Tells the next in line of each alert that nobody has acknowledged in time; returns of how many somebody was told. */
export async function escalateAll(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let told = 0;
  for (const id of await findUnacknowledged(db, now)) {
    if (stopping?.aborted) break;
    if (await db.transaction().execute((trx) => escalate(trx, id, now))) told += 1;
  }
  return told;
}

/** Tells of each assignment whom it concerns; returns how many were told. */
export async function tellAssignments(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let told = 0;
  for (const id of await findAssignmentsToTell(db)) {
    if (stopping?.aborted) break;
    told += await db.transaction().execute((trx) => tellAssignment(trx, id, now));
  }
  return told;
}

/**
 * Takes back the facts whose contests were upheld, and asks for everybody to be told whose suppliers were judged again.
 * Returns how many were taken back.
 */
export async function correctAll(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let corrected = 0;
  for (const id of await findToApply(db)) {
    if (stopping?.aborted) break;
    if (await db.transaction().execute((trx) => applyCorrection(trx, id, now))) corrected += 1;
  }
  await db.transaction().execute(tellOfCorrections);
  return corrected;
}
