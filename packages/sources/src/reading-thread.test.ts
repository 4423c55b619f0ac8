import { expect, test } from 'vitest';
import { readSheets } from './sheets.ts';

/** A file after which the thread is ended, where nobody waits for it. */
const large = new TextEncoder().encode('name,town\r\n' + 'Example Ltd,Exampleton\r\n'.repeat(50_000));

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

test('large files that wait for each other are read by one thread, which is ended after the last of them', async () => {
  // Whatever thread is left of what was read before ends with it.
  await readSheets(large);
  const all = () => Promise.all([readSheets(large), readSheets(large), readSheets(large)]);
  expect(await startedWhile(all)).toBe(1);
  expect(await startedWhile(() => readSheets(large))).toBe(1);
});
