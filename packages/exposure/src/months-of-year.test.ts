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

test('a month counts in its year, both ends included, a part of it in none, and what is older than two years nothing', () => {
  const to = '2026-10-31';
  const of = (month: string) => monthsRead([[`${month}-01`, dayAfter(lastOfMonth(`${month}-01`))]], to);
  expect(of('2026-10')).toEqual({ months: 1, monthsBefore: 0 });
  expect(of('2025-11')).toEqual({ months: 1, monthsBefore: 0 });
  expect(of('2025-10')).toEqual({ months: 0, monthsBefore: 1 });
  expect(of('2024-11')).toEqual({ months: 0, monthsBefore: 1 });
  expect(of('2024-10')).toEqual({ months: 0, monthsBefore: 0 });
  expect(monthsRead([], to)).toEqual({ months: 0, monthsBefore: 0 });
  for (const [first, until] of [
    ['2026-10-01', '2026-10-16'],
    ['2026-10-12', '2026-11-01'],
    ['2026-10-31', '2026-11-01'],
  ] as const)
    expect(monthsRead([[first, until]], to), first).toEqual({ months: 0, monthsBefore: 0 });
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
  const file: [string, string] = ['2025-09-01', '2026-11-01'];
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
