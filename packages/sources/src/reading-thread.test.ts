import { availableParallelism } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { readInThread } from './reading-thread.ts';
import { readSheets } from './sheets.ts';

/** A file after which the thread is ended, where no other comes soon. */
const large = new TextEncoder().encode(
  'name,town\r\n' + `Example Ltd,${'Exampleton '.repeat(100)}\r\n`.repeat(1_000),
);

/** How many threads are started meanwhile. */
async function startedWhile(work: () => Promise<unknown>): Promise<number> {
  let started = 0;
  const count = () => {
    started += 1;
  };
  process.on('worker', count);
  await work();
  process.off('worker', count);
  return started;
}

afterEach(() => {
  vi.useRealTimers();
});

test('large files are read by two threads at most, kept for those that come soon and ended after the last', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  // Whatever thread is left of what was read before ends with it.
  await readSheets(large);
  await vi.advanceTimersByTimeAsync(2_000);
  const three = () => Promise.all([readSheets(large), readSheets(large), readSheets(large)]);
  expect(await startedWhile(three)).toBe(Math.min(2, availableParallelism()));
  expect(await startedWhile(() => readSheets(large))).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await startedWhile(() => readSheets(large))).toBe(1);
});

test('a reading that says nothing for too long is ended, told for people, and keeps nobody from being read', async () => {
  const reading = readInThread('table', large, undefined, 0);
  await expect(reading.next()).rejects.toThrow('could not be read within 0 seconds. Nothing was read.');
  expect(await readSheets(large)).toMatchObject([{ name: '' }]);
});
