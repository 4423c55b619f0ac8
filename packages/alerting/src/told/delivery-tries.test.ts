import { expect, test } from 'vitest';
import { leftAlone, placesAt, TRIED_FOR_MS, waitAfter } from './delivery-tries.ts';

const MINUTE = 60_000;
const well = { failures: 0, failingForMs: 0, probeInMs: null, isSlow: false };

test('waits double from five seconds and are never longer than an hour, for 75 hours', () => {
  expect([1, 2, 3, 4].map(waitAfter)).toEqual([5_000, 10_000, 20_000, 40_000]);
  let tries = 0;
  let waited = 0;
  while (waited < TRIED_FOR_MS) waited += waitAfter((tries += 1));
  expect(waitAfter(tries)).toBe(60 * MINUTE);
  expect(tries).toBeGreaterThan(75);
});

test('a host that fails five times in a row is left alone, longer the longer it fails', () => {
  const after = (failures: number, minutes: number) =>
    leftAlone({ ...well, failures, failingForMs: minutes * MINUTE });
  expect([after(4, 10), after(5, 0), after(5, 10), after(900, 4_000)]).toEqual([
    null,
    MINUTE / 2,
    5 * MINUTE,
    15 * MINUTE,
  ]);
});

test('one message is tried at a host that was left alone, and two at once at one that is slow', () => {
  expect(placesAt({ ...well, failures: 5, probeInMs: 1 }, 0)).toBe(0);
  expect(placesAt({ ...well, failures: 5, probeInMs: 0 }, 0)).toBe(1);
  expect([0, 1, 2, 8].map((underWay) => placesAt({ ...well, isSlow: true }, underWay))).toEqual([2, 1, 0, 0]);
  expect(placesAt({ ...well, failures: 4 }, 100)).toBe(Number.POSITIVE_INFINITY);
});
