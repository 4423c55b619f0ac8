import { findDeadLetters, openDatabase } from '@tocsin/db';
import { queues } from '@tocsin/messages';
import { startWorker } from '@tocsin/queue';
import { expect, test } from 'vitest';
import { say, seconds } from '../support/faults-figures.ts';
import { flushMidRun } from '../support/faults-flush.ts';
import { fillPostgres, killPostgres } from '../support/faults-postgres.ts';
import { killRedis, leaveWithoutRedis } from '../support/faults-redis.ts';
import { sized } from '../support/faults-size.ts';
import {
  countEffects,
  enqueueMany,
  leaveEffect,
  openGround,
  openRawQueue,
  timed,
} from '../support/faults.ts';
import { until } from '../support/system-wait.ts';
import { silent } from '../support/system.ts';

test('a Redis that is emptied in the middle of the work loses no message and doubles no effect', async () => {
  const messages = sized(2_000, 200);
  const { seconds: took, ...effects } = await flushMidRun(messages);
  say(1, `Redis emptied mid-run, ${messages} messages`, { ...effects, 'done in': seconds(took) });
  expect(effects).toEqual({ lost: 0, duplicates: 0 });
  expect(took).toBeLessThanOrEqual(sized(30, Number.POSITIVE_INFINITY));
});

test('a Redis that is killed under eight producers and comes back empty loses nothing', async () => {
  const [messages, kills] = sized([4_000, 5], [400, 1]);
  const { seconds: took, ...figures } = await killRedis(messages, kills);
  say(12, `Redis kill −9 under 8 producers, ${messages} messages`, { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ lost: 0, duplicates: 0, kills });
});

test('while Redis is away pages are read and say so, and what was to be done meanwhile is done once it is back', async () => {
  const [messages, awaySeconds] = sized([4_000, 600], [200, 3]);
  const { readMs, ...figures } = await leaveWithoutRedis(messages, awaySeconds);
  const slowest = `${Math.round(Math.max(...readMs))} ms`;
  say(33, `Redis away ${awaySeconds} s, ${messages} messages`, {
    ...figures,
    'pages read': readMs.length,
    'slowest page': slowest,
  });
  expect(figures).toEqual({ lost: 0, duplicates: 0, unread: 0, health: 'redis unreachable, then ok' });
  expect(Math.max(...readMs)).toBeLessThanOrEqual(sized(2_000, Number.POSITIVE_INFINITY));
});

test('a Postgres that is killed while a source is read leaves no gap, no duplicate and nobody to blame', async () => {
  const [releases, kills] = sized([2_000, 10], [250, 2]);
  const { seconds: took, ...figures } = await timed(() => killPostgres(releases, kills));
  say(13, `Postgres kill −9 during ingest, ${releases} releases`, { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ kills, gap: 0, duplicates: 0, blamed: 0 });
});

test('a Postgres without space while a source is read stores nothing, and once there is some, all, once', async () => {
  const [releases, times] = sized([2_000, 5], [250, 1]);
  const { seconds: took, ...figures } = await timed(() => fillPostgres(releases, times));
  say(36, `Disk full during ingest, ${releases} releases`, { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ times, gap: 0, duplicates: 0, blamed: 0 });
});

test('a message whose every try failed because Postgres was away is sent again once it is back', async () => {
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
