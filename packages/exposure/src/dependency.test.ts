import { CoverageBucket, Pence, type VatBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageMeter } from './coverage.ts';
import { categoryShares, isUnseen, reverseDependency, spendTrend, unseenSpend } from './dependency.ts';
import { summariseSpend } from './spend.ts';

function paid(paidOn: string, pounds: number, category: string | null = null, vat: VatBasis = 'net') {
  return { paidOn, amount: { pence: Pence.parse(pounds * 100), vat }, category, payments: 1 };
}

describe('spend', () => {
  it('has a trend in the basis that most of it has', () => {
    const payments = [
      paid('2016-06-01', 100),
      paid('2017-06-01', 150),
      paid('2017-06-01', 1, null, 'unknown'),
    ];
    expect(spendTrend(summariseSpend(payments, '2017-12-31'))).toEqual({ basis: 'net', change: 0.5 });
  });

  it('has no rate of growth from nothing, and no trend without payments', () => {
    expect(spendTrend(summariseSpend([paid('2017-06-01', 150)], '2017-12-31'))?.change).toBeNull();
    expect(spendTrend(summariseSpend([], '2017-12-31'))).toBeNull();
  });

  it('is compared within a category like with like', () => {
    const ours = [paid('2017-06-01', 300, 'Catering'), paid('2017-06-01', 50, 'Cleaning', 'gross')];
    const all = [...ours, paid('2017-06-02', 100, 'Catering'), paid('2017-06-02', 900, 'Cleaning')];
    expect(categoryShares(ours, all)).toMatchObject([
      { category: 'Cleaning', basis: 'gross', share: 1 },
      { category: 'Catering', basis: 'net', share: 0.75 },
    ]);
  });

  it('shows how much the supplier depends on the council, where turnover was filed in pounds', () => {
    const filed = { turnover: 1_000_000, currency: 'GBP', balanceDate: '2017-03-31' };
    expect(reverseDependency(250_000_00, filed)).toBe(0.25);
    expect(reverseDependency(250_000_00, { ...filed, currency: 'EUR' })).toBeNull();
    expect(reverseDependency(null, filed)).toBeNull();
    expect(reverseDependency(1, null)).toBeNull();
    expect(reverseDependency(1, { ...filed, turnover: 0 })).toBeNull();
    expect(reverseDependency(1, { ...filed, turnover: -1 })).toBeNull();
    expect(reverseDependency(-250_000_00, filed)).toBe(0);
    expect(reverseDependency(1, { ...filed, turnover: 1 })).toBe(0.01);
  });

  it.each([
    [{ net: 500_000, gross: 500_000, unknown: 500_000 }, false],
    [{ net: 500_001, gross: 0, unknown: 0 }, true],
    [{ net: 0, gross: 500_001, unknown: 0 }, true],
    [{ net: -900_000, gross: 0, unknown: 500_001 }, true],
  ])('of %o in pence should stand in a contract: %s', ({ net, gross, unknown }, should) => {
    const [of, withVat, notStated] = [net, gross, unknown].map((pence) => Pence.parse(pence));
    expect(isUnseen({ net: of!, gross: withVat!, unknown: notStated! })).toBe(should);
  });

  it('counts the payments that a day adds up', () => {
    const many = { ...paid('2017-06-01', 9_000), payments: 33_000 };
    expect(summariseSpend([many, paid('2017-06-02', 1)], '2017-12-31').payments).toBe(33_001);
    expect(unseenSpend([many], [])?.payments).toBe(33_000);
  });

  it('that no known contract covers shows a contract that was not published', () => {
    const payments = [paid('2017-03-01', 4_000), paid('2017-06-01', 4_000), paid('2017-09-01', 9_000)];
    const contract = { startsOn: '2017-08-01', endsOn: '2018-07-31', awardedOn: null };
    expect(unseenSpend(payments, [contract])).toMatchObject({
      from: '2017-03-01',
      to: '2017-06-01',
      payments: 2,
      spend: { net: 8_000_00 },
    });
    expect(unseenSpend(payments, [{ ...contract, startsOn: null }])).toBeNull();
    expect(unseenSpend([paid('2017-03-01', 5_000)], [])).toBeNull();
  });

  it('paid within 90 days of the end of a contract belongs to it', () => {
    const contract = { startsOn: '2016-01-01', endsOn: '2017-01-01', awardedOn: null };
    expect(unseenSpend([paid('2017-04-01', 9_000)], [contract])).toBeNull();
    expect(unseenSpend([paid('2017-04-02', 9_000)], [contract])).not.toBeNull();
  });
});

describe('the coverage meter', () => {
  const line = fc.record({
    amount: fc.record({
      pence: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((pence) => Pence.parse(pence)),
      vat: fc.constantFrom<VatBasis>('net', 'gross', 'unknown'),
    }),
    outcome: fc.constantFrom(
      'matched' as const,
      'ambiguous' as const,
      'redacted' as const,
      'not-a-company' as const,
      'none' as const,
    ),
    fresh: fc.boolean(),
  });

  it('puts every pound in exactly one bucket', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { buckets } = coverageMeter(lines);
        const sum = CoverageBucket.options.reduce((all, bucket) => all + buckets[bucket].net, 0);
        const whole = lines
          .filter((one) => one.amount.vat === 'net')
          .reduce((all, one) => all + one.amount.pence, 0);
        expect(sum).toBe(whole);
      }),
    );
  });

  it('measures the share of the money whose payee can be told at all', () => {
    const of = (outcome: 'matched' | 'none' | 'redacted', pounds: number, fresh = true) => ({
      amount: { pence: Pence.parse(pounds * 100), vat: 'net' as const },
      outcome,
      fresh,
    });
    const meter = coverageMeter([
      of('matched', 60),
      of('matched', 25, false),
      of('none', 15),
      of('redacted', 1_000),
    ]);
    expect(meter.matchedShare).toEqual({ net: 0.85, gross: null, unknown: null });
    expect(meter.buckets.stale.net).toBe(25_00);
  });
});
