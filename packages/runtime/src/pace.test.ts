import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualClock } from '../../../test/support/publishers/clock.ts';
import { openMemoryLimiter } from './pace.ts';

test('no window of the pace ever holds more requests than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 60 }),
      async (requests, perSeconds, pauses) => {
        const clock = virtualClock();
        const limiter = openMemoryLimiter(clock);
        const sent: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          await limiter.take('publisher', { requests, perSeconds });
          sent.push(clock.now());
        }
        const crowded = sent.some((at, index) => {
          const earlier = sent[index - requests];
          return earlier !== undefined && at - earlier < perSeconds * 1_000;
        });
        expect(crowded).toBe(false);
      },
    ),
    { numRuns: 50 },
  );
});

test('background requests leave a tenth of the pace to the others', async () => {
  const clock = virtualClock();
  const limiter = openMemoryLimiter(clock);
  const pace = { requests: 10, perSeconds: 60 };
  for (let request = 0; request < 9; request += 1) await limiter.take('register', pace, 'background');
  expect(clock.slept).toEqual([]);
  await limiter.take('register', pace, 'normal');
  expect(clock.slept).toEqual([]);
  await limiter.take('register', pace, 'background');
  expect(clock.slept).toHaveLength(1);
});

test('buckets do not wait for each other', async () => {
  const clock = virtualClock();
  const limiter = openMemoryLimiter(clock);
  await limiter.hold('gazette', 60_000);
  await limiter.take('register', { requests: 1, perSeconds: 1 });
  expect(clock.slept).toEqual([]);
  await limiter.take('gazette', { requests: 1, perSeconds: 1 });
  expect(clock.slept).toEqual([60_000]);
});

test('background requests are spread over the window, so that another finds room at any moment', async () => {
  const clock = virtualClock();
  const limiter = openMemoryLimiter(clock);
  const pace = { requests: 600, perSeconds: 300 };
  const started = clock.now();
  for (let request = 0; request < 1_080; request += 1) {
    await limiter.take('register', pace, 'background');
    if (request % 100 !== 99) continue;
    const before = clock.now();
    await limiter.take('register', pace, 'normal');
    expect(clock.now() - before).toBe(0);
  }
  // A full window and most of another: no request of the background is lost to the spreading.
  expect(clock.now() - started).toBeLessThanOrEqual(2 * 302_000);
  expect(Math.max(...clock.slept)).toBeLessThanOrEqual(30_200);
});
