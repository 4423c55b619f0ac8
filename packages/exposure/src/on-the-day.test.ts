import { GssCode, Pence, SupplierId } from '@tocsin/domain';
import { expect, it } from 'vitest';
import type { ContractFacts } from './contract-facts.ts';
import { yearlyLeft } from './contract-term.ts';
import { expose } from './expose.ts';
import { groupPaths } from './group-paths.ts';
import { heldBy } from './hold.ts';
import { mayNeedConsent } from './reorganisation.ts';
import { isLate } from './spend.ts';

const council = GssCode.parse('E10000030');
const asOf = '2026-11-23';
const about = { council, supplierId: SupplierId.parse('1'), asOf };
const value = { pence: Pence.parse(200_000_00), vat: 'net' as const };
const contract: ContractFacts = {
  ref: 'award:ocds-b5fd17-1/1',
  origin: 'notice',
  title: 'School catering',
  startsOn: '2026-06-01',
  endsOn: '2028-03-31',
  value,
  agreement: 'contract',
  criticality: 'unknown',
  owner: null,
  service: null,
  regime: 'procurement-act-2023',
  url: null,
  suppliers: 1,
};
const direction = { council, madeOn: '2026-01-01', vestingDay: '2027-04-01' };

it('spend without a contract is told of the twelve months that were read alone', () => {
  const paid = (paidOn: string) => ({ paidOn, amount: value, category: null, payments: 1 });
  const { dependence } = expose({
    ...about,
    contracts: [],
    payments: [paid('2025-11-23'), paid('2025-11-24'), paid(asOf)],
  });
  expect(dependence?.unseen).toMatchObject({ from: '2025-11-24', to: asOf, payments: 2 });
});

it('a contract that is only announced is told through the last day of its term', () => {
  const announced = { ...contract, status: 'pending' as const, endsOn: asOf };
  expect(expose({ ...about, contracts: [announced], payments: null }).intended).toHaveLength(1);
});

it('a company belongs to a group from the day on which the link begins', () => {
  const link = { from: '2', to: '1', by: 'controls' as const, since: asOf, until: null, url: null };
  expect(groupPaths('1', [link], asOf)).toHaveLength(1);
  expect(groupPaths('1', [link], '2026-11-22')).toEqual([]);
});

it('consent is asked about to the day before vesting', () => {
  const one = { suppliers: [], subcontractors: [], contract };
  const on = (day: string) =>
    heldBy(one, council, {
      succession: { changes: [], directions: [direction], nameOf: (gss) => gss },
      allocations: [],
      asOf: day,
    }).map((held) => held.contract.consent);
  expect(on('2027-03-31')).toEqual(['may-need-consent']);
  expect(on('2027-04-01')).toEqual([undefined]);
});

it('a contract that ends on vesting day runs past the old council', () => {
  const placed = { awardedOn: '2026-06-01', endsOn: '2027-04-01', value, capital: false };
  expect(mayNeedConsent(placed, direction)).toBe('may-need-consent');
});

it('files are late once they end more than four months ago', () => {
  expect(isLate('2026-07-23', asOf)).toBe(false);
  expect(isLate('2026-07-22', asOf)).toBe(true);
});

it('a yearly value counts from the first day of a contract that is still to start', () => {
  const term = { startsOn: '2027-01-01', endsOn: '2027-12-31' };
  expect(yearlyLeft(value, null, term, asOf)).toEqual(value);
});
