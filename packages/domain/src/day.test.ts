import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  calendarDay,
  dayAfter,
  dayOf,
  daysBetween,
  firstInstantOf,
  instantAtLondonTime,
  lastInstantOf,
  lastOfMonth,
  londonTime,
} from './day.ts';
import { IsoDate } from './ids.ts';
import { formatDate, formatShortDate, formatMoment, monthNumber } from './printed-day.ts';

const HOUR_MS = 3_600_000;
const moment = fc.integer({ min: Date.UTC(1850, 0, 1), max: Date.UTC(2100, 0, 1) });
const day = moment.map((ms) => london.format(ms));
const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

describe('a day is a day in London', () => {
  test('half past midnight in summer belongs to the day that has begun, not to the one it still is in UTC', () => {
    expect(dayOf('2026-07-01T22:30:00Z')).toBe('2026-07-01');
    expect(dayOf('2026-07-01T23:30:00Z')).toBe('2026-07-02');
    expect(dayOf('2026-07-02T00:30:00+01:00')).toBe('2026-07-02');
    expect(dayOf('2026-01-01T23:30:00.000Z')).toBe('2026-01-01');
  });

  test('it begins at 23:00 in UTC while summer time is kept', () => {
    expect(firstInstantOf('2026-07-02')).toBe('2026-07-01T23:00:00.000Z');
    expect(firstInstantOf('2026-03-29')).toBe('2026-03-29T00:00:00.000Z');
    expect(firstInstantOf('2026-03-30')).toBe('2026-03-29T23:00:00.000Z');
    expect(firstInstantOf('2026-10-25')).toBe('2026-10-24T23:00:00.000Z');
    expect(firstInstantOf('2026-10-26')).toBe('2026-10-26T00:00:00.000Z');
  });

  test('the clocks change within a day of 23 hours and one of 25', () => {
    const hours = (on: string) =>
      (Date.parse(firstInstantOf(dayAfter(on))) - Date.parse(firstInstantOf(on))) / HOUR_MS;
    expect(['2026-03-28', '2026-03-29', '2026-10-25', '2026-10-26'].map(hours)).toEqual([24, 23, 25, 24]);
  });

  test('every hour of the days around both changes of the clocks, of thirty years, falls on the day of the calendar', () => {
    for (let year = 2010; year < 2040; year += 1)
      for (const month of [2, 9])
        for (let hour = 0; hour < 24 * 10; hour += 1) {
          const at = Date.UTC(year, month, 23, hour, 30);
          expect(dayOf(at)).toBe(london.format(at));
        }
  });

  test('any moment falls on the day that the calendar of London shows', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        expect(dayOf(ms)).toBe(london.format(ms));
      }),
    );
  });

  test('a day holds its first instant, and the instant before it belongs to the day before', () => {
    fc.assert(
      fc.property(day, (on) => {
        const first = Date.parse(firstInstantOf(on));
        expect([dayOf(first), dayOf(first - 1)]).toEqual([on, addDays(on, -1)]);
      }),
    );
  });

  test('an instant is on a day just when it is not before its first instant and before that of the day after', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const [on, at] = [dayOf(ms), new Date(ms).toISOString()];
        expect(firstInstantOf(on) <= at && at < firstInstantOf(dayAfter(on))).toBe(true);
      }),
    );
  });

  test('a time read off a clock in London leads back to the moment, but in the hour that comes twice', () => {
    fc.assert(
      fc.property(moment, (ms) => {
        const printed = londonTime(ms);
        expect(londonTime(instantAtLondonTime(printed))).toBe(printed);
      }),
    );
    expect(instantAtLondonTime('2026-07-02T00:30:00.250')).toBe('2026-07-01T23:30:00.250Z');
  });
});

describe('days are counted on the calendar', () => {
  test('over a change of the clocks as over any other night', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
  });

  test('so many days on lie so many days between', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (on, days) => {
        const other = addDays(on, days);
        expect(IsoDate.safeParse(other).success).toBe(true);
        expect(daysBetween(on, other)).toBe(days);
        expect(addDays(other, -days)).toBe(on);
        expect(Math.sign(days)).toBe(on < other ? 1 : on > other ? -1 : 0);
      }),
    );
  });

  test('a month on is the same day of the month, or its last', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
    expect(addMonths('2023-11-30', 14)).toBe('2025-01-30');
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (on, months) => {
        const other = addMonths(on, months);
        expect(other.slice(8) === on.slice(8) || other === lastOfMonth(other)).toBe(true);
        const count = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
        expect(count(other) - count(on)).toBe(months);
      }),
    );
  });

  test('the calendar has no 30 February, and a leap day every fourth year but for three of four hundred', () => {
    expect(calendarDay(2024, 2, 29)).toBe('2024-02-29');
    for (const [year, month, on] of [
      [2023, 2, 29],
      [1900, 2, 29],
      [2024, 13, 1],
      [2024, 0, 1],
      [2024, 4, 31],
      [2024, 4, 0],
      [2024, Number.NaN, 1],
    ] as const)
      expect(calendarDay(year, month, on)).toBeNull();
    fc.assert(
      fc.property(day, (on) => {
        const [year = 0, month = 0, date = 0] = on.split('-').map(Number);
        expect(calendarDay(year, month, date)).toBe(on);
      }),
    );
  });
});

describe('days and moments are printed', () => {
  test('as a person writes them, an instant by its day in London', () => {
    expect(formatDate('2018-01-15')).toBe('15 January 2018');
    const grains = ['year', 'month', 'day', 'day of a year'] as const;
    expect(grains.map((grain) => formatShortDate('2018-09-05', grain))).toEqual([
      '2018',
      'Sep 2018',
      '5 Sep',
      '5 Sep 2018',
    ]);
    expect(formatDate('2018-01-05T23:59:59Z')).toBe('5 January 2018');
    expect(formatDate('2026-07-01T23:30:00Z')).toBe('2 July 2026');
    for (const printed of ['Unknown', 'Today', '2018-13-01', ''])
      expect(() => formatDate(printed)).toThrow(/Not a calendar day/);
  });

  test('a moment as clocks in London show it', () => {
    expect(formatMoment('2018-01-15T07:04:00Z')).toBe('15 January 2018 at 7:04am');
    expect(formatMoment('2018-07-15T23:30:00Z')).toBe('16 July 2018 at 12:30am');
    expect(formatMoment('2018-07-15T11:00:00Z')).toBe('15 July 2018 at 12:00pm');
  });

  test('a month is known by its name or the beginning of it', () => {
    expect(['January', 'jan', 'Sept.', 'DEC', 'june'].map(monthNumber)).toEqual([1, 1, 9, 12, 6]);
    expect(['Marble', 'ma', '', 'mart', 'Q1'].map(monthNumber)).toEqual([null, null, null, null, null]);
  });
});

test('the last moment of a day is a millisecond before the next one begins', () => {
  expect(lastInstantOf('2026-07-01')).toBe('2026-07-01T22:59:59.999Z');
  expect(lastInstantOf('2026-10-25')).toBe('2026-10-25T23:59:59.999Z');
});

test('days are of the years 1 to 9999, and of whole numbers', () => {
  expect([calendarDay(1, 1, 1), calendarDay(9999, 12, 31)]).toEqual(['0001-01-01', '9999-12-31']);
  for (const [year, month, day] of [
    [0, 1, 1],
    [10_000, 1, 1],
    [2026.5, 1, 1],
    [2026, 1.5, 1],
    [2026, 1, 1.5],
    [2026, 0, 1],
    [2026, 13, 1],
    [2026, 4, 31],
    [2026, 4, 0],
  ] as const)
    expect(calendarDay(year, month, day)).toBeNull();
});
