import { expect, test } from 'vitest';
import { say, seconds } from '../support/faults-figures.ts';
import { flushMidRun } from '../support/faults-flush.ts';
import { fillPostgres, killPostgres } from '../support/faults-postgres.ts';
import { killRedis } from '../support/faults-redis.ts';
import { timed } from '../support/faults.ts';

test('2,000 messages and a Redis that is emptied in the middle: nothing lost or doubled, done within 30 s', async () => {
  const { seconds: took, ...effects } = await flushMidRun(2_000);
  say(1, 'Redis emptied mid-run, 2,000 messages', { ...effects, 'done in': seconds(took) });
  expect(effects).toEqual({ lost: 0, duplicates: 0 });
  expect(took).toBeLessThanOrEqual(30);
});

test('a Redis that is killed five times under eight producers loses nothing', async () => {
  const { seconds: took, ...figures } = await killRedis(4_000, 5);
  say(12, 'Redis kill −9 under 8 producers, 4,000 messages', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ lost: 0, duplicates: 0, kills: 5 });
});

test('a Postgres that is killed ten times while a source is read leaves no gap and no duplicate', async () => {
  const { seconds: took, ...figures } = await timed(() => killPostgres(2_000, 10));
  say(13, 'Postgres kill −9 during ingest, 2,000 releases', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ kills: 10, gap: 0, duplicates: 0, blamed: 0 });
});

test('a Postgres whose disk is full five times while a source is read leaves no gap and no duplicate', async () => {
  const { seconds: took, ...figures } = await timed(() => fillPostgres(2_000, 5));
  say(36, 'Disk full during ingest, 2,000 releases', { ...figures, 'done in': seconds(took) });
  expect(figures).toEqual({ times: 5, gap: 0, duplicates: 0, blamed: 0 });
});
