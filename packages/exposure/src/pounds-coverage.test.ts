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

/** Where the pounds of one contract with these suppliers stand while some are monitored. */
function standing(
  suppliers: readonly ContractSupplier[],
  monitored: readonly string[],
  agreement: 'contract' | 'framework' = 'contract',
): readonly string[] {
  const live = [contract(suppliers, agreement)];
  const { contracts } = poundsCoverage({ year: null, live, monitored: new Set(monitored) });
  return Object.entries(contracts.buckets).flatMap(([bucket, { net }]) => (net === 700 ? [bucket] : []));
}

describe('the pounds of a contract', () => {
  test('are monitored where its supplier is, and stale where it is not', () => {
    expect(standing([known], ['1'])).toEqual(['monitored']);
    expect(standing([known], [])).toEqual(['stale']);
  });

  test('are stale while any of its suppliers is, and nowhere for a framework', () => {
    const both = [known, { ...known, supplierId: '2' }];
    expect(standing(both, ['1'])).toEqual(['stale']);
    expect(standing([known], ['1'], 'framework')).toEqual([]);
  });

  test.each([
    ['none', 'unmatched'],
    ['waiting', 'unmatched'],
    ['ambiguous', 'ambiguous'],
    ['not-a-company', 'not-a-company'],
  ] as const)('count by its least known supplier: %s is %s', (outcome, bucket) => {
    const other = { ...known, supplierId: null, outcome };
    expect(standing([known, other], ['1'])).toEqual([bucket]);
  });
});

test('a supplier is asked for once, from spend and contracts alike', () => {
  expect(suppliersBehind(null, [contract([known, known], 'contract')])).toEqual(['1']);
});
