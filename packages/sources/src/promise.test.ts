import { describe, expect, test } from 'vitest';
import { promiseWords, withinPromise, type LookPromise } from './promise.ts';
import { sources } from './sources.ts';

function counts(promise: LookPromise, lookedAt: string | null, now: string): boolean {
  return withinPromise({ promise }, lookedAt, now);
}

describe('a look', () => {
  test('at a stream counts for a quarter of an hour', () => {
    expect(counts({ minutes: 15 }, '2026-11-22T09:52:00Z', '2026-11-22T10:07:00Z')).toBe(true);
    expect(counts({ minutes: 15 }, '2026-11-22T09:52:00Z', '2026-11-22T10:07:01Z')).toBe(false);
  });

  test('that nobody took never counts', () => {
    expect(counts({ minutes: 15 }, null, '2026-11-22T10:07:00Z')).toBe(false);
  });

  test('of which only the London day is kept is taken at the end of that day', () => {
    expect(counts({ minutes: 15 }, '2026-07-01', '2026-07-01T23:14:00Z')).toBe(true);
    expect(counts({ minutes: 15 }, '2026-07-01', '2026-07-01T23:15:00Z')).toBe(false);
  });

  const night = { window: '21:00-07:00' } as const;

  test.each([
    ['by day', '2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z'],
    ['in the evening', '2026-11-22T21:05:00Z', '2026-11-24T07:00:00Z'],
    ['before dawn', '2026-11-22T06:45:00Z', '2026-11-23T07:00:00Z'],
    ['in the night before summer time ends', '2026-10-24T06:00:00Z', '2026-10-25T07:00:00Z'],
    ['in the night in which summer time ends', '2026-10-25T00:30:00Z', '2026-10-26T07:00:00Z'],
  ])('taken %s counts until the next night is over, and at least a day', (_when, lookedAt, last) => {
    expect(counts(night, lookedAt, last)).toBe(true);
    expect(counts(night, lookedAt, new Date(Date.parse(last) + 1).toISOString())).toBe(false);
  });

  test('taken at the end of hours by day counts until those of the next day are over', () => {
    const office = { window: '09:00-17:00' } as const;
    expect(counts(office, '2026-11-22T16:50:00Z', '2026-11-23T17:00:00Z')).toBe(true);
    expect(counts(office, '2026-11-22T16:50:00Z', '2026-11-23T17:00:01Z')).toBe(false);
  });

  test('at an edition counts for its week or month and the days that the next may be late', () => {
    const monthly = { edition: 'monthly', lateDays: 5 } as const;
    expect(counts(monthly, '2026-01-31T09:00:00Z', '2026-03-05T23:59:59Z')).toBe(true);
    expect(counts(monthly, '2026-01-31T09:00:00Z', '2026-03-06T00:00:00Z')).toBe(false);
    const weekly = { edition: 'weekly', lateDays: 2 } as const;
    expect(counts(weekly, '2026-06-01T04:30:00Z', '2026-06-10T22:59:59Z')).toBe(true);
    expect(counts(weekly, '2026-06-01T04:30:00Z', '2026-06-10T23:00:00Z')).toBe(false);
  });
});

test('every source promises something that can be printed', () => {
  for (const { id, promise } of sources)
    expect(promiseWords(promise), id).toMatch(/^(for \d+ (minutes|hours)|for a (week|month), |until )/);
});
