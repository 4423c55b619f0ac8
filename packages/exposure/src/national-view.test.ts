import { GssCode, Pence, type RiskLevel } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { NamedSupplier } from './council-exposure-view.ts';
import type { ContractRecord } from './hold.ts';
import { NationalView, viewOfNational } from './national-view.ts';

const [leeds, hull, kent] = ['E08000035', 'E06000010', 'E10000016'].map((gss) => GssCode.parse(gss));
const councils = [
  { gss: 'E08000035', name: 'Leeds', region: 'Yorkshire and The Humber' },
  { gss: 'E06000010', name: 'Hull', region: 'Yorkshire and The Humber' },
  { gss: 'E10000016', name: 'Kent', region: 'South East' },
];
const cards = new Map<string, NamedSupplier>(
  (['low', 'watch', 'severe'] as const satisfies readonly RiskLevel[]).map((level) => [
    level,
    { id: level, key: level, number: null, name: level, level },
  ]),
);

function placed(ref: string, by: readonly (GssCode | undefined)[], supplier: string): ContractRecord {
  return {
    councils: by.flatMap((gss) => gss ?? []),
    suppliers: [{ printedName: supplier, namesNumber: true, outcome: 'matched', supplierId: supplier }],
    subcontractors: [],
    contract: {
      ref,
      origin: 'notice',
      title: ref,
      startsOn: '2026-01-01',
      endsOn: '2027-12-31',
      value: { pence: Pence.parse(1000), vat: 'net' },
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: null,
      suppliers: 1,
    },
  };
}

const group = { asOf: '2026-11-23', dimension: 'band', member: 'severe', band: 'severe' } as const;
const view = viewOfNational({
  asOf: '2026-11-23',
  onRecord: [placed('a', [leeds, hull], 'severe'), placed('b', [kent], 'watch'), placed('c', [kent], 'low')],
  cards,
  councils,
  succession: { changes: [], directions: [], nameOf: (gss) => gss },
  coverage: [],
  private: [5, 4].map((number) => ({ ...group, councils: number, contracts: null, netPence: null })),
});

test('a contract of several councils counts once in the country, and once in the region of each', () => {
  expect(view.byLevel.map(({ level, councils: many, totals }) => [level, many, totals.contracts])).toEqual([
    ['severe', 2, 1],
    ['watch', 1, 1],
  ]);
  expect(view.byRegion.map(({ region, levels }) => [region, levels[0]?.councils])).toEqual([
    ['South East', 1],
    ['Yorkshire and The Humber', 2],
  ]);
  expect(view.byCouncil.map(({ council }) => council.name)).toEqual(['Leeds', 'Hull', 'Kent']);
});

test('suppliers at watch are shown and not counted as at risk; those below are left out', () => {
  expect(view.atRisk).toMatchObject({ councils: 2, suppliers: [{ name: 'severe' }] });
  expect(view.bySupplier.map(({ supplier }) => supplier.name)).toEqual(['severe', 'watch']);
});

test('a private group of four councils is not shown, though it was stored', () => {
  expect(view.private.map((one) => one.councils)).toEqual(['5 to 9']);
});

test('the view is what its schema says, to the last field', () => {
  expect(NationalView.strict().parse(JSON.parse(JSON.stringify(view)))).toEqual(view);
});
