import { GssCode, Pence } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import {
  countedOnce,
  countedUnder,
  hold,
  heldBy,
  joinRecords,
  predecessorsOf,
  recordsOf,
  spendersAmong,
  type ContractRecord,
  type ContractSupplier,
  type Holdings,
} from './hold.ts';

const [town, borough, county, east, west] = [
  'E07000001',
  'E07000002',
  'E10000003',
  'E06000001',
  'E06000002',
].map((gss) => GssCode.parse(gss)) as [GssCode, GssCode, GssCode, GssCode, GssCode];

/** Town and borough became one council with half of the county; the other half went to another. */
const succession: Holdings['succession'] = {
  changes: (
    [
      [town, east, 'whole'],
      [borough, east, 'whole'],
      [county, east, 'partial'],
      [county, west, 'partial'],
    ] as const
  ).map(([predecessor, code, extent]) => ({
    predecessor,
    successor: { code, name: `Council ${code}` },
    startsOn: '2027-04-01',
    extent,
  })),
  directions: [{ council: town, madeOn: '2026-01-01', vestingDay: '2027-04-01' }],
  nameOf: (gss) => `Council ${gss}`,
};
const on = (asOf: string, allocations: Holdings['allocations'] = []): Holdings => ({
  succession,
  allocations,
  asOf,
});

const supplier = (id: string | null, printedName = `Supplier ${id}`): ContractSupplier => ({
  printedName,
  namesNumber: true,
  outcome: id === null ? 'none' : 'matched',
  supplierId: id,
});

function record(
  ref: string,
  councils: readonly GssCode[],
  change: Partial<ContractFacts> = {},
): ContractRecord {
  return {
    councils,
    suppliers: [supplier('1')],
    subcontractors: [],
    contract: {
      ref,
      origin: 'notice',
      title: `Contract ${ref}`,
      startsOn: '2026-06-01',
      endsOn: '2028-05-31',
      value: { pence: Pence.parse(50_000_00), vat: 'net' },
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: null,
      suppliers: 1,
      ...change,
    },
  };
}
const CF = 'award:ocds-b5fd17-1/1';
const refsOf = (held: ReturnType<typeof hold>, council: GssCode) =>
  (held.get(council) ?? []).map(({ contract }) => contract.ref);

describe('a contract is held', () => {
  test('by each council that placed it, and nobody else', () => {
    const held = hold([record(CF, [town, borough])], on('2026-12-01'));
    expect([...held.keys()]).toEqual([town, borough]);
    expect(refsOf(held, town)).toEqual([CF]);
    expect(held.get(town)?.[0]?.contract).not.toHaveProperty('placedBy');
  });

  test('by the successor from its first day, once though two that became one had placed it', () => {
    const held = hold([record(CF, [town, borough])], on('2027-04-01'));
    expect([...held.keys()]).toEqual([east]);
    expect(held.get(east)).toHaveLength(1);
    expect(held.get(east)?.[0]?.contract.placedBy).toEqual({ council: town, name: `Council ${town}` });
  });

  test('by its own record before the one that was taken over', () => {
    const held = hold([record(CF, [town, east])], on('2027-04-01'));
    expect(held.get(east)).toHaveLength(1);
    expect(held.get(east)?.[0]?.contract).not.toHaveProperty('placedBy');
  });

  test('by nobody while a split council’s contract awaits allocation, and seen by each successor', () => {
    const held = hold([record(CF, [county])], on('2027-04-01'));
    expect([...held.keys()]).toEqual([east, west]);
    expect(held.get(west)?.[0]?.contract.awaiting).toEqual({
      since: '2027-04-01',
      between: [`Council ${east}`, `Council ${west}`],
    });
  });

  test('by whom a person has allocated it to, under any of its references', () => {
    const joined = [{ ref: 'register:5', reason: 'same title' }];
    const allocated = on('2027-04-01', [{ council: county, contractRef: 'register:5', successor: west }]);
    const held = heldBy(record(CF, [county], { joined }), county, allocated);
    expect(held.map(({ council, contract }) => [council, contract.awaiting])).toEqual([[west, undefined]]);
    const other = on('2027-04-01', [{ council: county, contractRef: 'register:6', successor: west }]);
    expect(heldBy(record(CF, [county], { joined }), county, other)).toHaveLength(2);
    expect(recordsOf(record(CF, [county], { joined }))).toEqual([CF, 'register:5']);
    expect(recordsOf(record(CF, [county]))).toEqual([CF]);
  });

  test('with its doubt beside what is said of its value already', () => {
    const much = { value: { pence: Pence.parse(300_000_000_00), vat: 'net' as const } };
    const noteOf = (change: Partial<ContractFacts>) =>
      hold([record(CF, [town], { ...much, ...change })], on('2026-12-01')).get(town)?.[0]?.contract.valueNote;
    expect(noteOf({})).toMatch(/^Doubtful: /);
    expect(noteOf({ valueNote: 'Stated as EUR 1.' })).toMatch(/^Stated as EUR 1\. Doubtful: /);
    expect(noteOf({ agreement: 'framework' })).toBeUndefined();
  });

  test('with the consent that a direction may ask for, by its last day after every extension', () => {
    const consentOn = (asOf: string, change: Partial<ContractFacts>) =>
      heldBy(
        record(CF, [town], { value: { pence: Pence.parse(200_000_00), vat: 'net' }, ...change }),
        town,
        on(asOf),
      )[0]?.contract.consent;
    const short = { endsOn: '2027-03-31' };
    expect(consentOn('2026-12-01', {})).toBe('may-need-consent');
    expect(consentOn('2026-12-01', short)).toBeUndefined();
    expect(consentOn('2026-12-01', { ...short, extendsTo: '2027-04-01' })).toBe('may-need-consent');
    expect(consentOn('2026-12-01', { extendsTo: '2027-01-01' })).toBe('may-need-consent');
    expect(consentOn('2026-12-01', { endsOn: null })).toBe('unknown');
    expect(consentOn('2026-12-01', { endsOn: null, extendsTo: '2027-04-01' })).toBe('may-need-consent');
    expect(consentOn('2026-12-01', { agreement: 'framework' })).toBeUndefined();
    expect(consentOn('2026-12-01', { awardedOn: '2025-12-31' })).toBeUndefined();
    expect(consentOn('2026-12-01', { startsOn: '2025-12-31' })).toBeUndefined();
    expect(consentOn('2027-03-31', {})).toBe('may-need-consent');
    expect(consentOn('2027-04-01', {})).toBeUndefined();
  });
});

describe('records of one contract', () => {
  const line = { origin: 'register' as const, title: 'Contract', startsOn: '2026-06-01' };

  test('of the same council and supplier are joined, with the suppliers of all of them, each once', () => {
    const own = { ...record('register:5', [town], { ...line }), subcontractors: [supplier('3')] };
    const notice = {
      ...record(CF, [town], { title: 'Contract' }),
      suppliers: [supplier('1', 'EXAMPLE LTD'), supplier('2'), supplier(null, 'Somebody')],
      subcontractors: [supplier('3', 'AGAIN'), supplier('4')],
    };
    const [joined, ...others] = joinRecords([own, notice]);
    expect(others).toEqual([]);
    expect(joined?.contract.ref).toBe('register:5');
    expect(joined?.suppliers.map(({ printedName }) => printedName)).toEqual([
      'Supplier 1',
      'Supplier 2',
      'Somebody',
    ]);
    expect(joined?.subcontractors.map(({ supplierId }) => supplierId)).toEqual(['3', '4']);
    const held = hold([own, notice], on('2026-12-01'));
    expect(refsOf(held, town)).toEqual(['register:5']);
  });

  test('of another council, or of a supplier of another name, are not', () => {
    const own = record('register:5', [town], line);
    expect(joinRecords([own, record(CF, [borough], { title: 'Contract' })])).toHaveLength(2);
    const named = (name: string, ref: string, change: Partial<ContractFacts>) => ({
      ...record(ref, [town], { title: 'Contract', ...change }),
      suppliers: [supplier(null, name)],
    });
    expect(joinRecords([named('A', 'register:5', line), named('B', CF, {})])).toHaveLength(2);
    expect(joinRecords([named('A', 'register:5', line), named('A', CF, {})])).toHaveLength(1);
  });
});

describe('what two councils spent that are one now', () => {
  test('is its own; that of a split council is seen waiting by each of those that follow it', () => {
    const spenders = spendersAmong([town, borough, county, town], on('2027-04-01'));
    expect(Object.fromEntries(spenders)).toEqual({
      [east]: { own: [town, borough], awaiting: [county] },
      [west]: { own: [], awaiting: [county] },
    });
    expect(Object.fromEntries(spendersAmong([town], on('2027-03-31')))).toEqual({
      [town]: { own: [town], awaiting: [] },
    });
  });

  test('is counted once nationally: under the successor, and under a split council itself', () => {
    expect(countedUnder(town, succession, '2027-03-31')).toBe(town);
    expect(countedUnder(town, succession, '2027-04-01')).toBe(east);
    expect(countedUnder(county, succession, '2027-04-01')).toBe(county);
    expect(countedOnce(record(CF, [town, county, borough]), succession, '2027-04-01').councils).toEqual([
      east,
      county,
    ]);
  });
});

describe('the councils that a council has followed', () => {
  const codes = (council: GssCode, asOf: string) =>
    predecessorsOf(succession, council, asOf).map(({ council: one }) => one);

  test('are told with their names, since when and how far; none before the first day', () => {
    expect(predecessorsOf(succession, west, '2027-04-01')).toEqual([
      { council: county, name: `Council ${county}`, since: '2027-04-01', extent: 'partial' },
    ]);
    expect(codes(east, '2027-04-01')).toEqual([town, borough, county]);
    expect(codes(east, '2027-03-31')).toEqual([]);
    expect(codes(town, '2027-04-01')).toEqual([]);
  });

  test('are told through several reorganisations, nearest first and each once, whatever circles there are', () => {
    const further = (predecessor: GssCode, code: GssCode | null, startsOn = '2028-04-01') => ({
      predecessor,
      successor: { code, name: 'Council' },
      startsOn,
      extent: 'whole' as const,
    });
    const changes = [...succession.changes, further(east, west), further(west, town), further(borough, null)];
    expect(
      predecessorsOf({ ...succession, changes }, west, '2028-04-01').map(({ council }) => council),
    ).toEqual([county, east, town, borough]);
  });
});
