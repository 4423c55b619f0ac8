import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concentrationOf, viewOfConcentration, type CellSums } from './sector-view.ts';

function cellOf(sums: readonly number[]): CellSums {
  const pence = sums.reduce((sum, one) => sum + one, 0);
  const largest = sums.toSorted((a, b) => b - a).slice(0, 5);
  return {
    pence,
    topFivePence: largest.reduce((sum, one) => sum + one, 0),
    squares: sums.reduce((sum, one) => sum + (one / pence) ** 2, 0),
    suppliers: sums.length,
  };
}

test('ten suppliers of equal size are an index of 1,000, of which five have half; one alone is 10,000', () => {
  const equal = concentrationOf(cellOf(Array(10).fill(700)), { councils: 10, spendRead: 10 });
  expect(equal).toEqual({ hhi: 1000, topFiveShare: 0.5, pence: 7000, suppliers: 10 });
  expect(concentrationOf(cellOf([700]), { councils: 1, spendRead: 1 })).toMatchObject({
    hhi: 10_000,
    topFiveShare: 1,
  });
});

test('nothing is said where fewer than seven councils of ten were read for nine months, or where nothing was paid', () => {
  const cell = cellOf([500, 500]);
  expect(concentrationOf(cell, { councils: 10, spendRead: 6 })).toBeNull();
  expect(concentrationOf(cell, { councils: 10, spendRead: 7 })).not.toBeNull();
  expect(concentrationOf(cell, { councils: 0, spendRead: 0 })).toBeNull();
  expect(concentrationOf({ ...cell, pence: 0 }, { councils: 1, spendRead: 1 })).toBeNull();
});

test('the index lies between that of as many equal suppliers and 10,000', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 30 }), (sums) => {
      const { hhi = 0 } = concentrationOf(cellOf(sums), { councils: 1, spendRead: 1 }) ?? {};
      expect(hhi).toBeGreaterThanOrEqual(Math.floor(10_000 / sums.length));
      expect(hhi).toBeLessThanOrEqual(10_000);
    }),
  );
});

test('each cell stands with each VAT basis apart and with what it rests on; one without councils is left out', () => {
  const sums = [
    { ...cellOf([1]), cell: 'South East', vat: 'gross' as const },
    { ...cellOf([1]), cell: 'London', vat: 'net' as const },
    { ...cellOf([5, 5]), cell: 'South East', vat: 'net' as const },
    { ...cellOf([1]), cell: 'Nowhere', vat: 'net' as const },
  ];
  const read = { councils: 10, withContracts: 0, spendRead: 10, monthsRead: 120 };
  const { cells } = viewOfConcentration('2026-11-30', 'region', sums, (cell) =>
    cell === 'Nowhere' ? null : cell === 'London' ? { ...read, spendRead: 1 } : read,
  );
  expect(
    cells.map(({ cell, inBasis }) => [cell, inBasis.map((one) => [one.vat, one.concentration?.hhi])]),
  ).toEqual([
    ['London', [['net', undefined]]],
    [
      'South East',
      [
        ['gross', 10_000],
        ['net', 5000],
      ],
    ],
  ]);
});
