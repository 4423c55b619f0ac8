import { openHttp, openMemoryLimiter, openRedisLimiter } from '@tocsin/runtime';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { sharedClock, virtualClock } from '../support/publishers/clock.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import { freshRedis } from '../support/stack.ts';

const WORKERS = 4;
const REQUESTS = 1_250;

test('four workers with one key never pass 600 requests in five minutes', async () => {
  const clock = sharedClock(WORKERS);
  const { url } = await freshRedis();
  const publisher = await companiesHouseServer(clock);
  const connections = Array.from({ length: WORKERS }, () => new Redis(url));
  const headers = { Authorization: `Basic ${Buffer.from('test-key:').toString('base64')}` };
  const started = clock.now();
  let left = REQUESTS;
  await Promise.all(
    connections.map(async (redis) => {
      const http = openHttp({
        userAgent: 'Tocsin test',
        limiter: openRedisLimiter(redis, clock),
        bucket: 'companies-house',
        pace: { requests: 600, perSeconds: 300 },
        clock,
      });
      while (left > 0) {
        left -= 1;
        await http.get(`${publisher.url}/company/99000001`, { headers, answers: [404] });
      }
      clock.leave();
    }),
  );
  for (const redis of connections) redis.disconnect();
  await publisher.close();
  expect(publisher.requests).toHaveLength(REQUESTS);
  expect(publisher.refused()).toBe(0);
  expect(clock.now() - started).toBeGreaterThanOrEqual(2 * 300_000);
});

test('one worker that is told to wait holds the others too', async () => {
  const clock = virtualClock();
  const { url } = await freshRedis();
  const redis = new Redis(url);
  const [one, another] = [openRedisLimiter(redis, clock), openRedisLimiter(redis, clock)];
  await one.hold('gazette', 60_000);
  await another.take('register', { requests: 1, perSeconds: 1 });
  expect(clock.slept).toEqual([]);
  await another.take('gazette', { requests: 1, perSeconds: 1 });
  expect(clock.slept).toEqual([60_000]);
  redis.disconnect();
});

test('without a clock of ours, the workers agree on Redis’s own', async () => {
  const { url } = await freshRedis();
  const redis = new Redis(url);
  const limiter = openRedisLimiter(redis);
  const pace = { requests: 3, perSeconds: 3_600 };
  await Promise.all([1, 2, 3].map(() => limiter.take('register', pace)));
  const fourth = limiter.take('register', pace).then(() => 'went');
  const verdict = await Promise.race([fourth, redis.ping().then(() => 'waits')]);
  expect(verdict).toBe('waits');
  redis.disconnect();
});

test('kept in Redis or in one process, a pace lets the same requests go at the same moments', async () => {
  const { url } = await freshRedis();
  const redis = new Redis(url);
  const pace = { requests: 60, perSeconds: 300 };
  const moments = await Promise.all(
    ['redis', 'memory'].map(async (kept) => {
      const clock = virtualClock();
      const limiter = kept === 'redis' ? openRedisLimiter(redis, clock) : openMemoryLimiter(clock);
      const sent: number[] = [];
      for (let request = 0; request < 200; request += 1) {
        await limiter.take('register', pace, request % 7 === 0 ? 'normal' : 'background');
        sent.push(clock.now());
      }
      return sent;
    }),
  );
  expect(moments[0]).toEqual(moments[1]);
  redis.disconnect();
});
