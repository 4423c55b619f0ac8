import { GssCode, Pence, SupplierId, type Exposure } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import type { HeldContract } from './hold.ts';
import {
  contractsThrough,
  contractsWith,
  exposureTo,
  isExposed,
  isPlaced,
  isSpent,
  type GroupCompanyView,
  type SupplierPart,
} from './supplier-exposure.ts';

const asOf = '2026-06-01';
const money = (pence: number) => ({ pence: Pence.parse(pence), vat: 'net' as const });
const supplier = (id: string | null, printedName = `Supplier ${id}`, shownName?: string) => ({
  printedName,
  ...(shownName && { shownName }),
  namesNumber: true,
  outcome: 'matched' as const,
  supplierId: id,
});

function held(
  ref: string,
  suppliers: HeldContract['suppliers'],
  change: Partial<HeldContract> = {},
): HeldContract {
  return {
    suppliers,
    subcontractors: [],
    contract: {
      ref,
      origin: 'notice',
      title: ref,
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      value: money(100_00),
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: 'https://example.org/notice',
      suppliers: suppliers.length,
    },
    ...change,
  };
}
const contracts = [
  held('own', [supplier('1')]),
  held('shared', [supplier('2'), supplier('1')]),
  held('of-parent', [supplier('9')]),
  held('of-sister', [supplier('8')]),
  held('subcontracted', [supplier('2'), supplier(null, 'JOHN SMITH', 'Name not shown')], {
    subcontractors: [supplier('3'), supplier('1', 'EXAMPLE LTD')],
  }),
  held('of-nobody', [supplier(null)]),
];
const relative = (relation: GroupCompanyView['relation'], supplierId: string | null): GroupCompanyView => ({
  supplierId,
  relation,
  chain: ['Example Ltd', 'Middle Ltd', 'Group plc'],
  links: [{ url: 'https://example.org/a' }, { url: null }, { url: 'https://example.org/a' }],
});
const part: SupplierPart = {
  council: GssCode.parse('E09000001'),
  supplierId: SupplierId.parse('1'),
  asOf,
  held: contracts,
  relatives: [relative('parent', '9'), relative('sister', '8'), relative('subsidiary', null)],
  spend: null,
  spendRead: null,
  awaitingSpend: [],
  turnover: null,
  event: null,
};

describe('what a council has with a supplier', () => {
  test('are the contracts that name it, beside them those through its parents and as a subcontractor', () => {
    const exposure = exposureTo(part);
    expect(exposure.contracts.map(({ ref }) => ref)).toEqual(['own', 'shared']);
    expect(exposure.throughGroup?.map(({ ref, via }) => [ref, via])).toEqual([
      [
        'of-parent',
        {
          relation: 'parent',
          chain: ['Group plc', 'Middle Ltd', 'Example Ltd'],
          urls: ['https://example.org/a'],
        },
      ],
      [
        'subcontracted',
        {
          relation: 'subcontractor',
          chain: ['Supplier 2, Name not shown', 'EXAMPLE LTD'],
          urls: ['https://example.org/notice'],
        },
      ],
    ]);
    expect(exposure).not.toHaveProperty('spendAwaiting');
  });

  test('cites no page of a subcontract that has none', () => {
    const [one] = contracts.filter(({ contract }) => contract.ref === 'subcontracted');
    const pageless = { ...one!, contract: { ...one!.contract, url: null } };
    expect(exposureTo({ ...part, held: [pageless] }).throughGroup?.[0]?.via?.urls).toEqual([]);
  });

  test('of a name that is tied to nobody is nothing, and of a company that supplies nobody neither', () => {
    expect(contractsWith(contracts, null)).toEqual([]);
    expect(contractsThrough(contracts, relative('parent', null))).toEqual([]);
    expect(contractsWith(contracts, '1')).toHaveLength(2);
  });

  test('counts beside it what waits of a council that was split', () => {
    const paid = { paidOn: '2026-05-01', amount: money(70_00), category: null, payments: 1 };
    expect(exposureTo({ ...part, awaitingSpend: [paid] }).spendAwaiting?.net).toBe(70_00);
  });
});

describe('a council depends on a supplier', () => {
  const nothing: Exposure = { ...exposureTo({ ...part, held: [] }) };
  const [contract] = exposureTo(part).contracts;
  const sums = (net: number, gross = 0, unknown = 0) => ({
    net: Pence.parse(net),
    gross: Pence.parse(gross),
    unknown: Pence.parse(unknown),
  });
  const spent = (last12Months: ReturnType<typeof sums>, to = '2026-04-30'): Exposure => ({
    ...nothing,
    spend: { from: '2025-05-01', to, last12Months, previous12Months: null, payments: 1 },
  });

  test('by a live contract of its own or through its group, not by an announcement', () => {
    expect([isPlaced(nothing), isExposed(nothing)]).toEqual([false, false]);
    for (const placed of [
      { ...nothing, contracts: [contract!] },
      { ...nothing, throughGroup: [contract!] },
    ])
      expect([isPlaced(placed), isSpent(placed), isExposed(placed)]).toEqual([true, false, true]);
    expect(isExposed({ ...nothing, intended: [contract!] })).toBe(false);
    expect(isPlaced({ ...nothing, throughGroup: [] })).toBe(false);
  });

  test('by more paid than credited in any VAT basis', () => {
    for (const some of [sums(1), sums(-5, 1), sums(0, 0, 1)]) expect(isSpent(spent(some))).toBe(true);
    for (const none of [sums(0), sums(-1), sums(-1, -1, -1)]) expect(isSpent(spent(none))).toBe(false);
    expect([isSpent(nothing), isSpent({ ...nothing, spend: null })]).toEqual([false, false]);
    expect(isExposed(spent(sums(1)))).toBe(true);
  });

  test('by files that reach into the last twelve months alone, and by what waits', () => {
    expect(isSpent(spent(sums(1), '2025-06-01'))).toBe(false);
    expect(isSpent(spent(sums(1), '2025-06-02'))).toBe(true);
    expect(isSpent({ ...nothing, spendAwaiting: sums(0, 0, 1) })).toBe(true);
    expect(isSpent({ ...spent(sums(1), '2025-06-01'), spendAwaiting: sums(0) })).toBe(false);
  });
});
