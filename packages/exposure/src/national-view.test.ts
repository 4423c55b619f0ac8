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
  paid: [],
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

test('the levels stand from the gravest, each with its councils, suppliers and sums, of the country, regions and councils', () => {
  const part = {
    asOf: '2026-11-23',
    onRecord: [
      placed('a', [leeds, hull], 'severe'),
      placed('b', [kent], 'watch'),
      placed('d', [kent], 'severe'),
      placed('e', [kent, leeds], 'nobody'),
      placed('f', [], 'severe'),
    ],
    cards,
    councils,
    paid: [],
    succession: { changes: [], directions: [], nameOf: (gss: string) => gss },
    coverage: [],
    private: [],
  };
  const told = viewOfNational(part);
  expect(
    told.byLevel.map(({ level, councils: n, suppliers, totals }) => [
      level,
      n,
      suppliers.length,
      totals.contracts,
    ]),
  ).toEqual([
    ['severe', 3, 1, 2],
    ['watch', 1, 1, 1],
  ]);
  expect(told.byRegion.map(({ region, levels }) => [region, levels.map(({ level }) => level)])).toEqual([
    ['South East', ['severe', 'watch']],
    ['Yorkshire and The Humber', ['severe']],
  ]);
  expect(told.byCouncil.map(({ council, levels }) => [council.name, council.region, levels.length])).toEqual([
    ['Leeds', 'Yorkshire and The Humber', 1],
    ['Hull', 'Yorkshire and The Humber', 1],
    ['Kent', 'South East', 2],
  ]);
  expect(
    told.bySupplier.map(({ supplier, councils: n, totals }) => [supplier.id, n, totals.contracts]),
  ).toEqual([
    ['severe', 3, 2],
    ['watch', 1, 1],
  ]);
  const ended = placed('g', [kent], 'severe');
  expect(
    viewOfNational({
      ...part,
      onRecord: [{ ...ended, contract: { ...ended.contract, endsOn: '2026-11-22' } }],
    }).byLevel,
  ).toEqual([]);
});

test('a council that only pays a supplier depends on it as one with a contract does, and one that does both counts once', () => {
  const spend = (net: number, gross = 0) => ({
    net: Pence.parse(net),
    gross: Pence.parse(gross),
    unknown: Pence.parse(0),
  });
  const told = viewOfNational({
    asOf: '2026-11-23',
    onRecord: [placed('a', [leeds], 'severe')],
    paid: [
      { council: 'E08000035', supplierId: 'severe', spend: spend(100) },
      { council: 'E10000016', supplierId: 'severe', spend: spend(20, 7) },
      { council: 'E06000010', supplierId: 'watch', spend: spend(3) },
      { council: 'E06000010', supplierId: 'low', spend: spend(1000) },
    ],
    cards,
    councils,
    succession: { changes: [], directions: [], nameOf: (gss) => gss },
    coverage: [],
    private: [],
  });
  const money = { net: 120, gross: 7, unknown: 0 };
  expect(told.atRisk).toMatchObject({
    councils: 2,
    councilsByContract: 1,
    councilsBySpend: 2,
    totals: { contracts: 1 },
    spend: money,
  });
  expect(
    told.bySupplier.map((one) => [one.supplier.id, one.councils, one.totals.contracts, one.spend.net]),
  ).toEqual([
    ['severe', 2, 1, 120],
    ['watch', 1, 0, 3],
  ]);
  expect(
    told.byCouncil.map(({ council, levels }) => [council.name, levels.map((one) => one.spend.net)]),
  ).toEqual([
    ['Leeds', [100]],
    ['Hull', [3]],
    ['Kent', [20]],
  ]);
  expect(
    told.byRegion.map(({ region, levels }) => [region, levels.map((one) => [one.level, one.spend.net])]),
  ).toEqual([
    ['South East', [['severe', 20]]],
    [
      'Yorkshire and The Humber',
      [
        ['severe', 100],
        ['watch', 3],
      ],
    ],
  ]);
});

test('suppliers of one level stand by how many councils depend on them', () => {
  const more = new Map([
    ...cards,
    ['wide', { id: 'wide', key: 'wide', number: null, name: 'wide', level: 'severe' as const }],
  ]);
  const { bySupplier } = viewOfNational({
    asOf: '2026-11-23',
    onRecord: [
      placed('a', [kent], 'severe'),
      placed('b', [leeds, hull], 'wide'),
      placed('c', [leeds, hull, kent], 'watch'),
    ],
    paid: [],
    cards: more,
    councils,
    succession: { changes: [], directions: [], nameOf: (gss) => gss },
    coverage: [],
    private: [],
  });
  expect(bySupplier.map(({ supplier }) => supplier.id)).toEqual(['wide', 'severe', 'watch']);
});

test.each([
  [4, undefined],
  [5, '5 to 9'],
  [9, '5 to 9'],
  [10, '10 to 19'],
  [19, '10 to 19'],
  [20, '20 or more'],
])('a private group of %i councils is told as %s', (number, said) => {
  const told = viewOfNational({
    asOf: '2026-11-23',
    onRecord: [],
    paid: [],
    cards,
    councils,
    succession: { changes: [], directions: [], nameOf: (gss) => gss },
    coverage: [],
    private: [
      { ...group, councils: number, contracts: null, netPence: null },
      { ...group, band: 'low', councils: number, contracts: null, netPence: null },
    ],
  });
  expect(told.private.map((one) => one.councils)).toEqual(said === undefined ? [] : [said]);
  expect(told.spendCoverage).toBeNull();
});
