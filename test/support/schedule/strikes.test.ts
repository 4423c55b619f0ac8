import { expect, test } from 'vitest';
import { inWords, scheduleOf } from './strikes.ts';

test('the faults of a seed are always the same, and those of another seed others', () => {
  expect(scheduleOf(7, 300)).toEqual(scheduleOf(7, 300));
  expect(scheduleOf(7, 300)).not.toEqual(scheduleOf(8, 300));
});

test('five minutes hold faults of every kind, in order, and none near the end', () => {
  const strikes = scheduleOf(1, 300);
  expect(new Set(strikes.map(({ kind }) => kind)).size).toBe(9);
  expect(strikes.map(({ at }) => at)).toEqual(strikes.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(Math.max(...strikes.map(({ at }) => at))).toBeLessThan(300_000 * 0.88);
});

test('a fault is told in words', () => {
  expect(inWords({ at: 12_400, kind: 'freeze', what: 'postgres', forMs: 3_100 })).toBe(
    '  12.4 s  freeze postgres for 3.1 s',
  );
});
