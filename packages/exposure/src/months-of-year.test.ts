import { addDays, addMonths, dayAfter, lastOfMonth } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthsOfYear, monthsRead } from './months-of-year.ts';
import { summariseSpend } from './spend.ts';

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

test('a file of some months is of as many months in all, in the year or the one before it, whatever day they end on', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 12 }), fc.nat(330), (within, months, later) => {
      const until = dayAfter(lastOfMonth(within));
      const { months: inYear, monthsBefore } = monthsRead(
        [[addMonths(until, -months), until]],
        addDays(until, later),
      );
      expect(inYear + monthsBefore).toBe(months);
    }),
  );
});

test('the month in which a year ends and began is read where its larger part is', () => {
  const file: [string, string] = ['2025-09-15', '2026-10-16'];
  expect(monthsRead([file], '2026-11-23')).toEqual({ months: 11, monthsBefore: 3 });
  expect(monthsRead([file], '2026-11-03')).toEqual({ months: 12, monthsBefore: 2 });
});

test('the months of a year hold each of its days once, in twelve months of the calendar', () => {
  fc.assert(
    fc.property(day, (to) => {
      const months = monthsOfYear(to);
      expect(new Set(months.map((month) => month.from.slice(5, 7))).size).toBe(12);
      const spans = months.flatMap(({ before, ...month }) => [month, ...(before ? [before] : [])]);
      const ordered = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1));
      expect(ordered[0]?.from).toBe(summariseSpend([], to).from);
      expect(ordered.at(-1)?.to).toBe(to);
      for (const [at, span] of ordered.slice(1).entries())
        expect(span.from).toBe(dayAfter(ordered[at]?.to ?? ''));
    }),
  );
});
