import { expect, test } from 'vitest';
import { keepUp } from './keep-up.ts';

/** A process that ends when the test says so. */
function fakeProcess() {
  let end = (_code: number): void => undefined;
  const exited = new Promise<number>((resolve) => {
    end = resolve;
  });
  return { pid: 1, exited, end, stop: async () => end(0) };
}

test('a process that ends is started again, until it is stopped', async () => {
  const first = fakeProcess();
  const second = fakeProcess();
  const said: string[] = [];
  let restarted = (): void => undefined;
  const again = new Promise<void>((resolve) => {
    restarted = resolve;
  });
  const stop = keepUp(
    first,
    async () => {
      restarted();
      return second;
    },
    (sentence) => said.push(sentence),
  );
  first.end(3);
  await again;
  await stop();
  expect(await second.exited).toBe(0);
  expect(said).toEqual(['ended with code 3; starting it again in 250 ms']);
});

test('a process that is stopped is not started again', async () => {
  const only = fakeProcess();
  const stop = keepUp(
    only,
    () => Promise.reject(new Error('started again')),
    () => undefined,
  );
  await stop();
  expect(await only.exited).toBe(0);
});
