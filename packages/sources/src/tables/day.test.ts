import { addDays, formatDate } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodOfFileName, readPrintedDay } from './day.ts';

test.each([
  ['2022-06-01', '2022-06-01', 'day'],
  ['2022-06-01T00:00:00', '2022-06-01', 'day'],
  ['18/12/2022', '2022-12-18', 'day'],
  ['06/01/26', '2026-01-06', 'day'],
  ['27-Mar-23', '2023-03-27', 'day'],
  ['13 October 2023', '2023-10-13', 'day'],
  ['43831', '2020-01-01', 'day'],
  ['20240229', '2024-02-29', 'day'],
  ['2012-12', '2012-12-31', 'month'],
  ['Dec-13', '2013-12-31', 'month'],
  ['July 2010-September 2010', '2010-09-30', 'quarter'],
  ['Q4 2014/15', '2015-03-31', 'quarter'],
])('%s is %s, known to the %s', (printed, day, precision) => {
  expect(readPrintedDay(printed)).toEqual({ day, precision });
});

test.each(['12/25/2023', '31/02/2023', '00:00:00', '201209', '1600700001', 'Martin 20', ''])(
  '%s is no day: it is refused, not guessed',
  (printed) => {
    expect(readPrintedDay(printed)).toBeNull();
  },
);

test.each([
  ['2013-12.csv', '2013-12-31'],
  ['2018-01-card.csv', '2018-01-31'],
  ['December-23_023122.csv', '2023-12-31'],
  ['SpendOver250Feb24_578393.csv', '2024-02-29'],
  ['expenditure-over-500-apr-jun-2014.csv', '2014-06-30'],
  ['spend_2019.csv', null],
  ['marketing-20.csv', null],
])('a file called %s covers up to %s', (name, day) => {
  expect(periodOfFileName(name)?.day ?? null).toBe(day);
});

test('every day is read back from how councils print it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16_000 }), (after) => {
      const iso = addDays('2006-01-01', after);
      const [year, month, day] = iso.split('-');
      expect(readPrintedDay(`${day}/${month}/${year}`)?.day).toBe(iso);
      expect(readPrintedDay(formatDate(iso))?.day).toBe(iso);
    }),
  );
});
