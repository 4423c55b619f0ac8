import { setTimeout as wait } from 'node:timers/promises';
import { buryMessage, findUnfinished, listen, relayBatch, resend, type Db, type OutboxRow } from '@tocsin/db';
import { isQueueName, isReasonCode, queues as queueSpecs, type ReasonCode } from '@tocsin/messages';
import type { Logger } from '@tocsin/runtime';
import type { Queues } from './queues.ts';

const BATCH = 500;
/** How long the relay sleeps when nobody calls; notices wake it at once. */
const POLL_MS = 1_000;
/** It looks no more often than this: hundreds of transactions a second would each wake every relay there is. */
const BREATH_MS = 25;

interface RelayOptions {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly queues: Queues;
  readonly logger: Logger;
  /** How long a sent message may be unfinished before the sweeper asks Redis about it. */
  readonly sweepAfterMs?: number;
}

/**
 * Moves messages from the outbox to Redis as soon as they are committed, and every few seconds sends again what Redis
 * has lost (a FLUSHALL, a restart without persistence). Any number of relays may run. Returns the function to stop it.
 */
export async function startRelay(options: RelayOptions): Promise<() => Promise<void>> {
  const { db, queues, logger, sweepAfterMs = 5_000 } = options;
  const stop = new AbortController();
  let wake: () => void = () => undefined;
  let called = false;

  async function relayForever(): Promise<void> {
    while (!stop.signal.aborted) {
      called = false;
      const sent = await relayBatch(db, BATCH, (rows) => queues.add(rows)).catch((error: unknown) => {
        if (!stop.signal.aborted)
          logger.warn({ err: error }, 'messages wait in Postgres: they cannot be put on their queues now');
        return 0;
      });
      if (sent === BATCH || stop.signal.aborted) continue;
      await wait(BREATH_MS);
      if (!called && !stop.signal.aborted) await pause(POLL_MS, (waker) => (wake = waker));
    }
  }

  async function sweepForever(): Promise<void> {
    while (!stop.signal.aborted) {
      await pause(sweepAfterMs, (waker) => (stopSweep = waker));
      if (stop.signal.aborted) return;
      await sweep(db, queues, logger, sweepAfterMs).catch((error: unknown) => {
        if (!stop.signal.aborted) logger.warn({ err: error }, 'could not look for lost messages now');
      });
    }
  }

  let stopSweep: () => void = () => undefined;
  const stopListening = await listen(options.databaseUrl, 'tocsin_worker', 'outbox', () => {
    called = true;
    wake();
  });
  const loops = Promise.all([relayForever(), sweepForever()]);
  return async () => {
    stop.abort();
    wake();
    stopSweep();
    await loops;
    await stopListening();
  };
}

async function pause(ms: number, onWaker: (waker: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    onWaker(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Sends again what was sent, is not finished, is held by nobody, and is gone from Redis; or has failed there although
 * tries are left by Postgres's own count, which was away when they failed.
 */
export async function sweep(db: Db, queues: Queues, logger: Logger, olderThanMs: number): Promise<void> {
  for (;;) {
    const rows = await findUnfinished(db, olderThanMs, BATCH);
    const fates = await Promise.all(rows.map((row) => fateOf(queues, row)));
    for (const fate of fates) if (fate.is === 'failed') await buryMessage(db, fate.id, fate.reason);
    const lost = fates.filter((fate) => fate.is === 'lost');
    if (lost.length === 0) return;
    logger.warn({ messages: lost.length }, 'messages were lost on their way: sending them again');
    await resend(
      db,
      lost.map(({ id }) => id),
      olderThanMs,
      (again) => queues.add(again),
    );
    if (rows.length < BATCH) return;
  }
}

interface Fate {
  readonly id: string;
  readonly is: 'under way' | 'lost' | 'failed';
  readonly reason: ReasonCode;
}

async function fateOf(queues: Queues, row: OutboxRow): Promise<Fate> {
  const { state, reason: said = '' } = await queues.stateOf(row);
  const reason = isReasonCode(said) ? said : 'lost-in-redis';
  const fate = { id: row.id, reason };
  if (state === 'gone' || state === 'unknown') return { ...fate, is: 'lost' };
  if (state !== 'failed') return { ...fate, is: 'under way' };
  const triesLeft = isQueueName(row.queue) && row.failures < queueSpecs[row.queue].attempts;
  return { ...fate, is: triesLeft ? 'lost' : 'failed' };
}
