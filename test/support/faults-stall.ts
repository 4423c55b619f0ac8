import { setTimeout as pause } from 'node:timers/promises';
import { findDeadLetters } from '@tocsin/db';
import type { Point } from './faults-orders.ts';
import { startProcess } from './faults-process.ts';
import { countEffects, enqueueMany, openGround, type Effects } from './faults.ts';
import { until } from './system-wait.ts';

interface StallFigures extends Effects {
  /** Whether another worker did what the stalled one had begun, while it stood still. */
  readonly takenOver: boolean;
  readonly deadLetters: number;
}

/**
 * The process of a worker stands still in the middle of a message, as one does whose event loop is blocked: for so many
 * seconds, and at least until another worker has done everything. Then it goes on with what it had begun.
 */
export async function stallWorker(messages: number, at: Point, seconds = 0): Promise<StallFigures> {
  const ground = await openGround();
  const { databaseUrl, redisUrl, db } = ground;
  // One message at a time: what stands still in the middle of `finish` would hold its row, and others wait for that.
  const orders = { databaseUrl, redisUrl, concurrency: 1 };
  try {
    await enqueueMany(db, messages);
    await ground.startRelay();
    const stalled = await startProcess({ ...orders, work: { kind: 'effects', stall: { at, nth: 3 } } });
    await until(() => stalled.handled() === 2);
    const other = await startProcess({ ...orders, work: { kind: 'effects' } });
    await Promise.all([ground.settled(), pause(seconds * 1_000)]);
    const twice = await db.selectFrom('outbox').select('id').where('starts', '>', 1).execute();
    stalled.kill('SIGCONT');
    for (const worker of [stalled, other]) {
      worker.kill('SIGTERM');
      await worker.ended;
    }
    const deadLetters = (await findDeadLetters(db, messages)).length;
    return { ...(await countEffects(db, messages)), takenOver: twice.length > 0, deadLetters };
  } finally {
    await ground.stop();
  }
}
