import { startValkey } from '@tocsin/infra';
import { serverFolder } from './faults-folder.ts';
import { countEffects, enqueueMany, leaveEffect, openGround, timed, type Effects } from './faults.ts';
import { until } from './system-wait.ts';

const PRODUCERS = 8;

interface RedisFigures extends Effects {
  readonly kills: number;
  readonly seconds: number;
}

/**
 * Redis is killed with signal 9 while eight producers write, and comes back empty at the same address: `kills` times,
 * each when a further share of the messages has been handled.
 */
export async function killRedis(messages: number, kills: number): Promise<RedisFigures> {
  const { folder, remove } = serverFolder();
  let redis = await startValkey(folder);
  const ground = await openGround({ redisUrl: redis.url });
  const port = Number(new URL(redis.url).port);
  let handled = 0;
  try {
    await ground.startRelay();
    ground.startWorker('score', async (work) => {
      await leaveEffect(ground.db, work);
      handled += 1;
    });
    return await timed(async () => {
      const producing = Promise.all(Array.from({ length: PRODUCERS }, (_, producer) => produce(producer)));
      for (let kill = 1; kill <= kills; kill += 1) {
        await until(() => handled >= (kill * messages) / (2 * kills));
        process.kill(redis.pid, 'SIGKILL');
        await redis.exited;
        redis = await startValkey(folder, { port, kind: redis.kind });
      }
      await producing;
      await ground.settled();
      return { ...(await countEffects(ground.db, messages)), kills };
    });
  } finally {
    await ground.stop();
    await redis.stop();
    remove();
  }

  /** One message a transaction, as handlers write them. */
  async function produce(producer: number): Promise<void> {
    for (let message = producer + 1; message <= messages; message += PRODUCERS)
      await enqueueMany(ground.db, 1, message);
  }
}
