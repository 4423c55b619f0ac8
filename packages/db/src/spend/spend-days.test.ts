import { expect, test } from 'vitest';
import { monthsOf, spansOf, wholeMonthsOf } from './spend-days.ts';

const days = (...given: readonly (readonly [string, number])[]) => new Map(given);

test('payments of one stretch are one span, whatever the order of their lines', () => {
  expect(spansOf(days(['2026-06-30', 1], ['2026-06-02', 4], ['2026-06-16', 2]))).toEqual([
    { from: '2026-06-02', to: '2026-06-30' },
  ]);
});

test('a council that pays on one day of each month covers what lies between', () => {
  expect(spansOf(days(['2026-04-30', 9], ['2026-05-29', 9], ['2026-06-30', 9]))).toEqual([
    { from: '2026-04-30', to: '2026-06-30' },
  ]);
});

test('a misprinted year stands alone, and does not stretch the file over the years between', () => {
  expect(spansOf(days(['2012-06-05', 1], ['2026-06-05', 40], ['2026-06-12', 40]))).toEqual([
    { from: '2012-06-05', to: '2012-06-05' },
    { from: '2026-06-05', to: '2026-06-12' },
  ]);
});

test('a file covers every day of the month that it is called after, unless it has none of them', () => {
  const june = { from: '2026-06-01', to: '2026-06-30' };
  expect(spansOf(days(['2026-06-05', 1], ['2026-06-12', 1]), june)).toEqual([june]);
  expect(spansOf(days(['2026-07-05', 1]), june)).toEqual([{ from: '2026-07-05', to: '2026-07-05' }]);
});

test('a file is about the months that hold a good part of it, and about one at least', () => {
  expect(monthsOf(days(['2026-04-05', 30], ['2026-05-05', 30], ['2026-06-05', 30]))).toBe(3);
  expect(monthsOf(days(['2026-06-05', 60], ['2012-06-05', 1], ['2026-05-31', 1]))).toBe(1);
  expect(monthsOf(new Map())).toBe(1);
});

test('single payments make no month read, beside those that the file is of', () => {
  const named = (file: ReadonlyMap<string, number>, month?: string) =>
    wholeMonthsOf(file, month === undefined ? {} : { month: { from: `${month}-01`, to: `${month}-30` } }).map(
      ({ from }) => from.slice(0, 7),
    );
  const september = [
    ['2026-09-05', 12],
    ['2026-09-25', 8],
  ] as const;
  expect(named(days(...september, ['2026-07-14', 1]))).toEqual(['2026-09']);
  expect(named(days(...september, ['2026-07-14', 1]), '2026-09')).toEqual(['2026-09']);
  // Late invoices of the month before are no file of it, and a rolling window is one.
  expect(named(days(...september, ['2026-08-31', 6]), '2026-09')).toEqual(['2026-09']);
  expect(named(days(...september, ['2026-08-31', 6]))).toEqual(['2026-08', '2026-09']);
  expect(named(days(...september, ['2026-08-14', 18]), '2026-09')).toEqual(['2026-08', '2026-09']);
  expect(named(days(['2026-09-05', 60], ['2026-07-14', 3]))).toEqual(['2026-09']);
  // A council that pays once a month, and a file called after a month of which it has nothing.
  expect(named(days(['2026-07-14', 1], ['2026-09-05', 1]))).toEqual(['2026-07', '2026-09']);
  expect(named(days(['2026-07-14', 1], ['2026-08-05', 2]), '2026-09')).toEqual(['2026-07', '2026-08']);
  expect(wholeMonthsOf(new Map())).toEqual([]);
});

test('one payment far behind all others, or on a day to come, makes no month read, however few these are', () => {
  const june = { from: '2026-06-01', to: '2026-06-30' };
  const months = (file: ReadonlyMap<string, number>, named = {}) =>
    wholeMonthsOf(file, named).map(({ from }) => from.slice(0, 7));
  expect(months(days(['2026-06-05', 1], ['2026-07-14', 1]), { month: june })).toEqual(['2026-06']);
  expect(months(days(['2026-06-05', 1], ['2026-10-14', 1]))).toEqual(['2026-06']);
  expect(months(days(['2026-06-05', 2], ['2026-07-14', 1]))).toEqual(['2026-06', '2026-07']);
  expect(months(days(['2026-06-05', 1], ['2026-07-14', 1]), { today: '2026-07-01' })).toEqual(['2026-06']);
});

test('a part of a month is of the days of its payments alone', () => {
  const week = days(['2026-06-01', 9], ['2026-06-05', 9], ['2026-06-08', 9], ['2026-06-22', 9]);
  expect(wholeMonthsOf(week, { isPart: true })).toEqual([
    { from: '2026-06-01', to: '2026-06-08' },
    { from: '2026-06-22', to: '2026-06-22' },
  ]);
});
