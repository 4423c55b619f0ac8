import { addDays, addMonths, dayAfter, lastOfMonth } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthsRead } from './spend.ts';

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));

test('a file of whole calendar months is of as many months, however long they are', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 12 }), (within, months) => {
      const until = dayAfter(lastOfMonth(within));
      const read = monthsRead([[addMonths(until, -months), until]], lastOfMonth(within));
      expect(read).toEqual({ months, monthsBefore: 0 });
    }),
  );
});

test('twelve months are read of a year without gaps, whatever its last day, and none of the year before', () => {
  fc.assert(
    fc.property(day, (to) => {
      const until = dayAfter(to);
      expect(monthsRead([[addMonths(until, -12), until]], to)).toEqual({ months: 12, monthsBefore: 0 });
      expect(monthsRead([[addMonths(until, -24), until]], to)).toEqual({ months: 12, monthsBefore: 12 });
    }),
  );
});

test('one day counts its month, both ends included, and what is older than two years counts nothing', () => {
  const to = '2026-10-31';
  const on = (one: string) => monthsRead([[one, dayAfter(one)]], to);
  expect(on('2026-10-31')).toEqual({ months: 1, monthsBefore: 0 });
  expect(on('2025-11-01')).toEqual({ months: 1, monthsBefore: 0 });
  expect(on('2025-10-31')).toEqual({ months: 0, monthsBefore: 1 });
  expect(on('2024-11-01')).toEqual({ months: 0, monthsBefore: 1 });
  expect(on('2024-10-31')).toEqual({ months: 0, monthsBefore: 0 });
  expect(monthsRead([], to)).toEqual({ months: 0, monthsBefore: 0 });
});
