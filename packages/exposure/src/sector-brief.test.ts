import { GssCode, Pence, type VatBasis } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { viewOfBrief, type BriefPart } from './sector-brief.ts';

const [north, south, west] = ['E06000901', 'E06000902', 'E06000903'].map((gss) => GssCode.parse(gss)) as [
  GssCode,
  GssCode,
  GssCode,
];
const ASOF = '2026-06-30';

function record(councils: readonly GssCode[], ref: string, endsOn: string, pence: number) {
  const contract: ContractFacts = {
    ref,
    origin: 'notice',
    title: `Care ${ref}`,
    startsOn: ASOF,
    endsOn,
    extendsTo: null,
    awardedOn: null,
    status: 'active',
    value: { pence: Pence.parse(pence), vat: 'net' },
    agreement: 'contract',
    criticality: 'unknown',
    owner: null,
    service: null,
    category: null,
    regime: 'unknown',
    url: null,
    suppliers: 1,
  };
  const supplier = {
    printedName: 'Example',
    namesNumber: true,
    outcome: 'matched' as const,
    supplierId: '1',
  };
  return { councils, suppliers: [supplier], subcontractors: [], contract };
}

const paid = (council: string, service: string, pence: number, vat: VatBasis = 'net') => ({
  council,
  service,
  money: { pence: Pence.parse(pence), vat },
});

const part: BriefPart = {
  asOf: ASOF,
  onRecord: [
    record([north, south], 'joint', '2027-06-30', 1000),
    record([north], 'long', '2029-06-30', 5000),
    record([south], 'over', '2026-06-29', 9000),
  ],
  succession: { changes: [], directions: [], nameOf: (gss) => gss },
  councils: [north, south, west].map((gss, at) => ({ gss, name: `Council ${at}`, region: null })),
  paid: [paid(west, 'Housing', 70_000), paid(west, '', 5, 'gross'), paid(south, 'Corporate', 3)],
  read: new Map([[west, { monthsRead: 11, to: '2026-05-31' }]]),
  months: [],
};

test('a council that only pays is named beside those with contracts, those with most first', () => {
  const { councils, paid: sum } = viewOfBrief(part);
  expect(councils.map(({ gss, contracts }) => [gss, contracts.map(({ ref }) => ref)])).toEqual([
    [west, []],
    [north, ['joint', 'long']],
    [south, ['joint']],
  ]);
  expect(councils[0]).toMatchObject({
    paid: { net: 70_000, gross: 5 },
    services: ['Housing'],
    monthsRead: 11,
  });
  expect(councils[1]).toMatchObject({ paid: null, monthsRead: null });
  expect(sum).toEqual({ net: 70_003, gross: 5, unknown: 0 });
});

test('a contract of two councils counts once in the sum, and at both among what ends within the year', () => {
  const { totals, ending } = viewOfBrief(part);
  expect(totals).toMatchObject({ contracts: 2, valueLeft: { net: 6000 } });
  expect(ending).toEqual({ contracts: 1, councils: 2 });
});
