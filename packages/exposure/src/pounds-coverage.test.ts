import { Pence } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { ContractSupplier, HeldContract } from './hold.ts';
import { poundsCoverage, suppliersBehind } from './pounds-coverage.ts';

const known: ContractSupplier = {
  printedName: 'Example Ltd',
  namesNumber: true,
  outcome: 'matched',
  supplierId: '1',
};

function contract(suppliers: readonly ContractSupplier[], agreement: 'contract' | 'framework'): HeldContract {
  return {
    suppliers,
    subcontractors: [],
    contract: {
      ref: 'award:1',
      origin: 'notice',
      title: 'Care',
      startsOn: null,
      endsOn: null,
      value: { pence: Pence.parse(700), vat: 'net' },
      agreement,
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: null,
      suppliers: suppliers.length,
    },
  };
}

/** Where the pounds of one contract with these suppliers stand on 23 November 2026. */
function standing(
  suppliers: readonly ContractSupplier[],
  lastReadAt: Readonly<Record<string, string>>,
  agreement: 'contract' | 'framework' = 'contract',
): readonly string[] {
  const live = [contract(suppliers, agreement)];
  const readAt = new Map(Object.entries(lastReadAt));
  const { contracts } = poundsCoverage({ year: null, live, lastReadAt: readAt, asOf: '2026-11-23' });
  return Object.entries(contracts.buckets).flatMap(([bucket, { net }]) => (net === 700 ? [bucket] : []));
}

describe('the pounds of a contract', () => {
  test.each([
    ['2026-10-23T23:00:00Z', 'monitored'],
    ['2026-10-22T23:00:00Z', 'monitored'],
    ['2026-10-22T22:59:59Z', 'stale'],
  ])('whose supplier’s profile was last read at %s are %s: 31 London days', (at, bucket) => {
    expect(standing([known], { 1: at })).toEqual([bucket]);
  });

  test('are stale while any of its suppliers is, and nowhere for a framework', () => {
    const both = [known, { ...known, supplierId: '2' }];
    expect(standing(both, { 1: '2026-11-20T12:00:00Z' })).toEqual(['stale']);
    expect(standing([known], { 1: '2026-11-20T12:00:00Z' }, 'framework')).toEqual([]);
  });

  test.each([
    ['none', 'unmatched'],
    ['waiting', 'unmatched'],
    ['ambiguous', 'ambiguous'],
    ['not-a-company', 'not-a-company'],
  ] as const)('count by its least known supplier: %s is %s', (outcome, bucket) => {
    const other = { ...known, supplierId: null, outcome };
    expect(standing([known, other], { 1: '2026-11-20T12:00:00Z' })).toEqual([bucket]);
  });
});

test('a supplier is asked for once, from spend and contracts alike', () => {
  expect(suppliersBehind(null, [contract([known, known], 'contract')])).toEqual(['1']);
});
