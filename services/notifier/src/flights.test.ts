import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFlights, type Flights } from './flights.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Sends to a host; what is in the air lands when it is told to. */
function sending(flights: Flights, host: string, atOnce = 2) {
  const inTheAir: (() => void)[] = [];
  let slow = 0;
  const fly = (count: number) =>
    Array.from({ length: count }, () =>
      flights.fly({
        host,
        atOnce,
        send: () => new Promise<'sent'>((land) => inTheAir.push(() => land('sent'))),
        onSlow: () => void (slow += 1),
      }),
    );
  return { inTheAir, fly, slow: () => slow };
}

test('no more than a host may take are in the air, and the next goes when one has landed', async () => {
  const { inTheAir, fly } = sending(openFlights(10_000), 'mail');
  const all = fly(5);
  for (const sent of [2, 3, 4, 5, 5]) {
    await vi.advanceTimersByTimeAsync(1);
    expect(inTheAir).toHaveLength(sent);
    inTheAir[sent - 2]?.();
  }
  inTheAir[4]?.();
  expect(await Promise.all(all)).toEqual(all.map(() => ({ ended: 'sent', isSlow: false })));
});

test('what waits for a host that turns out slow is held back unsent, and others go on', async () => {
  const flights = openFlights(10_000);
  const slow = sending(flights, 'slow');
  const well = sending(flights, 'well');
  const all = slow.fly(5);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(slow.slow()).toBe(2);
  expect(await Promise.all(all.slice(2))).toEqual(['held', 'held', 'held']);
  expect(await Promise.all(slow.fly(1))).toEqual(['held']);
  expect(slow.inTheAir).toHaveLength(2);
  const others = well.fly(2);
  await vi.advanceTimersByTimeAsync(1);
  for (const land of well.inTheAir) land();
  expect(await Promise.all(others)).toEqual([
    { ended: 'sent', isSlow: false },
    { ended: 'sent', isSlow: false },
  ]);
  for (const land of slow.inTheAir) land();
  expect(await Promise.all(all.slice(0, 2))).toEqual([
    { ended: 'sent', isSlow: true },
    { ended: 'sent', isSlow: true },
  ]);
});
