import { expect, test } from 'vitest';
import { doubledWait, MINUTE_MS, SECOND_MS } from './span.ts';

test('the wait doubles with each failure, and never grows past the longest', () => {
  const waits = [0, 1, 2, 3, 4, 5, 400].map((failures) => doubledWait(failures, 5 * SECOND_MS, MINUTE_MS));
  expect(waits).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});
