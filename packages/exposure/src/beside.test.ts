import { GssCode, Pence, SupplierId, type VatBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { contractTotals } from './contract-totals.ts';
import { expose } from './expose.ts';
import { viewOfExposure } from './exposure-view.ts';
import { joinHeld } from './join-contracts.ts';

const about = {
  council: GssCode.parse('E06000911'),
  supplierId: SupplierId.parse('1'),
  asOf: '2027-05-01',
  payments: null,
};
const surrey = { council: GssCode.parse('E10000030'), name: 'Surrey County Council' };
const awaiting = { since: '2027-04-01', between: ['East Surrey Council', 'West Surrey Council'] };

function contract(n: number, change: Partial<ContractFacts> = {}): ContractFacts {
  return {
    ref: `award:ocds-h6vhtk-${n}/1`,
    origin: 'notice',
    title: `Contract ${n}`,
    startsOn: '2027-01-01',
    endsOn: '2027-12-31',
    value: money(365_00),
    agreement: 'contract',
    criticality: 'unknown',
    owner: null,
    service: null,
    regime: 'procurement-act-2023',
    url: null,
    suppliers: 1,
    ...change,
  };
}

function money(pence: number, vat: VatBasis = 'net') {
  return { pence: Pence.parse(pence), vat };
}

test('what awaits allocation is listed and summed apart from the council’s own', () => {
  const { contracts, totals } = viewOfExposure(
    expose({ ...about, contracts: [contract(1), contract(2, { placedBy: surrey, awaiting })] }),
  );
  expect(contracts).toHaveLength(2);
  expect(totals).toMatchObject({
    contracts: 1,
    valueLeft: { net: 245_00 },
    awaiting: { contracts: 1, valueLeft: { net: 245_00 } },
  });
});

test('what is only announced is no exposure, and is listed until it could no longer begin', () => {
  const announced = contract(1, { status: 'pending' });
  const { contracts, intended, totals } = viewOfExposure(expose({ ...about, contracts: [announced] }));
  expect([contracts, intended.length, totals.contracts]).toEqual([[], 1, 0]);
  const late = expose({ ...about, contracts: [{ ...announced, endsOn: '2027-04-30' }] });
  expect(late).not.toHaveProperty('intended');
});

test('what hangs on the group is in no sum, whatever it is', () => {
  const anyContract = fc
    .tuple(fc.nat(1_000_000), fc.nat(1_000_000_000), fc.constantFrom<VatBasis>('net', 'gross', 'unknown'))
    .map(([n, pence, vat]) => contract(n, { value: money(pence, vat) }));
  const some = fc.uniqueArray(anyContract, { selector: ({ ref }) => ref, maxLength: 6 });
  fc.assert(
    fc.property(some, some, (contracts, throughGroup) => {
      const alone = viewOfExposure(expose({ ...about, contracts }));
      const together = viewOfExposure(expose({ ...about, contracts, throughGroup }));
      expect(together.totals).toEqual(alone.totals);
      expect(together.throughGroup).toHaveLength(throughGroup.length);
    }),
  );
});

test('alike contracts of two councils that became one stay two', () => {
  const woking = { council: GssCode.parse('E07000217'), name: 'Woking Borough Council' };
  const guildford = { council: GssCode.parse('E07000209'), name: 'Guildford Borough Council' };
  const same = { title: 'Waste collection' };
  const { contracts } = expose({
    ...about,
    contracts: [
      contract(1, { ...same, placedBy: woking }),
      contract(2, { ...same, placedBy: guildford, ref: 'award:ocds-b5fd17-2/1' }),
    ],
  });
  expect(contracts).toHaveLength(2);
});

test('spend says how far the supplier depends on the council, and which of it no contract explains', () => {
  const payments = [{ paidOn: '2026-11-01', amount: money(600_000_00), category: null, payments: 1 }];
  const turnover = { turnover: 12_000_000, currency: 'GBP', balanceDate: '2026-03-31' };
  const { dependence } = expose({ ...about, payments, turnover, contracts: [contract(1)] });
  expect(dependence).toEqual({
    trend: { basis: 'net', change: null },
    ofTurnover: { share: 0.05, balanceDate: '2026-03-31' },
    unseen: {
      from: '2026-11-01',
      to: '2026-11-01',
      payments: 1,
      spend: { net: 600_000_00, gross: 0, unknown: 0 },
    },
  });
  expect(expose({ ...about, contracts: [contract(1)] })).not.toHaveProperty('dependence');
});

interface Held {
  readonly contract: ContractFacts;
  readonly suppliers: readonly string[];
}

function join(held: readonly Held[]): readonly Held[] {
  return joinHeld<Held>(
    held,
    ({ suppliers }) => suppliers,
    (kept, joined, gone) => ({
      contract: joined,
      suppliers: [...new Set([...kept.suppliers, ...gone.flatMap(({ suppliers }) => suppliers)])],
    }),
  );
}

test('records of one contract are one, and it names the suppliers of all of them', () => {
  const notice = { contract: contract(1), suppliers: ['a', 'b'] };
  const line = { contract: contract(1, { ref: 'register:1', origin: 'register' }), suppliers: ['a'] };
  const other = { contract: contract(1, { ref: 'register:2', origin: 'register' }), suppliers: ['c'] };
  const joined = join([notice, line, other]);
  expect(joined.map(({ contract: { ref }, suppliers }) => [ref, suppliers])).toEqual([
    ['register:1', ['a', 'b']],
    ['register:2', ['c']],
  ]);
  expect(contractTotals([])).toMatchObject({ contracts: 0 });
});

test('joining loses no record and counts none twice, in whatever order they come', () => {
  const services = ['h6vhtk', 'b5fd17'] as const;
  const anyHeld = fc
    .tuple(
      fc.nat(40),
      fc.constantFrom(...services),
      fc.nat(3),
      fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    )
    .map(([n, service, title, suppliers]) => ({
      contract: contract(n, { ref: `award:ocds-${service}-${n}/1`, title: `Contract ${title}` }),
      suppliers,
    }));
  const shuffled = fc
    .uniqueArray(anyHeld, { selector: (one) => one.contract.ref, maxLength: 10 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  const records = (held: readonly Held[]) =>
    held
      .map(({ contract: { ref, joined } }) => [ref, ...(joined ?? []).map((one) => one.ref)].sort().join(' '))
      .sort();
  fc.assert(
    fc.property(shuffled, ([a, b]) => {
      const joined = records(join(a));
      expect(joined.flatMap((refs) => refs.split(' ')).sort()).toEqual(
        a.map((one) => one.contract.ref).sort(),
      );
      expect(records(join(b))).toEqual(joined);
    }),
  );
});
