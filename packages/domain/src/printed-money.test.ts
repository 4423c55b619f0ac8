import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pence } from './ids.ts';
import {
  formatAmount,
  formatMoneyByBasis,
  formatMoneyInBrief,
  decimalPounds,
  formatPartsShort,
  formatPounds,
  formatPoundsShort,
  formatVat,
  formatWholePounds,
  groupDigits,
} from './printed-money.ts';

function poundsIn(printed: string): number {
  const scales: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, bn: 1e9 };
  const [, sign = '', number = '', letter = ''] = /^(−?)£([\d.]+)(k|m|bn)?$/.exec(printed) ?? [];
  return (sign ? -1 : 1) * Number(number) * (scales[letter] ?? 1);
}

describe('figures are written out', () => {
  it.each([
    [0, '£0', '£0'],
    [99, '£0.99', '£1'],
    [40, '£0.40', '£0'],
    [1_234_56, '£1,234.56', '£1.23k'],
    [2_710_000_00, '£2,710,000', '£2.71m'],
    [999_999_99, '£999,999.99', '£1m'],
    [12_345_678_901_00, '£12,345,678,901', '£12.3bn'],
    [845_000_00, '£845,000', '£845k'],
    [-5_00, '−£5', '−£5'],
  ])('%i pence', (pence, long, short) => {
    expect(formatPounds(pence)).toBe(long);
    expect(formatPoundsShort(pence)).toBe(short);
  });

  it('the short form is the nearest of three figures', () => {
    fc.assert(
      fc.property(fc.nat(9_000_000_000_000_00), (pence) => {
        const pounds = poundsIn(formatPoundsShort(pence));
        const step = 10 ** Math.max(0, Math.round(pence / 100).toString().length - 3);
        expect(Math.abs(pounds - pence / 100)).toBeLessThanOrEqual(step / 2 + 0.5);
      }),
    );
  });

  it('pounds for calculation have two decimals, whatever their size', () => {
    expect([0, 5, -5, 123_456].map(decimalPounds)).toEqual(['0.00', '0.05', '-0.05', '1234.56']);
    expect(decimalPounds(-(2n ** 60n))).toBe('-11529215046068469.76');
  });

  it('whole pounds are the nearest, a half away from nothing', () => {
    expect([149, 150, -150, -149, 99, 0].map(formatWholePounds)).toEqual([
      '£1',
      '£2',
      '−£2',
      '−£1',
      '£0.99',
      '£0',
    ]);
  });

  it('no part beside its total is bent to make the sum: each is printed as anywhere else', () => {
    const anySum = fc.integer({ min: -9_000_000_000, max: 9_000_000_000_00 });
    fc.assert(
      fc.property(fc.array(anySum, { minLength: 1, maxLength: 8 }), (sums) => {
        const { total, parts, isRounded } = formatPartsShort(sums);
        const pounds = (said: string) => (said === 'less than £1' ? 0 : poundsIn(said));
        const printed = (pence: number) => {
          const short = formatPoundsShort(pence);
          return short === '£0' && pence !== 0 ? 'less than £1' : short;
        };
        expect(parts).toEqual(sums.map(printed));
        expect(total).toBe(printed(sums.reduce((sum, one) => sum + one, 0)));
        const gap = parts.reduce((sum, said) => sum + pounds(said), 0) - pounds(total);
        expect(Math.abs(gap) > 0.5).toBe(isRounded);
      }),
    );
    expect(formatPartsShort([337_408_00, 70_700_00, 35_200_00, -400_00])).toEqual({
      total: '£443k',
      parts: ['£337k', '£70.7k', '£35.2k', '−£400'],
      isRounded: true,
    });
    expect(formatPartsShort([1_900_000_00, 600_000_00, 210_000_00])).toEqual({
      total: '£2.71m',
      parts: ['£1.9m', '£600k', '£210k'],
      isRounded: false,
    });
    expect(formatPartsShort([400_00, 512_00, 40]).parts).toEqual(['£400', '£512', 'less than £1']);
  });

  it('sums of several VAT bases stay apart, and no money at all is not £0', () => {
    const sums = { net: Pence.parse(1_00), gross: Pence.parse(2_00), unknown: Pence.parse(0) };
    expect(formatMoneyByBasis(sums)).toBe('£1 without VAT and £2 with VAT');
    expect(formatMoneyByBasis({ ...sums, gross: Pence.parse(0) })).toBe('£1 without VAT');
    expect(formatMoneyByBasis({ ...sums, net: Pence.parse(0) })).toBe('£2 with VAT');
    expect(formatMoneyByBasis({ ...sums, net: Pence.parse(1_234_56) })).toBe(
      '£1,235 without VAT and £2 with VAT',
    );
    expect(
      formatMoneyByBasis({ net: Pence.parse(0), gross: Pence.parse(0), unknown: Pence.parse(300) }),
    ).toBe('£3 VAT not stated');
    expect(
      formatMoneyByBasis({ net: Pence.parse(0), gross: Pence.parse(0), unknown: Pence.parse(0) }),
    ).toBeNull();
  });

  it('units of other currencies keep their name, and none is invented', () => {
    expect([formatAmount(1234.5, 'GBP'), formatAmount(-5, 'GBP')]).toEqual(['£1,235', '−£5']);
    expect([formatAmount(-1234567, 'EUR'), formatAmount(12, null)]).toEqual(['−1,234,567 EUR', '12']);
  });

  it('digits set apart are the same digits, three by three', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (whole) => {
        const printed = groupDigits(whole);
        expect(Number(printed.replaceAll(',', '').replace('−', '-'))).toBe(whole);
        expect(printed).toMatch(/^−?\d{1,3}(,\d{3})*$/);
      }),
    );
  });

  it('in a subject one VAT basis alone is not named, and several are', () => {
    const sums = { net: Pence.parse(0), gross: Pence.parse(2_710_000_00), unknown: Pence.parse(0) };
    expect(formatMoneyInBrief(sums)).toBe('£2.71m');
    expect(formatMoneyInBrief({ ...sums, unknown: Pence.parse(3_000_00) })).toBe(
      '£2.71m with VAT and £3k VAT not stated',
    );
    expect(formatMoneyInBrief({ ...sums, gross: Pence.parse(0) })).toBeNull();
    expect([formatMoneyInBrief(null), formatMoneyByBasis(null)]).toEqual([null, null]);
  });

  it('how a sum stands to VAT is said in words', () => {
    expect((['net', 'gross', 'unknown'] as const).map(formatVat)).toEqual([
      'without VAT',
      'with VAT',
      'VAT not stated',
    ]);
  });
});
