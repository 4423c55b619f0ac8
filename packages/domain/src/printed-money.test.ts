import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pence } from './ids.ts';
import {
  formatAmount,
  formatMoneyByBasis,
  formatPounds,
  formatPoundsShort,
  groupDigits,
} from './printed-money.ts';

describe('figures are written out', () => {
  it.each([
    [0, '£0', '£0'],
    [99, '£0.99', '£0'],
    [1_234_56, '£1,234.56', '£1.23k'],
    [2_710_000_00, '£2,710,000', '£2.71m'],
    [999_999_99, '£999,999.99', '£999k'],
    [12_345_678_901_00, '£12,345,678,901', '£12.3bn'],
    [845_000_00, '£845,000', '£845k'],
    [-5_00, '−£5', '−£5'],
  ])('%i pence', (pence, long, short) => {
    expect(formatPounds(pence)).toBe(long);
    expect(formatPoundsShort(pence)).toBe(short);
  });

  it('the short form never overstates and is within one hundredth', () => {
    const scales: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, bn: 1e9 };
    fc.assert(
      fc.property(fc.nat(9_000_000_000_000_00), (pence) => {
        const [, number = '', letter = ''] = /^£([\d.]+)(k|m|bn)?$/.exec(formatPoundsShort(pence)) ?? [];
        const pounds = Number(number) * (scales[letter] ?? 1);
        expect(pounds).toBeLessThanOrEqual((pence / 100) * (1 + 1e-9));
        expect(pounds).toBeGreaterThanOrEqual(Math.trunc(pence / 100) * 0.99);
      }),
    );
  });

  it('sums of several VAT bases stay apart, and no money at all is not £0', () => {
    const sums = { net: Pence.parse(1_00), gross: Pence.parse(2_00), unknown: Pence.parse(0) };
    expect(formatMoneyByBasis(sums)).toBe('£1 without VAT and £2 with VAT');
    expect(formatMoneyByBasis({ ...sums, gross: Pence.parse(0) })).toBe('£1');
    expect(formatMoneyByBasis({ ...sums, net: Pence.parse(0) })).toBe('£2 with VAT');
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
});
