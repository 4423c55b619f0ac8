import { GssCode, Pence, type RiskLevel, sumByBasis, type VatBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageMeter } from './coverage.ts';
import { coverageOfContracts } from './contract-coverage.ts';
import { CouncilExposureView, viewOfCouncilExposure, type CouncilPart } from './council-exposure-view.ts';
import type { ContractSupplier, HeldContract } from './hold.ts';
import { spentMoney, type SupplierSpend, type YearOfSpend } from './year-of-spend.ts';

const numbered: ContractSupplier = {
  printedName: 'Example Ltd',
  namesNumber: true,
  outcome: 'matched',
  supplierId: '1',
};
const byName: ContractSupplier = { ...numbered, namesNumber: false };
const nobody: ContractSupplier = { ...byName, outcome: 'none', supplierId: null };

function contract(
  suppliers: readonly ContractSupplier[],
  pence: number,
  vat: VatBasis = 'net',
  endsOn: string | null = '2027-03-31',
): HeldContract {
  return {
    suppliers,
    subcontractors: [],
    contract: {
      ref: `award:${pence}/${suppliers.length}`,
      origin: 'notice',
      title: 'Care',
      startsOn: '2025-04-01',
      endsOn,
      value: { pence: Pence.parse(pence), vat },
      agreement: 'contract',
      criticality: 'unknown',
      owner: null,
      service: null,
      regime: 'unknown',
      url: null,
      suppliers: suppliers.length,
    },
  };
}

describe('how much of a council’s contracts can be watched', () => {
  test('value without a company number is told in its own VAT basis, a matched name apart from a blind one', () => {
    const { shares } = coverageOfContracts([
      contract([numbered], 600),
      contract([byName], 300),
      contract([nobody], 100),
      contract([nobody], 50, 'unknown'),
    ]);
    expect(shares).toEqual([
      { vat: 'net', total: 1000, unnumbered: 400, blind: 100 },
      { vat: 'unknown', total: 50, unnumbered: 50, blind: 50 },
    ]);
  });

  test('a contract counts by its least known supplier', () => {
    const { lines, blindShare } = coverageOfContracts([contract([numbered, nobody], 600)]);
    expect(lines.filter((line) => line.contracts > 0).map((line) => line.state)).toEqual(['none']);
    expect(blindShare).toBe(1);
  });

  test('every contract is in exactly one line', () => {
    const supplier = fc.constantFrom(numbered, byName, nobody);
    const some = fc.array(fc.tuple(fc.array(supplier, { maxLength: 3 }), fc.nat()));
    fc.assert(
      fc.property(some, (drawn) => {
        const { lines } = coverageOfContracts(drawn.map(([suppliers, pence]) => contract(suppliers, pence)));
        expect(lines.reduce((sum, line) => sum + line.contracts, 0)).toBe(drawn.length);
      }),
    );
  });
});

function viewOf(
  held: readonly HeldContract[],
  cards: CouncilPart['cards'],
  spend: CouncilPart['spend'] = null,
  otherwiseNumbered: CouncilPart['otherwiseNumbered'] = new Map(),
) {
  const meter = coverageMeter([]);
  return viewOfCouncilExposure({
    council: GssCode.parse('E06000911'),
    asOf: '2026-03-02',
    held,
    predecessors: [],
    spend,
    paymentsNotices: [],
    pounds: { spend: spend && meter, contracts: meter },
    relatives: new Map(),
    cards,
    otherwiseNumbered,
    shownName: (name) => name,
    end: { endsOn: null, directionOn: null, successors: [] },
  });
}

describe('contracts held on a day', () => {
  test('are those that run, the first to end first, at the most pressing band of their suppliers', () => {
    const cards = new Map(
      (['low', 'severe'] as const).map((band, at) => [
        String(at + 1),
        {
          id: String(at + 1),
          key: `0000000${at + 1}`,
          number: null,
          name: band,
          level: band,
        },
      ]),
    );
    const { held } = viewOf(
      [
        contract([numbered], 1, 'net', null),
        contract([numbered, { ...numbered, supplierId: '2' }], 2),
        contract([nobody], 3, 'net', '2026-12-31'),
        contract([numbered], 4, 'net', '2025-12-31'),
      ],
      cards,
    );
    expect(held.map(({ level, contract: { value } }) => [level, value?.pence])).toEqual([
      [null, 3],
      ['severe', 2],
      ['low', 1],
    ]);
  });
});

describe('the levels of a council’s suppliers', () => {
  const card = (id: string, level: RiskLevel) =>
    [id, { id, key: id, number: null, name: `Supplier ${id}`, level }] as const;
  const cards = new Map([card('1', 'low'), card('2', 'severe'), card('3', 'severe')]);
  const line = (supplierId: string | null, pence: number): SupplierSpend => ({
    supplierId,
    outcome: supplierId === null ? 'none' : 'matched',
    vat: 'net',
    pence,
    payments: 1,
    firstPaidOn: '2026-01-05',
    lastPaidOn: '2026-01-05',
  });
  const yearOf = (bySupplier: readonly SupplierSpend[]): YearOfSpend => ({
    from: '2025-03-01',
    to: '2026-02-28',
    monthsRead: 12,
    monthsReadBefore: 0,
    last12Months: sumByBasis(bySupplier.map(spentMoney)),
    previous12Months: null,
    trend: null,
    bySupplier,
  });

  test('say of a supplier that is not known what was printed where its number should stand', () => {
    const line = { ...numbered, supplierId: null, namesNumber: false, unreadNumber: '99100006 / 99100007' };
    const { held } = viewOf([contract([line], 600)], cards, null);
    expect(held[0]?.suppliers).toMatchObject([{ number: null, unreadNumber: '99100006 / 99100007' }]);
  });

  test('say beside who was paid without a contract which line of the register bears its name', () => {
    const printed = { name: 'SUPPLIER 2', number: '99000007' };
    const year = yearOf([line('1', 900_000), line('2', 800_000)]);
    const { unseen } = viewOf([], cards, year, new Map([['2', printed]]));
    expect(unseen.map((one) => [one.supplier.id, one.otherwiseNumbered])).toEqual([
      ['1', null],
      ['2', printed],
    ]);
  });

  test('count who was paid and has no contract, so that no pounds stand beside no supplier', () => {
    const ids = fc.option(fc.constantFrom('1', '2', '3'));
    const paid = fc.array(fc.tuple(ids, fc.integer({ min: 1, max: 1_000 })));
    fc.assert(
      fc.property(paid, fc.boolean(), (drawn, isHeld) => {
        const held = isHeld ? [contract([{ ...numbered, supplierId: '2' }], 600)] : [];
        const year = yearOf(drawn.map(([id, pence]) => line(id, pence)));
        const { byLevel } = viewOf(held, cards, year);
        for (const { suppliers, hasUntied, spend, totals } of byLevel)
          if ((spend?.net ?? 0) > 0 || totals.contracts > 0) expect(suppliers > 0 || hasUntied).toBe(true);
        const severe = new Set([
          ...drawn.flatMap(([id]) => (id === '1' ? [] : (id ?? []))),
          ...(isHeld ? ['2'] : []),
        ]);
        expect(byLevel.find(({ level }) => level === 'severe')?.suppliers).toBe(severe.size);
      }),
    );
  });

  test('know of no spend, which is not none, where no file was read', () => {
    const unread = viewOf([contract([numbered], 600)], cards);
    expect(unread.byLevel.map(({ spend }) => spend)).toEqual(unread.byLevel.map(() => null));
    expect(unread.pounds.spend).toBeNull();
    const read = viewOf([contract([numbered], 600)], cards, yearOf([]));
    expect(read.byLevel.every(({ spend }) => spend?.net === 0)).toBe(true);
    expect(read.spend).toMatchObject({ previous12Months: null, monthsReadBefore: 0 });
  });
});

test('the view of a council’s exposure says all that its schema names, and nothing else', () => {
  const view = viewOf([contract([nobody], 3)], new Map());
  expect(CouncilExposureView.strict().parse(view)).toEqual(view);
});

test('beside what ends within twelve months stands how many have no fixed end, and of how many none is known', () => {
  const ends = (endsOn: string | null, pence: number) => contract([numbered], pence, 'net', endsOn);
  const printed = (pence: number, endPrinted: string) => {
    const one = ends(null, pence);
    return { ...one, contract: { ...one.contract, endPrinted } };
  };
  const { ending, endNotKnown, noFixedEnd } = viewOf(
    [
      ends('2027-03-02', 1),
      ends('2027-03-03', 2),
      ends(null, 3),
      printed(4, '31/03/28'),
      printed(5, 'Rolling'),
      printed(6, '31/12/2099'),
      printed(7, '1 January 2100'),
    ],
    new Map(),
  );
  expect(ending.map(({ contract: one }) => one.endsOn)).toEqual(['2027-03-02']);
  expect(endNotKnown).toBe(2);
  expect(noFixedEnd).toBe(3);
});

describe('what stands beside the sums of a council', () => {
  const card = (id: string, level: RiskLevel | null) =>
    [id, { id, key: id, number: `0000000${id}`, name: `Supplier ${id}`, level }] as const;
  const cards = new Map([card('1', 'low'), card('2', 'severe'), card('8', 'watch'), card('9', 'elevated')]);
  const part: CouncilPart = {
    council: GssCode.parse('E06000911'),
    asOf: '2026-03-02',
    held: [contract([numbered], 600), contract([nobody], 50)],
    predecessors: [],
    spend: null,
    paymentsNotices: [{ publishedOn: '2026-02-01', url: 'https://example.org/1' }],
    pounds: { spend: null, contracts: coverageMeter([]) },
    relatives: new Map(),
    cards,
    otherwiseNumbered: new Map(),
    shownName: (name) => `shown ${name}`,
    end: { endsOn: '2028-03-31', directionOn: '2026-01-01', successors: ['East'] },
  };
  const viewed = (change: Partial<CouncilPart>) => viewOfCouncilExposure({ ...part, ...change });

  test('are its own payments notices and its end, as they are known', () => {
    expect(viewed({})).toMatchObject({
      paymentsNotices: part.paymentsNotices,
      ...part.end,
      throughGroup: [],
    });
  });

  test('is who supplies, by name where a printed one is tied to nobody', () => {
    const [first, second] = viewed({}).held;
    const named = [first, second].flatMap((one) => one?.suppliers ?? []);
    expect(named).toEqual([
      { id: null, key: null, number: null, name: 'shown Example Ltd', level: null },
      { id: '1', key: '1', number: '00000001', name: 'Supplier 1', level: 'low' },
    ]);
  });

  test('are parents and subsidiaries at risk of its suppliers, with the way to them; no sister, and none below', () => {
    const relative = (supplierId: string | null, relation: 'parent' | 'subsidiary' | 'sister') => ({
      supplierId,
      relation,
      chain: ['Supplier 1', 'Group'],
      links: [],
    });
    const relatives = new Map([
      [
        '1',
        [
          relative('9', 'parent'),
          relative('2', 'subsidiary'),
          relative('2', 'sister'),
          relative('8', 'parent'),
          relative('7', 'parent'),
          relative(null, 'parent'),
        ],
      ],
    ]);
    expect(
      viewed({ relatives }).throughGroup.map(({ relative: { id, level }, relation, chain, held }) => [
        id,
        level,
        relation,
        chain,
        held.contract.ref,
      ]),
    ).toEqual([
      ['9', 'elevated', 'parent', ['Supplier 1', 'Group'], 'award:600/1'],
      ['2', 'severe', 'subsidiary', ['Supplier 1', 'Group'], 'award:600/1'],
    ]);
  });

  test('are contracts that a notice ended in the twelve months before', () => {
    const ended = (publishedOn: string, pence: number): HeldContract => {
      const one = contract([numbered], pence, 'net', '2025-01-31');
      const notices = {
        ended: { reason: 'By agreement', on: null, publishedOn, url: 'https://example.org' },
      };
      return { ...one, contract: { ...one.contract, notices } };
    };
    const held = [
      ended('2025-03-01', 1),
      ended('2025-03-02', 2),
      ended('2026-03-02', 3),
      ended('2026-03-03', 4),
      contract([numbered], 5),
    ];
    expect(viewed({ held }).ended.map(({ contract: { value } }) => value?.pence)).toEqual([2, 3]);
  });

  test('are contracts that wait for allocation, need consent, or are critical, each in its list', () => {
    const changed = (change: Partial<HeldContract['contract']>, pence: number): HeldContract => {
      const one = contract([{ ...numbered, supplierId: '2' }], pence);
      return { ...one, contract: { ...one.contract, ...change } };
    };
    const view = viewed({
      held: [
        changed({ awaiting: { since: '2026-01-01', between: ['East', 'West'] } }, 1),
        changed({ consent: 'unknown' }, 2),
        changed({ criticality: 'critical' }, 3),
        contract([numbered], 4),
      ],
    });
    const pence = (list: typeof view.held) => list.map(({ contract: { value } }) => value?.pence);
    expect([pence(view.awaiting), pence(view.consent), pence(view.critical)]).toEqual([[1], [2], [3]]);
    expect(pence(view.held)).toEqual([2, 3, 4]);
    expect(pence(view.atRisk)).toEqual([2, 3]);
    expect([view.totals.contracts, view.totals.awaiting.contracts]).toEqual([3, 1]);
  });

  test('are the councils that it took the place of, those of one day together, and those that were split', () => {
    const before = (name: string, since: string, extent: 'whole' | 'partial') => ({
      council: GssCode.parse('E07000001'),
      name,
      since,
      extent,
    });
    const view = viewed({
      predecessors: [
        before('C', '2025-04-01', 'whole'),
        before('A', '2023-04-01', 'whole'),
        before('B', '2023-04-01', 'whole'),
        before('D', '2024-04-01', 'partial'),
      ],
    });
    expect(view.passed).toEqual([
      { since: '2023-04-01', names: ['A', 'B'] },
      { since: '2025-04-01', names: ['C'] },
    ]);
    expect(view.split).toEqual([{ name: 'D', since: '2024-04-01' }]);
  });

  test('are suppliers that were paid without a contract, twenty at most and how many there are in all', () => {
    const line = (supplierId: string, pounds: number): SupplierSpend => ({
      supplierId,
      outcome: 'matched',
      vat: 'net',
      pence: pounds * 100,
      payments: 2,
      firstPaidOn: '2026-01-05',
      lastPaidOn: '2026-01-05',
    });
    const spend: YearOfSpend = {
      from: '2025-03-01',
      to: '2025-08-31',
      monthsRead: 11,
      monthsReadBefore: 10,
      last12Months: sumByBasis([]),
      previous12Months: null,
      trend: { basis: 'net', change: 0.5 },
      bySupplier: [line('2', 6_000), line('9', 7_000), line('1', 9_000), line('404', 8_000)],
    };
    const view = viewed({ spend });
    expect(view.unseen).toEqual([
      {
        supplier: cards.get('9'),
        spend: { net: 700_000, gross: 0, unknown: 0 },
        payments: 2,
        otherwiseNumbered: null,
      },
      {
        supplier: cards.get('2'),
        spend: { net: 600_000, gross: 0, unknown: 0 },
        payments: 2,
        otherwiseNumbered: null,
      },
    ]);
    expect(view.unseenInAll).toBe(2);
    const many = Array.from({ length: 21 }, (_, at) => String(100 + at));
    const all = viewed({
      cards: new Map(many.map((id) => card(id, null))),
      spend: { ...spend, bySupplier: many.map((id) => line(id, 6_000)) },
    });
    expect([all.unseen.length, all.unseenInAll]).toEqual([20, 21]);
    expect(view.spend).toEqual({
      from: '2025-03-01',
      to: '2025-08-31',
      monthsRead: 11,
      monthsReadBefore: 10,
      isLate: true,
      last12Months: { net: 0, gross: 0, unknown: 0 },
      previous12Months: null,
      trend: { basis: 'net', change: 0.5 },
    });
  });
});
