import { expect, test } from 'vitest';
import { openTurns, type GiveBack } from './turns.ts';

/** Turns by a clock that stands still until it is moved. */
function open() {
  let at = 0;
  const calls: { at: number; call: () => void }[] = [];
  const turns = openTurns({
    atOnce: { alone: 3, beside: 1 },
    waiting: 4,
    share: 0.25,
    creditMs: 1_000,
    mostMs: 4_000,
    asksForMs: 5_000,
    now: () => at,
    later: (ms, call) => void calls.push({ at: at + ms, call }),
  });
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    /** A request: once it has its place, how to end it. */
    ask: async (council: string) => {
      const request: { giveBack?: GiveBack | null } = {};
      void turns.take(council).then((giveBack) => (request.giveBack = giveBack));
      await settled();
      return request;
    },
    pass: async (ms: number) => {
      at += ms;
      for (const one of calls.filter((call) => call.at <= at)) {
        calls.splice(calls.indexOf(one), 1);
        one.call();
      }
      await settled();
    },
    settled,
  };
}

const isServed = ({ giveBack }: { giveBack?: GiveBack | null }) => typeof giveBack === 'function';

test('a council that asks alone has as many requests at work as it may, and the next as soon as one is over', async () => {
  const { ask, pass, settled } = open();
  const requests = [await ask('A'), await ask('A'), await ask('A'), await ask('A')];
  expect(requests.map(isServed)).toEqual([true, true, true, false]);
  await pass(60_000);
  requests[0]?.giveBack?.();
  await settled();
  expect(requests.map(isServed)).toEqual([true, true, true, true]);
});

test('while another asks too a council has one at work, and the other is served beside it', async () => {
  const { ask } = open();
  expect(isServed(await ask('B'))).toBe(true);
  const requests = [await ask('A'), await ask('A')];
  expect(requests.map(isServed)).toEqual([true, false]);
});

test('whoever has used up its credit rests until it has kept to its share; the others do not', async () => {
  const { ask, pass, settled } = open();
  (await ask('B')).giveBack?.();
  const long = await ask('A');
  await pass(2_000);
  long.giveBack?.();
  (await ask('B')).giveBack?.();
  const next = await ask('A');
  // Two seconds of work at a quarter of the time are eight, of which the credit of one second makes good four.
  await pass(3_999);
  expect(isServed(next)).toBe(false);
  const other = await ask('B');
  expect(isServed(other)).toBe(true);
  await pass(1);
  await settled();
  expect(isServed(next)).toBe(true);
});

test('a request that takes very long counts for no more than the most', async () => {
  const { ask, pass } = open();
  const [mine, theirs] = [await ask('A'), await ask('B')];
  theirs.giveBack?.();
  await pass(100_000);
  mine.giveBack?.();
  (await ask('B')).giveBack?.();
  const next = await ask('A');
  // Four seconds at a quarter of the time are sixteen, of which the credit makes good four.
  for (let second = 0; second < 12; second += 1) {
    expect(isServed(next)).toBe(false);
    (await ask('B')).giveBack?.();
    await pass(1_000);
  }
  expect(isServed(next)).toBe(true);
});

test('it need not rest once nobody else asks', async () => {
  const { ask, pass } = open();
  (await ask('B')).giveBack?.();
  const long = await ask('A');
  await pass(4_000);
  long.giveBack?.();
  const next = await ask('A');
  // Its rest would be over in twelve seconds.
  await pass(4_999);
  expect(isServed(next)).toBe(false);
  await pass(1);
  expect(isServed(next)).toBe(true);
});

test('another asks for as long as it waits for its answer, however long that takes', async () => {
  const { ask, pass } = open();
  await ask('B');
  await ask('A');
  await pass(60_000);
  expect(isServed(await ask('A'))).toBe(false);
});

test('what is at work together shares the time: none is charged for another', async () => {
  const { ask, pass } = open();
  const [mine, theirs] = [await ask('A'), await ask('B')];
  // Each has had one of these two seconds, which is its credit.
  await pass(2_000);
  mine.giveBack?.();
  theirs.giveBack?.();
  expect(isServed(await ask('A'))).toBe(true);
});

test('beyond so many that wait the next of the same council is sent away, and of another is not', async () => {
  const { ask } = open();
  await ask('B');
  await ask('A');
  for (let waiting = 0; waiting < 4; waiting += 1) expect((await ask('A')).giveBack).toBeUndefined();
  expect((await ask('A')).giveBack).toBeNull();
  expect(isServed(await ask('C'))).toBe(true);
});

test('a place that is given back twice is one place', async () => {
  const { ask, settled } = open();
  await ask('B');
  const first = await ask('A');
  const [second, third] = [await ask('A'), await ask('A')];
  first.giveBack?.();
  first.giveBack?.();
  await settled();
  expect([isServed(second), isServed(third)]).toEqual([true, false]);
});
