import { GssCode, Pence, VatBasis, type MoneyByBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContractRecord } from './hold.ts';
import type { CouncilChange } from './reorganisation.ts';
import { viewOfReorganisation } from './reorganisation-view.ts';

const VESTING = '2027-04-01';
const [north, south, east, split] = ['E07000001', 'E07000002', 'E07000003', 'E10000001'].map((gss) =>
  GssCode.parse(gss),
) as [GssCode, GssCode, GssCode, GssCode];
const change = (
  predecessor: GssCode,
  name: string,
  extent: CouncilChange['extent'] = 'whole',
): CouncilChange => ({
  predecessor,
  successor: { code: null, name },
  startsOn: VESTING,
  extent,
});
const changes = [
  change(north, 'Upper'),
  change(south, 'Upper'),
  change(east, 'Lower'),
  change(split, 'Upper', 'partial'),
  change(split, 'Lower', 'partial'),
];

interface Made {
  readonly councils: readonly GssCode[];
  readonly pence: number;
  readonly endsOn: string;
  readonly vat: VatBasis;
  readonly supplier: string;
  readonly suppliers: number;
}

function record(ref: string, { councils, pence, endsOn, vat, supplier, suppliers }: Made): ContractRecord {
  return {
    councils,
    suppliers: [{ printedName: supplier, namesNumber: true, outcome: 'matched', supplierId: supplier }],
    subcontractors: [],
    contract: {
      ref,
      origin: 'notice',
      title: ref,
      startsOn: VESTING,
      endsOn,
      extendsTo: null,
      awardedOn: null,
      status: 'active',
      value: { pence: Pence.parse(pence), vat },
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      category: 'Water',
      regime: 'unknown',
      url: null,
      suppliers,
    },
  };
}

const made = (councils: readonly GssCode[], pence: number, of: Partial<Made> = {}): Made => ({
  councils,
  pence,
  endsOn: '2028-03-31',
  vat: 'net',
  supplier: 'A',
  suppliers: 1,
  ...of,
});
const view = (all: readonly Made[]) =>
  viewOfReorganisation({
    vestingDay: VESTING,
    changes,
    records: all.map((one, at) => record(`c${at}`, one)),
    nameOf: (gss) => gss,
  });

test('a contract goes to its successor, between several where they placed it together, or waits where a council is split', () => {
  const told = view([
    made([north], 100),
    made([south], 50),
    made([north, east], 7),
    made([split], 3),
    made([], 1000),
  ]);
  expect(told.successors.map(({ name, totals }) => [name, totals.contracts, totals.valueLeft?.net])).toEqual([
    ['Lower', 0, 0],
    ['Upper', 2, 150],
  ]);
  expect([told.before, told.shared, told.awaiting].map(({ valueLeft }) => valueLeft?.net)).toEqual([
    160, 7, 3,
  ]);
});

test('contracts of one category from two councils are duplicates, and those that end within six months are named', () => {
  const [, upper] = view([
    made([north], 100, { endsOn: '2027-10-01' }),
    made([south], 50, { endsOn: '2027-10-02' }),
    made([south], 50, { endsOn: '2027-03-31' }),
  ]).successors;
  expect(upper?.duplicates).toEqual([{ category: 'Water', contracts: 2, councils: [north, south] }]);
  expect(upper?.ending.map(({ ref, endsOn }) => [ref, endsOn])).toEqual([['c0', '2027-10-01']]);
  const [, alone] = view([made([north], 1), made([north], 2)]).successors;
  expect(alone?.duplicates).toEqual([]);
});

test('two councils with one supplier each are less concentrated together than either was before', () => {
  const [, upper] = view([made([north], 100), made([south], 100, { supplier: 'B' })]).successors;
  expect(upper?.from.map(({ concentration }) => concentration?.hhi)).toEqual([10_000, 10_000, undefined]);
  expect(upper?.concentration).toEqual({ vat: 'net', topFiveShare: 1, hhi: 5000, suppliers: 2 });
});

test('what goes in comes out to the penny, in each VAT basis, whoever placed what with whom', () => {
  const any = fc.record({
    councils: fc.subarray([north, south, east, split]),
    pence: fc.integer({ min: 101, max: 1_000_000_000 }),
    endsOn: fc.constantFrom('2027-03-31', '2027-09-30', '2031-03-31'),
    vat: fc.constantFrom(...VatBasis.options),
    supplier: fc.constantFrom('A', 'B', 'C'),
    suppliers: fc.integer({ min: 1, max: 2 }),
  });
  const sum = (parts: readonly (MoneyByBasis | null)[], basis: VatBasis) =>
    parts.reduce((total, one) => total + (one?.[basis] ?? 0), 0);
  fc.assert(
    fc.property(fc.array(any, { maxLength: 25 }), (all) => {
      const { before, successors, shared, awaiting } = view(all);
      const after = [...successors.map(({ totals }) => totals), shared, awaiting];
      for (const basis of VatBasis.options)
        for (const of of ['value', 'valueLeft', 'shared'] as const)
          expect(
            sum(
              after.map((one) => one[of]),
              basis,
            ),
          ).toBe(before[of]?.[basis] ?? 0);
      expect(after.reduce((total, { contracts }) => total + contracts, 0)).toBe(before.contracts);
    }),
  );
});
