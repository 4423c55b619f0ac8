import { GssCode, Pence, sumByBasis, SupplierId, VatBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOfCouncilExposure } from './council-exposure-view.ts';
import { coverageMeter } from './coverage.ts';
import { viewOfExposure } from './exposure-view.ts';
import { hold, type ContractRecord, type ContractSupplier, type Holdings } from './hold.ts';
import { exposureTo } from './supplier-exposure.ts';

const asOf = '2027-05-01';
const councils = ['E07000001', 'E07000002', 'E07000003', 'E06000001', 'E06000002'].map((gss) =>
  GssCode.parse(gss),
);
const [town, borough, county, east, west] = councils as [GssCode, GssCode, GssCode, GssCode, GssCode];
/** Two councils became one, and the county was split between it and another. */
const changes = [
  [town, east, 'whole'],
  [borough, east, 'whole'],
  [county, east, 'partial'],
  [county, west, 'partial'],
] as const;
const succession: Holdings['succession'] = {
  changes: changes.map(([predecessor, code, extent]) => ({
    predecessor,
    successor: { code, name: code },
    startsOn: '2027-04-01',
    extent,
  })),
  directions: [],
  nameOf: (gss) => gss,
};

/** Joint suppliers come in these pairs. */
const joint = [
  ['1', '2'],
  ['3', '4'],
] as const;
const day = fc.integer({ min: 0, max: 8 }).map((n) => `202${n}-06-30`);

function supplier(id: string): ContractSupplier {
  return { printedName: `Supplier ${id}`, namesNumber: true, outcome: 'matched', supplierId: id };
}

const anyRecord = fc
  .record({
    origin: fc.constantFrom('cf', 'fts', 'register'),
    number: fc.nat(10_000),
    placers: fc.subarray([...councils], { minLength: 1, maxLength: 2 }),
    suppliers: fc.oneof(
      fc.constantFrom('1', '2', '3', '4').map((id) => [id]),
      fc.constantFrom(...joint).map((pair) => [...pair]),
    ),
    title: fc.constantFrom('Care homes', 'Waste collection', 'School meals'),
    startsOn: fc.option(day),
    endsOn: fc.option(day),
    value: fc.option(
      fc.tuple(fc.constantFrom(10_000_00, 250_000_00, 1_000_000_01), fc.constantFrom(...VatBasis.options)),
    ),
    agreement: fc.constantFrom('contract' as const, 'framework' as const),
  })
  .map(({ origin, number, placers, suppliers, value, agreement, ...said }): ContractRecord => {
    const own = origin === 'register';
    const named = own ? suppliers.slice(0, 1) : suppliers;
    return {
      councils: own ? placers.slice(0, 1) : placers,
      suppliers: named.map(supplier),
      subcontractors: [],
      contract: {
        ...said,
        ref: own ? `register:${number}` : `award:ocds-${origin === 'cf' ? 'b5fd17' : 'h6vhtk'}-${number}/1`,
        origin: own ? 'register' : 'notice',
        value: value && { pence: Pence.parse(value[0]), vat: value[1] },
        agreement: own ? 'contract' : agreement,
        criticality: 'unknown',
        owner: null,
        service: null,
        regime: 'unknown',
        url: null,
        suppliers: named.length,
      },
    };
  });
const anyRecords = fc.uniqueArray(anyRecord, { selector: ({ contract }) => contract.ref, maxLength: 14 });
const anyAllocations = fc.array(
  fc.record({
    council: fc.constant(county),
    contractRef: fc.nat(10_000).map((n) => `award:ocds-b5fd17-${n}/1`),
    successor: fc.constantFrom(east, west),
  }),
  { maxLength: 3 },
);

/** As an alert reads it: the records of a supplier, and of those that it supplies together with. */
function alertOf(records: readonly ContractRecord[], holdings: Holdings, council: GssCode, id: string) {
  const pair: readonly string[] = joint.find((two) => two.some((one) => one === id)) ?? [id];
  const near = records.filter(({ suppliers }) =>
    suppliers.some((one) => pair.includes(one.supplierId ?? '')),
  );
  const held = hold(near, holdings).get(council) ?? [];
  return viewOfExposure(
    exposureTo({
      council,
      supplierId: SupplierId.parse(id),
      asOf,
      held,
      relatives: [],
      spend: null,
      spendRead: null,
      awaitingSpend: [],
      turnover: null,
      event: null,
    }),
  );
}

/** As the council's page reads it: what it and the councils before it placed, each council's records by themselves. */
function pageOf(records: readonly ContractRecord[], holdings: Holdings, council: GssCode) {
  const before = changes.filter(([, successor]) => successor === council).map(([predecessor]) => predecessor);
  const placed = [council, ...before].flatMap((placer) =>
    records.filter((one) => one.councils.includes(placer)).map((one) => ({ ...one, councils: [placer] })),
  );
  const meter = coverageMeter([]);
  return viewOfCouncilExposure({
    council,
    asOf,
    held: hold(placed, holdings).get(council) ?? [],
    predecessors: [],
    spend: null,
    paymentsNotices: [],
    pounds: { spend: meter, contracts: meter },
    relatives: new Map(),
    cards: new Map(
      ['1', '2', '3', '4'].map((id) => [id, { id, key: id, number: null, name: id, level: 'low' as const }]),
    ),
    otherwiseNumbered: new Map(),
    shownName: (name) => name,
    end: { endsOn: null, directionOn: null, successors: [] },
  });
}

test('the alert of a supplier and the page of a council list the same contracts at the same pence', () => {
  fc.assert(
    fc.property(anyRecords, anyAllocations, (records, allocations) => {
      const holdings: Holdings = { succession, allocations, asOf };
      for (const council of councils) {
        const page = pageOf(records, holdings, council);
        for (const id of ['1', '2', '3', '4']) {
          const listed = [...page.held, ...page.awaiting]
            .filter(({ suppliers }) => suppliers.some((one) => one.id === id))
            .map(({ contract }) => contract);
          const alert = alertOf(records, holdings, council, id);
          const byRef = (a: { readonly ref: string }, b: { readonly ref: string }) =>
            a.ref < b.ref ? -1 : 1;
          expect(alert.contracts.toSorted(byRef)).toEqual(listed.toSorted(byRef));
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('levels add up to the whole, in every VAT basis, whatever was handed over', () => {
  fc.assert(
    fc.property(anyRecords, anyAllocations, (records, allocations) => {
      for (const council of councils) {
        const { totals, byLevel, held } = pageOf(records, { succession, allocations, asOf }, council);
        const own = held.filter(
          ({ contract }) => contract.agreement !== 'framework' && contract.sharedBetween === undefined,
        );
        expect(totals.valueLeft ?? sumByBasis([])).toEqual(
          sumByBasis(own.map(({ contract }) => contract.valueLeft)),
        );
        for (const vat of VatBasis.options)
          expect(byLevel.reduce((sum, line) => sum + (line.totals.valueLeft?.[vat] ?? 0), 0)).toBe(
            totals.valueLeft?.[vat] ?? 0,
          );
      }
    }),
    { numRuns: 100 },
  );
});

test('a notice of two councils that became one counts once, with the line of the register of either', () => {
  const notice: ContractRecord = {
    councils: [town, borough],
    suppliers: [supplier('1')],
    subcontractors: [],
    contract: {
      ref: 'award:ocds-b5fd17-1/1',
      origin: 'notice',
      title: 'Care homes',
      startsOn: '2026-01-01',
      endsOn: '2028-12-31',
      value: { pence: Pence.parse(1_000_00), vat: 'net' },
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: null,
      suppliers: 1,
    },
  };
  const line: ContractRecord = {
    ...notice,
    councils: [borough],
    contract: { ...notice.contract, ref: 'register:1', origin: 'register' },
  };
  const held = hold([notice, line], { succession, allocations: [], asOf }).get(east);
  expect(held?.map(({ contract }) => contract.ref)).toEqual(['register:1']);
});
