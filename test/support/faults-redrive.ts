import { findDeadLetters, redrive } from '@tocsin/db';
import { Refuse } from '@tocsin/runtime';
import { countEffects, enqueueMany, leaveEffect, openGround, openRawQueue, type Effects } from './faults.ts';
import { until } from './system-wait.ts';

interface RedriveFigures extends Effects {
  /** Jobs that failed and that Redis still kept when their messages ran again. */
  readonly kept: number;
}

/** Messages are refused, and sent again by a person's decision while Redis keeps the jobs that failed. */
export async function redriveKept(messages: number): Promise<RedriveFigures> {
  const ground = await openGround();
  const queue = openRawQueue(ground, 'score');
  let mended = false;
  try {
    await enqueueMany(ground.db, messages);
    await ground.startRelay();
    ground.startWorker('score', async (work) => {
      if (!mended) throw new Refuse('the key is wrong');
      await leaveEffect(ground.db, work);
    });
    await until(async () => (await queue.getFailedCount()) === messages);
    const letters = await findDeadLetters(ground.db, messages);
    mended = true;
    await ground.db.transaction().execute(async (trx) => {
      for (const { id } of letters) await redrive(trx, id);
    });
    await ground.settled();
    return { ...(await countEffects(ground.db, messages)), kept: await queue.getFailedCount() };
  } finally {
    await queue.close();
    await ground.stop();
  }
}
