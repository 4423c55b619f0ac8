import { Pence } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { ContractSupplier, HeldContract } from './hold.ts';
import { sumCoverage } from './coverage.ts';
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
    ['redacted', 'redacted'],
    ['not-a-company', 'not-a-company'],
    ['person', 'not-a-company'],
  ] as const)('count by its least known supplier: %s is %s', (outcome, bucket) => {
    const other = { ...known, supplierId: null, outcome };
    expect(standing([known, other], ['1'])).toEqual([bucket]);
  });
});

test('a supplier is asked for once, from spend and contracts alike', () => {
  expect(suppliersBehind(null, [contract([known, known], 'contract')])).toEqual(['1']);
});

describe('the pounds of a year of spend', () => {
  const line = (supplierId: string | null, pence: number, outcome: 'matched' | 'none' | 'redacted') => ({
    supplierId,
    outcome,
    vat: 'net' as const,
    pence,
    payments: 1,
    firstPaidOn: '2026-01-01',
    lastPaidOn: '2026-01-01',
  });
  const zero = { net: Pence.parse(0), gross: Pence.parse(0), unknown: Pence.parse(0) };
  const year = {
    from: '2025-05-01',
    to: '2026-04-30',
    monthsRead: 12,
    last12Months: zero,
    previous12Months: null,
    monthsReadBefore: 0,
    trend: null,
    bySupplier: [
      line('1', 100, 'matched'),
      line('2', 20, 'matched'),
      line(null, 3, 'none'),
      line(null, 4, 'redacted'),
    ],
  };

  test('stand where each payee is known, and nowhere where no file was read', () => {
    const { spend } = poundsCoverage({ year, live: [], monitored: new Set(['1']) });
    expect(spend?.buckets).toMatchObject({
      monitored: { net: 100 },
      stale: { net: 20 },
      unmatched: { net: 3 },
      redacted: { net: 4 },
    });
    expect(poundsCoverage({ year: null, live: [], monitored: new Set() }).spend).toBeNull();
  });

  test('ask for each of its suppliers once, and for nobody behind a name that is tied to none', () => {
    expect(suppliersBehind(year, [contract([known], 'contract')])).toEqual(['1', '2']);
  });
});

test('a contract that names nobody is not matched, and one without a value has no pounds', () => {
  expect(standing([], [])).toEqual(['unmatched']);
  const [valueless] = [contract([known], 'contract')];
  const live = [{ ...valueless, contract: { ...valueless.contract, value: null } }];
  const { contracts } = poundsCoverage({ year: null, live, monitored: new Set() });
  expect(Object.values(contracts.buckets).every(({ net }) => net === 0)).toBe(true);
});

test('several councils together stand where each of them does, in each VAT basis', () => {
  const one = poundsCoverage({
    year: null,
    live: [contract([known], 'contract')],
    monitored: new Set(['1']),
  });
  const other = poundsCoverage({ year: null, live: [contract([known], 'contract')], monitored: new Set() });
  const buckets = sumCoverage([one.contracts.buckets, one.contracts.buckets, other.contracts.buckets]);
  expect(buckets.monitored).toEqual({ net: 1_400, gross: 0, unknown: 0 });
  expect(buckets.stale.net).toBe(700);
  expect(sumCoverage([]).monitored).toEqual({ net: 0, gross: 0, unknown: 0 });
});
