import { countOpen } from '@tocsin/db';
import { startProcess } from './faults-process.ts';
import { countEffects, enqueueMany, openGround, type Effects } from './faults.ts';
import { until } from './system-wait.ts';

interface StopFigures extends Effects {
  /** Stops while messages waited. */
  readonly stops: number;
  /** Stops that did not end by themselves with code 0. */
  readonly unclean: number;
  /** Messages that a process left unfinished when it had gone. */
  readonly abandoned: number;
}

/** Asks one worker process after another to stop (SIGTERM) while it is at work. */
export async function stopUnderLoad(stops: number): Promise<StopFigures> {
  const messages = stops * 60;
  const ground = await openGround();
  const { databaseUrl, redisUrl, db } = ground;
  const orders = { databaseUrl, redisUrl, concurrency: 4, work: { kind: 'effects' } } as const;
  let [stopped, unclean, abandoned] = [0, 0, 0];
  try {
    await enqueueMany(db, messages);
    await ground.startRelay();
    while (stopped < stops && (await countOpen(db)) > 0) {
      const worker = await startProcess(orders);
      await until(async () => worker.handled() >= 3 || (await countOpen(db)) === 0);
      worker.kill('SIGTERM');
      if ((await worker.ended) !== 0) unclean += 1;
      const held = await db
        .selectFrom('outbox')
        .select('id')
        .where('starts', '>', 0)
        .where('done_at', 'is', null)
        .execute();
      abandoned += held.length;
      stopped += 1;
    }
    const last = await startProcess(orders);
    await ground.settled();
    last.kill('SIGTERM');
    await last.ended;
    return { ...(await countEffects(db, messages)), stops: stopped, unclean, abandoned };
  } finally {
    await ground.stop();
  }
}
