import { sql } from 'kysely';
import { countEffects, enqueueMany, leaveEffect, openGround, timed, type Effects } from './faults.ts';
import { flushRedis } from './redis.ts';
import { until } from './system-wait.ts';

/** Each service relays and sweeps. */
const SERVICES = 3;

/**
 * Redis is emptied when every message has been sent and a quarter of them handled: the rest is lost from it.
 * Seconds are from the flush to the last effect.
 */
export async function flushMidRun(messages: number): Promise<Effects & { readonly seconds: number }> {
  const ground = await openGround();
  const quarter = Math.floor(messages / 4);
  let taken = 0;
  let flush: () => void = () => undefined;
  const flushed = new Promise<void>((resolve) => {
    flush = resolve;
  }).then(emptyOnceSent);
  try {
    await enqueueMany(ground.db, messages);
    for (let service = 0; service < SERVICES; service += 1) await ground.startRelay();
    ground.startWorker('score', async (work) => {
      taken += 1;
      if (taken === quarter) flush();
      if (taken >= quarter) await flushed;
      await leaveEffect(ground.db, work);
    });
    await flushed;
    return await timed(async () => {
      await ground.settled();
      return countEffects(ground.db, messages);
    });
  } finally {
    await ground.stop();
  }

  async function emptyOnceSent(): Promise<void> {
    await until(async () => {
      const { rows } = await sql<{ unsent: number }>`
        select count(*)::int as unsent from outbox where sent_at is null`.execute(ground.db);
      return rows[0]?.unsent === 0;
    });
    await flushRedis(ground.redisUrl);
  }
}
