import { CoverageBucket, GssCode, type CoverageBuckets, type MoneyByBasis } from '@tocsin/domain';
import type { CouncilCoverage } from '@tocsin/exposure';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basesOf, coverageTable, drawCoverage, drawShares, tableInOrder } from './coverage-table.ts';

const none: MoneyByBasis = { net: 0, gross: 0, unknown: 0 } as MoneyByBasis;
const bucketsOf = (some: Readonly<Record<string, Partial<MoneyByBasis>>>): CoverageBuckets =>
  Object.fromEntries(
    CoverageBucket.options.map((bucket) => [bucket, { ...none, ...some[bucket] }]),
  ) as CoverageBuckets;
const council = (
  name: string,
  spend: CoverageBuckets | null,
  contracts = bucketsOf({}),
): CouncilCoverage => ({
  council: GssCode.parse('E10000030'),
  name,
  countedAt: '2026-11-30T10:00:00Z',
  spentFrom: spend && '2025-11-01',
  spentTo: spend && '2026-10-31',
  spend,
  contracts,
});
const net = (pounds: number) => ({ net: pounds * 100 }) as Partial<MoneyByBasis>;

describe('pounds by how far the firm behind them is known', () => {
  const buckets = bucketsOf({
    monitored: { ...net(30), gross: 900_00 } as never,
    unmatched: net(70),
    ambiguous: net(-5),
  });

  test('stand apart for each basis of VAT, the largest first, and credits make no bar', () => {
    expect(basesOf(buckets).map(({ basis, total, watched }) => [basis, total, watched])).toEqual([
      ['gross', 900_00, 1],
      ['net', 100_00, 0.3],
    ]);
    expect(basesOf(bucketsOf({ stale: net(-1) }))).toEqual([]);
  });

  test('are drawn as one bar each, with the parts in words where there is room', () => {
    const { wide, description } = drawCoverage([{ of: 'Spend', buckets }]);
    expect(description).toBe(
      'Spend with VAT, £900: 100% looked at in time; Spend without VAT, £100: 30% looked at in time.',
    );
    expect(wide).toContain('Not matched 70%');
    expect(wide.match(/<rect/g)).toHaveLength(3);
    expect(drawCoverage([{ of: 'Spend', buckets: bucketsOf({}) }]).wide).toBe('');
  });

  test('fill a bar whole, whatever the sums are', () => {
    const some = fc.record(
      Object.fromEntries(
        CoverageBucket.options.map((bucket) => [bucket, fc.integer({ min: -1_000, max: 1e9 })]),
      ),
    );
    fc.assert(
      fc.property(some, (pence) => {
        const given = bucketsOf(
          Object.fromEntries(Object.entries(pence).map(([of, sum]) => [of, { net: sum }])) as never,
        );
        const [one] = basesOf(given);
        if (!one) return;
        const widths = [...drawShares(one).matchAll(/width="([\d.]+)" height/g)].map(([, wide]) =>
          Number(wide),
        );
        expect(Math.abs(widths.reduce((sum, wide) => sum + wide, 0) - 200)).toBeLessThan(0.5);
      }),
    );
  });
});

describe('the table of councils', () => {
  const list = [
    council('Ashby', bucketsOf({ monitored: net(10), unmatched: net(90) })),
    council('Barton', bucketsOf({ monitored: net(20) })),
    council('Corby', null, bucketsOf({ unmatched: net(500) })),
    council('Derby', null),
  ];
  const named = (address: string) => coverageTable(list, address).shown.map(({ name }) => name);

  test('is in the order that the address asks for, and by name otherwise; who has no pounds is left out', () => {
    expect(named('/sources')).toEqual(['Ashby', 'Barton', 'Corby']);
    expect(named('/sources?order=spend')).toEqual(['Ashby', 'Barton', 'Corby']);
    expect(named('/sources?order=watched')).toEqual(['Barton', 'Ashby', 'Corby']);
    expect(named('/sources?order=contracts')).toEqual(['Corby', 'Ashby', 'Barton']);
    expect(named('/sources?order=nonsense')).toEqual(['Ashby', 'Barton', 'Corby']);
  });

  test('keeps what else the address asks, and begins again with its first page', () => {
    expect(tableInOrder('/national?on=2018-01-15&councils=3', 'spend')).toBe(
      '/national?on=2018-01-15&councils=1&order=spend#coverage',
    );
  });

  test('has pages of 25, of which one beyond the last is the last', () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      council(`Council ${at}`, bucketsOf({ stale: net(at + 1) })),
    );
    const sizes = [1, 3, 9, -1].map((page) => coverageTable(many, `/sources?councils=${page}`).shown.length);
    expect(sizes).toEqual([25, 10, 10, 25]);
    expect(coverageTable(many, '/sources?order=spend').pageLink(2)).toBe(
      '/sources?order=spend&councils=2#coverage',
    );
  });
});
