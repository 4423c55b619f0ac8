import { expect, test } from 'vitest';
import { doubledWait, formatSpan, MINUTE_MS, SECOND_MS } from './span.ts';

test('the wait doubles with each failure, and never grows past the longest', () => {
  const waits = [0, 1, 2, 3, 4, 5, 400].map((failures) => doubledWait(failures, 5 * SECOND_MS, MINUTE_MS));
  expect(waits).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('a span is told in whole units, of the largest of which there are two, and never as longer than it is', () => {
  const spans = [-3, 0, 1, 40.4, 90, 119, 120, 5_400, 7_199, 7_200, 172_799, 172_800, 259_200, 100_000_000];
  expect(spans.map(formatSpan)).toEqual([
    '0 seconds',
    '0 seconds',
    '1 second',
    '40 seconds',
    '90 seconds',
    '119 seconds',
    '2 minutes',
    '90 minutes',
    '119 minutes',
    '2 hours',
    '47 hours',
    '2 days',
    '3 days',
    '1,157 days',
  ]);
});
