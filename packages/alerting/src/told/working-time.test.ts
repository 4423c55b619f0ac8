import { addDays, dayOf, HOUR_MS, londonTime, MINUTE_MS, weekdayOf, type IsoDate } from '@tocsin/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankHolidays, BANK_HOLIDAYS_KNOWN_TO } from './bank-holidays.ts';
import {
  afterWorkingTime,
  isWorkingDay,
  lastDigest,
  nextDigest,
  QuietHours,
  quietUntil,
  WorkingHours,
} from './working-time.ts';

const hours = { from: '09:00', to: '17:00' };
const due = (from: string, span: { hours: number } | { days: number }) =>
  londonTime(afterWorkingTime(from, span, hours)).slice(0, 16);

describe('an alert is to be acknowledged within working time', () => {
  test.each([
    ['four hours of the same day', '2026-11-25T10:00:00Z', { hours: 4 }, '2026-11-25T14:00'],
    ['four hours over a night', '2026-11-25T15:00:00Z', { hours: 4 }, '2026-11-26T11:00'],
    [
      'from the next morning, when it came at night',
      '2026-11-25T22:00:00Z',
      { hours: 4 },
      '2026-11-26T13:00',
    ],
    ['over a weekend', '2026-11-27T16:00:00Z', { hours: 4 }, '2026-11-30T12:00'],
    ['a day, by the same time of the next', '2026-11-25T10:30:00Z', { days: 1 }, '2026-11-26T10:30'],
    ['a day, by the end of the first', '2026-11-25T07:00:00Z', { days: 1 }, '2026-11-25T17:00'],
    ['Christmas, Boxing Day on a Saturday', '2026-12-24T16:00:00Z', { hours: 4 }, '2026-12-29T12:00'],
    ['Christmas 2027 and its two substitute days', '2027-12-24T16:00:00Z', { days: 1 }, '2027-12-29T16:00'],
    ['Easter', '2026-04-02T14:00:00Z', { hours: 4 }, '2026-04-07T11:00'],
    ['the night on which clocks go forward', '2026-03-27T16:30:00Z', { hours: 4 }, '2026-03-30T12:30'],
    ['the night on which clocks go back', '2026-10-23T15:30:00Z', { hours: 4 }, '2026-10-26T12:30'],
  ] as const)('%s', (_, from, span, at) => {
    expect(due(from, span)).toBe(at);
  });
});

const moment = fc
  .integer({
    min: Date.parse('2024-01-01T00:00:00Z') / MINUTE_MS,
    max: Date.parse('2028-12-01T00:00:00Z') / MINUTE_MS,
  })
  .map((minute) => new Date(minute * MINUTE_MS).toISOString());

test('working time ends within working hours, never sooner for a longer wait or a later beginning', () => {
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 5_000 }),
      (from, halves, later) => {
        const at = afterWorkingTime(from, { hours: halves / 2 }, hours);
        const [day, time] = [londonTime(at).slice(0, 10), londonTime(at).slice(11, 16)];
        expect(isWorkingDay(day)).toBe(true);
        expect(time > '09:00' && time <= '17:00').toBe(true);
        expect(Date.parse(at) - Date.parse(from)).toBeGreaterThanOrEqual((halves / 2) * HOUR_MS);
        expect(Date.parse(afterWorkingTime(from, { hours: halves / 2 + 0.5 }, hours))).toBeGreaterThan(
          Date.parse(at),
        );
        const begun = new Date(Date.parse(from) + later * MINUTE_MS).toISOString();
        expect(afterWorkingTime(begun, { hours: halves / 2 }, hours) >= at).toBe(true);
      },
    ),
  );
});

test('a wait in two parts is the wait as a whole', () => {
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (from, one, other) => {
        const first = afterWorkingTime(from, { hours: one }, hours);
        expect(afterWorkingTime(first, { hours: other }, hours)).toBe(
          afterWorkingTime(from, { hours: one + other }, hours),
        );
      },
    ),
  );
});

test('the bank holidays of each year are the eight that the law and custom give', () => {
  for (const year of [2024, 2025, 2026, 2027, 2028])
    expect([...bankHolidays].filter((day) => day.startsWith(`${year}-`))).toEqual(holidaysOf(year));
  expect([...bankHolidays].at(-1)! <= BANK_HOLIDAYS_KNOWN_TO).toBe(true);
});

/** By the Banking and Financial Dealings Act 1971, Easter by the Gregorian reckoning. */
function holidaysOf(year: number): readonly IsoDate[] {
  const easter = easterOf(year);
  const onWeekday = (day: IsoDate, taken: readonly IsoDate[] = []): IsoDate =>
    weekdayOf(day) < 5 && !taken.includes(day) ? day : onWeekday(addDays(day, 1), taken);
  const firstMonday = (day: IsoDate): IsoDate => (weekdayOf(day) === 0 ? day : firstMonday(addDays(day, 1)));
  const lastMonday = (day: IsoDate): IsoDate => (weekdayOf(day) === 0 ? day : lastMonday(addDays(day, -1)));
  const christmas = onWeekday(`${year}-12-25`);
  return [
    onWeekday(`${year}-01-01`),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(`${year}-05-01`),
    lastMonday(`${year}-05-31`),
    lastMonday(`${year}-08-31`),
    christmas,
    onWeekday(`${year}-12-26`, [christmas]),
  ];
}

/** Meeus, Jones and Butcher. */
function easterOf(year: number): IsoDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const of = h + l - 7 * m + 114;
  return `${year}-0${Math.floor(of / 31)}-${String((of % 31) + 1).padStart(2, '0')}`;
}

describe('a digest', () => {
  test('goes out at eight in London, once on every day of two years, on those of changing clocks too', () => {
    let [at, day] = ['2026-01-01T12:00:00.000Z', '2026-01-01'];
    while (day < '2028-01-01') {
      at = nextDigest(at, 'daily');
      day = addDays(day, 1);
      expect(londonTime(at)).toBe(`${day}T08:00:00`);
    }
  });

  test('of a week goes out on Mondays, and is later than what it tells', () => {
    fc.assert(
      fc.property(moment, (after) => {
        const at = nextDigest(after, 'weekly');
        expect([weekdayOf(dayOf(at)), londonTime(at).slice(11)]).toEqual([0, '08:00:00']);
        expect(at > after && Date.parse(at) - Date.parse(after) <= 7 * 24 * HOUR_MS + HOUR_MS).toBe(true);
      }),
    );
  });
});

test.each([
  ['2026-11-25T07:59:59Z', '2026-11-24T08:00:00.000Z'],
  ['2026-11-25T08:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['2026-11-25T23:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['2026-07-01T06:59:00Z', '2026-06-30T07:00:00.000Z'],
  ['2026-07-01T07:00:00Z', '2026-07-01T07:00:00.000Z'],
])('the last digests before %s were due at %s', (before, due_) => {
  expect(lastDigest(before)).toBe(due_);
});

test('hours of work end later than they begin, quiet ones at another time', () => {
  const [nine, five] = ['09:00', '17:00'];
  expect(WorkingHours.safeParse({ from: nine, to: five }).success).toBe(true);
  for (const to of [nine, '08:59']) expect(WorkingHours.safeParse({ from: nine, to }).success).toBe(false);
  expect(WorkingHours.safeParse({ from: nine, to: nine }).error?.issues[0]?.message).toBe(
    'Work ends later on the day than it begins.',
  );
  expect(QuietHours.safeParse({ from: '22:00', to: '07:00' }).success).toBe(true);
  expect(QuietHours.safeParse({ from: nine, to: nine }).error?.issues[0]?.message).toBe(
    'Quiet hours end at another time than they begin.',
  );
});

describe('quiet hours', () => {
  test('that end in the hour that clocks show twice end in its second turn too', () => {
    const quiet = { from: '22:00', to: '01:30' };
    expect(quietUntil(quiet, '2026-10-25T00:15:00Z')).toBe('2026-10-25T01:30:00.000Z');
    expect(quietUntil(quiet, '2026-10-25T01:15:00Z')).toBe('2026-10-25T01:30:00.000Z');
    expect(quietUntil(quiet, '2026-10-25T01:30:00Z')).toBeNull();
  });

  const night = { from: '22:00', to: '07:00' };
  test.each([
    ['run over midnight', night, '2026-11-25T23:30:00Z', '2026-11-26T07:00:00.000Z'],
    ['end on the same morning', night, '2026-11-26T06:59:00Z', '2026-11-26T07:00:00.000Z'],
    ['are over at their end', night, '2026-11-26T07:00:00Z', null],
    ['have not begun a minute before', night, '2026-11-25T21:59:00Z', null],
    ['are those of London in summer', night, '2026-07-01T21:00:00Z', '2026-07-02T06:00:00.000Z'],
    [
      'may lie within a day',
      { from: '12:00', to: '14:00' },
      '2026-11-25T12:00:00Z',
      '2026-11-25T14:00:00.000Z',
    ],
    ['end an hour sooner when clocks go forward', night, '2026-03-28T22:30:00Z', '2026-03-29T06:00:00.000Z'],
    ['end an hour later when clocks go back', night, '2026-10-24T21:30:00Z', '2026-10-25T07:00:00.000Z'],
  ])('%s', (_, quiet, now, until) => {
    expect(quietUntil(quiet, now)).toBe(until);
  });

  test('end within a day, and nothing is quiet when they have', () => {
    const time = fc.integer({ min: 0, max: 95 }).map((quarter) => clock(quarter * 15));
    fc.assert(
      fc.property(moment, time, time, (now, from, to) => {
        fc.pre(from !== to);
        const until = quietUntil({ from, to }, now);
        if (until === null) return;
        expect(until > now && Date.parse(until) - Date.parse(now) <= 25 * HOUR_MS).toBe(true);
      }),
    );
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
