import { expect, test } from 'vitest';
import { dayBefore, dayCount, isoDate, periodDay } from './calendar.ts';

test.each([
  ['2021-03-02', '2021-03-01'],
  ['2021-03-31', '2021-03-30'],
  ['2021-03-01', '2021-02-28'],
  ['2020-03-01', '2020-02-29'],
  ['2000-03-01', '2000-02-29'],
  ['1900-03-01', '1900-02-28'],
  ['2021-11-01', '2021-10-31'],
  ['2021-12-01', '2021-11-30'],
  ['2021-01-01', '2020-12-31'],
])('the day before %s is %s', (day, before) => {
  expect(dayBefore(day)).toBe(before);
  expect(dayCount(day) - dayCount(before)).toBe(1);
});

test.each([
  [1800, 1, 1, '1800-01-01'],
  [2200, 12, 31, '2200-12-31'],
  [2020, 2, 29, '2020-02-29'],
  [1799, 12, 31, null],
  [2201, 1, 1, null],
  [2020, 0, 1, null],
  [2020, 13, 1, null],
  [2020, 1, 0, null],
  [2020, 1, 32, null],
  [2020, 4, 31, null],
  [2021, 2, 29, null],
  [1900, 2, 29, null],
])('%i, month %i, day %i is %s', (year, month, day, iso) => {
  expect(isoDate(year, month, day)).toBe(iso);
});

test.each([
  ['a date alone is the whole day', '2021-03-31', true, '2021-03-31'],
  ['midnight at the end is the day before', '2021-04-01T00:00:00', true, '2021-03-31'],
  ['midnight at the end, in a zone', ' 2021-04-01T00:00:00Z ', true, '2021-03-31'],
  ['midnight at the end, in another zone', '2021-04-01T00:00:00+01:00', true, '2021-03-31'],
  ['midnight with fractions of a second', '2021-04-01T00:00:00.000', true, '2021-03-31'],
  ['midnight at the beginning is that day', '2021-04-01T00:00:00', false, '2021-04-01'],
  ['noon is that day', '2021-03-31T12:00:00', true, '2021-03-31'],
  ['a date with a zone is that day', '2021-03-31Z', true, '2021-03-31'],
  ['a fraction of a second is no midnight', '2021-03-31T00:00:00.5', true, null],
  ['words behind it are no date', '2021-03-31 or so', true, null],
  ['words before it are no date', 'on 2021-03-31', true, null],
  ['no day of the calendar is none', '2021-02-30', true, null],
  ['no day of the calendar at midnight is none', '2021-02-30T00:00:00', true, null],
  ['nothing is none', '', true, null],
])('in a period %s', (_, text, ends, day) => {
  expect(periodDay(text, ends)).toBe(day);
});
