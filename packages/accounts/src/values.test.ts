import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayCount, isoDate } from './calendar.ts';
import { transformationOf } from './formats.ts';
import { readBoolean, readDate, readDecimal } from './values.ts';

/** An independent rendering of an integer of hundredths as a decimal string. */
function decimalOf(hundredths: bigint): string {
  const whole = hundredths / 100n;
  const fraction = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

const amounts = fc.bigInt({ min: 0n, max: 10n ** 17n });
const groups = (digits: string, separator: string) => digits.replace(/\B(?=(\d{3})+$)/g, separator);

describe('a printed number', () => {
  it.each([
    [',', '.', 'ixt:numdotdecimal'],
    [',', '.', 'ixt:numcommadot'],
    [' ', '.', 'ixt:numspacedot'],
    ['\u00a0', '.', 'ixt4:num-dot-decimal'],
    ['.', ',', 'ixt2:numcommadecimal'],
    ['.', ',', 'ixt:numdotcomma'],
    [' ', ',', 'ixt:numspacecomma'],
  ])('grouped by “%s” with decimal “%s” is read back under %s', (group, point, format) => {
    fc.assert(
      fc.property(amounts, (hundredths) => {
        const printed = `${groups(String(hundredths / 100n), group)}${point}${String(hundredths % 100n).padStart(2, '0')}`;
        expect(readDecimal(printed, transformationOf(format))).toBe(decimalOf(hundredths));
      }),
    );
  });

  it('is moved by scale exactly, whatever the scale, and back again', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -12, max: 12 }), (hundredths, scale) => {
        const moved = readDecimal(decimalOf(hundredths), 'dot-decimal', String(scale));
        expect(moved).not.toBeNull();
        expect(readDecimal(moved ?? '', 'dot-decimal', String(-scale))).toBe(decimalOf(hundredths));
      }),
    );
  });

  it('turns negative by sign, by brackets or by a minus, and never twice', () => {
    fc.assert(
      fc.property(amounts, (hundredths) => {
        const plain = decimalOf(hundredths);
        const negative = hundredths === 0n ? '0' : `-${plain}`;
        for (const text of [plain, `(${plain})`, `-${plain}`, `−${plain}`]) {
          expect(readDecimal(text, 'dot-decimal', '', '-')).toBe(negative);
        }
        expect(readDecimal(`(${plain})`, 'dot-decimal')).toBe(negative);
      }),
    );
  });

  it('in thousands or millions is in whole units', () => {
    expect(readDecimal('1,234.5', 'dot-decimal', '3')).toBe('1234500');
    expect(readDecimal('2', 'dot-decimal', '6', '-')).toBe('-2000000');
    expect(readDecimal('2', undefined, '-2')).toBe('0.02');
  });

  it('that is a dash, or carries a zero format, is nought', () => {
    for (const dash of ['-', '–', '—', ' - ', '--']) expect(readDecimal(dash, undefined)).toBe('0');
    expect(readDecimal('nil', transformationOf('ixt:zerodash'))).toBe('0');
    expect(readDecimal('', transformationOf('ixt4:fixed-zero'))).toBe('0');
  });

  it('that is no number is not guessed', () => {
    for (const text of ['', 'n/a', '12a', '1.2.3', '£', '1e5', 'NaN', '٣', '9'.repeat(60)]) {
      expect(readDecimal(text, 'dot-decimal')).toBeNull();
    }
    for (const scale of ['1000000000', '1.5', 'x']) expect(readDecimal('1', 'dot-decimal', scale)).toBeNull();
  });

  it('of any shape never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (text, scale, sign) => {
        const value = readDecimal(text, 'dot-decimal', scale, sign);
        expect(value === null || /^-?\d+(\.\d+)?$/.test(value)).toBe(true);
      }),
    );
  });
});

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

describe('a printed date', () => {
  const days = fc.record({
    year: fc.integer({ min: 2000, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  });

  it('is the same day in every spelling that filings use', () => {
    fc.assert(
      fc.property(days, ({ year, month, day }) => {
        const iso = isoDate(year, month, day);
        const name = months[month - 1] ?? '';
        const short = String(year % 100).padStart(2, '0');
        const spellings = [
          String(iso),
          `${day} ${name} ${year}`,
          `${day} ${name.slice(0, 3)} ${short}`,
          `${day}th of ${name.toUpperCase()}, ${year}`,
          `${day} ${name.slice(0, -1)} ${name.slice(-1)} ${year}`,
          `${name} ${day}, ${year}`,
          `${day}/${month}/${year}`,
          `${day}.${month}.${short}`,
          ` ${day}-${String(month).padStart(2, '0')}-${year}\n`,
        ];
        for (const spelling of spellings) expect([spelling, readDate(spelling)]).toEqual([spelling, iso]);
        expect(readDate(`${month}/${day}/${year}`, transformationOf('ixt:dateslashus'))).toBe(iso);
      }),
    );
  });

  it('that names no day of the calendar is not read', () => {
    for (const text of [
      '31 February 2020',
      '29/2/2021',
      '0001-01-01',
      '13/13/2020',
      'soon',
      '',
      '31 Marchember 2020',
    ]) {
      expect(readDate(text)).toBeNull();
    }
    expect(readDate('29 February 2020')).toBe('2020-02-29');
  });

  it('is counted in days as the calendar goes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          expect(dayCount(iso)).toBe(Math.floor(date.getTime() / 86_400_000));
        },
      ),
    );
  });
});

describe('a truth value', () => {
  it('is what XML Schema says it is, and nothing else is one', () => {
    expect(['true', ' TRUE ', '1', 'false', '0', 'yes', ''].map(readBoolean)).toEqual([
      true,
      true,
      true,
      false,
      false,
      null,
      null,
    ]);
  });
});
