import { describe, expect, test } from 'vitest';
import { dayAsked, dayOf, formatMoment, formatSpan, yearsBefore } from './calendar.ts';

describe('a day that somebody asks for', () => {
  test.each(['2018-01-15', '15 January 2018', '15 jan 2018', '15/1/2018', '15/01/2018', ' 15.01.2018 '])(
    'is read from %j',
    (text) => {
      expect(dayAsked(text, '2026-03-02')).toBe('2018-01-15');
    },
  );

  test.each(['31 February 2018', '15/13/2018', 'yesterday', '2018', '1 1 1', ['2018-01-15']])(
    'is refused when it is %j',
    (text) => {
      expect(() => dayAsked(text, '2026-03-02')).toThrow('such as 15 January 2018');
    },
  );

  test('is the latest when none is asked for, and never later than it', () => {
    expect(dayAsked('', '2026-03-02')).toBe('2026-03-02');
    expect(dayAsked('2030-01-01', '2026-03-02')).toBe('2026-03-02');
  });
});

describe('time is told as in London', () => {
  test('an hour later in summer', () => {
    expect(formatMoment('2018-01-15T07:04:00Z')).toBe('15 January 2018 at 7:04am');
    expect(formatMoment('2018-07-15T23:30:00Z')).toBe('16 July 2018 at 12:30am');
    expect(dayOf(new Date('2018-07-15T23:30:00Z'))).toBe('2018-07-16');
  });

  test('29 February has a 28 February a year before', () => {
    expect(yearsBefore('2024-02-29', 1)).toBe('2023-02-28');
    expect(yearsBefore('2024-02-29', -1)).toBe('2025-02-28');
  });

  test('spans are told in the unit that fits', () => {
    expect([40, 90, 5_400, 259_200].map(formatSpan)).toEqual([
      '40 seconds',
      '2 minutes',
      '2 hours',
      '3 days',
    ]);
  });
});
