import { notifyStatus } from '@tocsin/channels';
import { findUnheard, noteAsked, saveReceipts, stopUnreached, takeReceipts, type Db } from '@tocsin/db';
import { MINUTE_MS, type IsoInstant } from '@tocsin/domain';
import { startLoop, type Logger } from '@tocsin/runtime';

const EVERY_MS = 60_000;
/** A receipt that has not come by itself for so long is asked for. */
const ASKED_AFTER_MS = 10 * MINUTE_MS;
/** Messages of which is asked in one round: GOV.UK Notify takes 3,000 requests a minute, and sending comes first. */
const ASKED_AT_ONCE = 100;
const TAKEN_AT_ONCE = 500;

type NotifyConfig = Parameters<typeof notifyStatus>[0];

/** Every minute, hears what has become of mails that GOV.UK Notify sends. Returns what ends it. */
export function startHearing(db: Db, logger: Logger, config: unknown): () => Promise<void> {
  const round = async (stopping: AbortSignal) => {
    const now = new Date().toISOString();
    await takeAllReceipts(db, now, stopping);
    if (config !== undefined) await askNotify(db, config as NotifyConfig, now, stopping);
  };
  return startLoop({ name: 'receipts of GOV.UK Notify', everyMs: EVERY_MS, logger, round });
}

/** Takes over the receipts that came by themselves; returns how many. */
export async function takeAllReceipts(db: Db, now: IsoInstant, stopping?: AbortSignal): Promise<number> {
  let all = 0;
  for (;;) {
    if (stopping?.aborted) break;
    const taken = await db.transaction().execute(async (trx) => {
      const { taken: some, unreached } = await takeReceipts(trx, TAKEN_AT_ONCE);
      await stopUnreached(trx, unreached, now);
      return some;
    });
    if (taken === 0) break;
    all += taken;
  }
  return all;
}

/**
 * Asks of mails of which no receipt came. Ends at the first that Notify cannot answer for, for it asks for patience (429) or
 * is in trouble. Returns of how many it was asked.
 */
export async function askNotify(
  db: Db,
  config: NotifyConfig,
  now: IsoInstant,
  stopping?: AbortSignal,
): Promise<number> {
  const since = new Date(Date.parse(now) - ASKED_AFTER_MS).toISOString();
  let asked = 0;
  for (const id of await findUnheard(db, since, ASKED_AT_ONCE)) {
    if (stopping?.aborted) break;
    const outcome = await notifyStatus(config, `delivery-${id}`);
    if (outcome && outcome.providerId === undefined) break;
    asked += 1;
    await db.transaction().execute(async (trx) => {
      if (!outcome || outcome.status === 'sending') return noteAsked(trx, [id], now);
      const receipt = { reference: `delivery-${id}`, status: outcome.status };
      await stopUnreached(trx, await saveReceipts(trx, [receipt]), now);
    });
  }
  return asked;
}
