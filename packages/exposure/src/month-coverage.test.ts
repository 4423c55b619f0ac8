import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '@tocsin/domain';
import { coverageMeter, type PoundLine } from './coverage.ts';
import { monthsRead } from './months-of-year.ts';
import { summariseSpend } from './spend.ts';
import { coverageByMonth, type DayPounds } from './month-coverage.ts';

const TO = '2026-10-31';
const paid = (paidOn: string, more: Partial<DayPounds> = {}): DayPounds => ({
  paidOn,
  outcome: 'matched',
  fresh: true,
  vat: 'net',
  pence: 100,
  ...more,
});

test('twelve months end with the last day that was read, the last one first', () => {
  const months = coverageByMonth(TO, [], []);
  expect(months).toHaveLength(12);
  expect(months.map(({ from, to }) => [from, to])).toEqual(
    expect.arrayContaining([
      ['2026-10-01', '2026-10-31'],
      ['2026-02-01', '2026-02-28'],
      ['2025-11-01', '2025-11-30'],
    ]),
  );
  expect(months[0]?.to).toBe(TO);
});

test('a payment counts in its month, under how far its payee is known', () => {
  const [october, september] = coverageByMonth(
    TO,
    [['2026-10-01', '2026-11-01']],
    [
      paid('2026-10-01'),
      paid('2026-10-31', { fresh: false }),
      paid('2026-09-30', { outcome: 'ambiguous', vat: 'gross' }),
      paid('2025-10-31'),
    ],
  );
  expect(october).toMatchObject({ isRead: true, buckets: { monitored: { net: 100 }, stale: { net: 100 } } });
  expect(september).toMatchObject({
    isRead: false,
    buckets: { monitored: { net: 0 }, ambiguous: { gross: 100 } },
  });
});

test('a month was read where files hold it but for a few days between payments, not where they hold a part of it', () => {
  const read = (first: string, until: string) =>
    coverageByMonth(TO, [[first, until]], []).map(({ isRead }) => isRead);
  expect(read('2026-09-30', '2026-10-01').slice(0, 3)).toEqual([false, false, false]);
  expect(read('2026-09-05', '2026-09-27').slice(0, 3)).toEqual([false, true, false]);
  expect(read('2026-09-06', '2026-10-28').slice(0, 3)).toEqual([true, true, false]);
  expect(read('2026-09-07', '2026-10-26').slice(0, 3)).toEqual([false, false, false]);
  const weeks = (...starts: readonly string[]) =>
    coverageByMonth(
      TO,
      starts.map((start) => [`2026-09-${start}`, addDays(`2026-09-${start}`, 5)]),
      [],
    )[1]?.isRead;
  expect(weeks('01', '08', '15', '22', '28')).toBe(true);
  expect(weeks('01', '08', '22', '28')).toBe(false);
});

test('of the month in which the year ends and began each stretch is read for itself', () => {
  const stretches = (to: string, first: string, until: string) =>
    coverageByMonth(to, [[first, until]], [])[0]?.stretches;
  const [ends, begins] = [
    { from: '2026-10-01', to: '2026-10-17' },
    { from: '2025-10-18', to: '2025-10-31' },
  ];
  expect(stretches('2026-10-17', '2025-11-01', '2026-10-18')).toEqual({ read: [ends], notRead: [begins] });
  expect(stretches('2026-10-17', '2025-10-31', '2026-10-01')).toEqual({ read: [begins], notRead: [ends] });
  expect(stretches('2026-10-17', '2025-10-31', '2026-10-02')).toEqual({ read: [ends, begins], notRead: [] });
  expect(stretches('2026-10-31', '2025-10-01', '2026-10-01')).toEqual({
    read: [],
    notRead: [{ from: '2026-10-01', to: '2026-10-31' }],
  });
});

test('the months add up to the year, to the penny, whatever day it ends on', () => {
  const outcome = fc.constantFrom<PoundLine['outcome']>(
    'matched',
    'ambiguous',
    'redacted',
    'not-a-company',
    'none',
  );
  const end = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2024-01-01', days));
  const payments = fc.array(
    fc.record({ back: fc.integer({ min: 0, max: 365 }), pence: fc.integer(), outcome, fresh: fc.boolean() }),
  );
  fc.assert(
    fc.property(end, payments, (to, rows) => {
      const { from } = summariseSpend([], to);
      const lines = rows
        .map(({ back, ...row }) => paid(addDays(to, -back), row))
        .filter(({ paidOn }) => paidOn >= from);
      const whole = coverageMeter(
        lines.map(({ vat, pence, ...line }) => ({ ...line, amount: { vat, pence: pence as never } })),
      ).buckets;
      const months = coverageByMonth(to, [], lines);
      for (const bucket of [
        'monitored',
        'stale',
        'ambiguous',
        'redacted',
        'not-a-company',
        'unmatched',
      ] as const)
        expect(months.reduce((sum, { buckets }) => sum + buckets[bucket].net, 0)).toBe(whole[bucket].net);
    }),
    { numRuns: 50 },
  );
});

test('as many months are read month by month as are said to be read of the year', () => {
  const days = fc.integer({ min: 0, max: 800 }).map((after) => addDays('2024-01-01', after));
  const read = fc.array(
    fc
      .tuple(days, fc.integer({ min: 1, max: 90 }))
      .map(([from, many]) => [from, addDays(from, many)] as const),
  );
  fc.assert(
    fc.property(days, read, (to, spans) => {
      const months = coverageByMonth(to, spans, []).filter(({ isRead }) => isRead);
      expect(months).toHaveLength(monthsRead(spans, to).months);
    }),
  );
});
