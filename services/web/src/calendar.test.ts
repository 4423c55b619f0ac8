import { describe, expect, test } from 'vitest';
import { dayAsked } from './calendar.ts';

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
