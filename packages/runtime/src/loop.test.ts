import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLogger } from './logger.ts';
import { startLoop } from './loop.ts';

const logger = openLogger('test', 'silent');
const EVERY_MS = 1_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('runs at once and then at its interval, until it is stopped', async () => {
  let rounds = 0;
  const stop = startLoop({ name: 'count', everyMs: EVERY_MS, logger, round: async () => void (rounds += 1) });
  expect(rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
  expect(rounds).toBe(4);
  await stop();
  await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
  expect(rounds).toBe(4);
});

test('a round that takes long is not joined by another, and is waited for and told when the process closes', async () => {
  let rounds = 0;
  let told = false;
  const stop = startLoop({
    name: 'long',
    everyMs: EVERY_MS,
    logger,
    round: (stopping) => {
      rounds += 1;
      return new Promise<void>((resolve) => {
        stopping.addEventListener('abort', () => {
          told = true;
          resolve();
        });
      });
    },
  });
  await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
  expect(rounds).toBe(1);
  await stop();
  expect(told).toBe(true);
});

test('a round that fails is followed by the next', async () => {
  let rounds = 0;
  const stop = startLoop({
    name: 'fails',
    everyMs: EVERY_MS,
    logger,
    round: async () => {
      rounds += 1;
      throw new Error('no database');
    },
  });
  await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(rounds).toBe(3);
  await stop();
});
