import { findDeadLetters, openDatabase } from '@tocsin/db';
import { startWorker } from '@tocsin/queue';
import { queues } from '@tocsin/messages';
import { expect, test } from 'vitest';
import { flushMidRun } from '../support/faults-flush.ts';
import { fillPostgres, killPostgres } from '../support/faults-postgres.ts';
import { killRedis } from '../support/faults-redis.ts';
import { countEffects, enqueueMany, leaveEffect, openGround, openRawQueue } from '../support/faults.ts';
import { until } from '../support/system-wait.ts';
import { silent } from '../support/system.ts';

test.concurrent('a Redis that is emptied in the middle of the work loses no message and doubles no effect', async () => {
  expect(await flushMidRun(200)).toMatchObject({ lost: 0, duplicates: 0 });
});

test.concurrent('a Redis that is killed under eight producers and comes back empty loses nothing', async () => {
  expect(await killRedis(400, 1)).toMatchObject({ lost: 0, duplicates: 0, kills: 1 });
});

test.concurrent('a Postgres that is killed while a source is read leaves no gap, no duplicate and nobody to blame', async () => {
  expect(await killPostgres(250, 2)).toEqual({ kills: 2, gap: 0, duplicates: 0, blamed: 0 });
});

test.concurrent('a Postgres without space while a source is read stores nothing, and once there is some, all, once', async () => {
  expect(await fillPostgres(250, 1)).toEqual({ times: 1, gap: 0, duplicates: 0, blamed: 0 });
});

test.concurrent('a message whose every try failed because Postgres was away is sent again once it is back', async () => {
  const ground = await openGround();
  const queue = openRawQueue(ground, 'score');
  const away = openDatabase('postgresql://postgres@127.0.0.1:1/nowhere', { max: 1 });
  const handle = (work: Parameters<typeof leaveEffect>[1]) => leaveEffect(ground.db, work);
  const stop = startWorker('score', { redisUrl: ground.redisUrl, db: away, logger: silent, handle });
  try {
    await enqueueMany(ground.db, 1);
    await ground.startRelay(100);
    for (let attempt = 1; attempt < queues.score.attempts; attempt += 1) {
      await until(async () => (await queue.getDelayedCount()) === 1);
      for (const job of await queue.getDelayed()) await job.promote();
    }
    await until(async () => (await queue.getFailedCount()) === 1);
    await stop();
    ground.startWorker('score', handle);
    await ground.settled();
    expect(await findDeadLetters(ground.db, 1)).toEqual([]);
    expect(await countEffects(ground.db, 1)).toEqual({ lost: 0, duplicates: 0 });
  } finally {
    await away.destroy();
    await queue.close();
    await ground.stop();
  }
});
