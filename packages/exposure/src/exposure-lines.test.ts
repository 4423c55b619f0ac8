import { Pence, sumByBasis, VatBasis, type RiskLevel } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exposureLines } from './exposure-lines.ts';
import type { ContractSupplier, HeldContract } from './hold.ts';
import { spentMoney, type SupplierSpend, type YearOfSpend } from './year-of-spend.ts';

const asOf = '2026-03-02';
const cards = new Map<string, { readonly level: RiskLevel }>([
  ['1', { level: 'low' }],
  ['2', { level: 'severe' }],
]);

function printed(
  printedName: string,
  outcome: ContractSupplier['outcome'],
  supplierId: string | null = null,
): ContractSupplier {
  return { printedName, namesNumber: false, outcome, supplierId };
}

const low = printed('Low Ltd', 'matched', '1');
const severe = printed('Severe Ltd', 'matched', '2');
const unheardOf = printed('Unheard Of Ltd', 'none');
const john = printed('John Example', 'person');
const mary = printed('Mary Example', 'person');
const county = printed('Example County Council', 'not-a-company');
const hidden = printed('REDACTED', 'redacted');

function contract(suppliers: readonly ContractSupplier[], at = 1): HeldContract {
  return {
    suppliers,
    subcontractors: [],
    contract: {
      ref: `award:${at}`,
      origin: 'notice',
      title: 'Care',
      startsOn: '2026-03-01',
      endsOn: '2027-02-28',
      value: { pence: Pence.parse(100), vat: 'net' },
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

function paid(outcome: SupplierSpend['outcome'], supplierId: string | null, pence: number): SupplierSpend {
  const [firstPaidOn, lastPaidOn] = ['2026-01-05', '2026-01-05'];
  return { supplierId, outcome, vat: 'net', pence, payments: 1, firstPaidOn, lastPaidOn };
}

function yearOf(bySupplier: readonly SupplierSpend[]): YearOfSpend {
  return {
    from: '2025-03-01',
    to: '2026-02-28',
    monthsRead: 12,
    monthsReadBefore: 0,
    last12Months: sumByBasis(bySupplier.map(spentMoney)),
    previous12Months: null,
    trend: null,
    bySupplier,
  };
}

/** Each line that says anything: who, how many suppliers, how many contracts. */
function linesOf(live: readonly HeldContract[], spend: YearOfSpend | null = null) {
  const { byLevel, withoutLevel } = exposureLines(live, { spend, cards, asOf });
  return [
    ...byLevel
      .filter(({ suppliers, totals }) => suppliers > 0 || totals.contracts > 0)
      .map(({ level, suppliers, totals }) => [level, suppliers, totals.contracts]),
    ...withoutLevel.map(({ who, suppliers, totals }) => [who, suppliers, totals.contracts]),
  ];
}

test('people, public bodies and names that were withheld are lines of their own, none of them still to be assessed', () => {
  const placed = [[john], [mary], [john], [county], [hidden], [hidden], [unheardOf]];
  expect(linesOf(placed.map(contract))).toEqual([
    [null, 1, 1],
    ['withheld', null, 2],
    ['no-company', 1, 1],
    ['people', 2, 3],
  ]);
  expect(linesOf([contract([low])])).toEqual([['low', 1, 1]]);
});

test('a contract of several is in the gravest line, and each supplier is counted where it stands itself', () => {
  expect(linesOf([contract([severe, low, john])])).toEqual([
    ['severe', 1, 1],
    ['low', 1, 0],
    ['people', 1, 0],
  ]);
  expect(linesOf([contract([low, john, unheardOf])])).toEqual([
    ['low', 1, 0],
    [null, 1, 1],
    ['people', 1, 0],
  ]);
  expect(linesOf([contract([low, john, county, hidden])])).toEqual([
    ['low', 1, 0],
    ['withheld', null, 1],
    ['no-company', 1, 0],
    ['people', 1, 0],
  ]);
  expect(linesOf([contract([])])).toEqual([[null, 0, 1]]);
});

test('what was paid stands in the line of who was paid, and nowhere where no file was read', () => {
  const spend = yearOf([
    paid('matched', '2', 1),
    paid('none', null, 2),
    paid('redacted', null, 4),
    paid('person', null, 8),
    paid('person', '1', 16),
    paid('not-a-company', null, 32),
  ]);
  const told = exposureLines([contract([mary])], { spend, cards, asOf });
  const pence = [...told.byLevel, ...told.withoutLevel].flatMap((line) =>
    line.spend && line.spend.net > 0 ? [['who' in line ? line.who : line.level, line.spend.net]] : [],
  );
  expect(pence).toEqual([
    ['severe', 1],
    [null, 2],
    ['withheld', 4],
    ['no-company', 32],
    ['people', 24],
  ]);
  expect(told.byLevel.find(({ level }) => level === null)).toMatchObject({ suppliers: 0, hasUntied: true });
  expect(told.withoutLevel.map(({ suppliers }) => suppliers)).toEqual([null, 0, 1]);
  const unread = exposureLines([contract([mary])], { spend: null, cards, asOf });
  expect([...unread.byLevel, ...unread.withoutLevel].every((line) => line.spend === null)).toBe(true);
});

test('every contract and every pound is in one line', () => {
  const suppliers = fc.array(fc.constantFrom(low, severe, unheardOf, john, county, hidden), { maxLength: 3 });
  const payee = fc.constantFrom<readonly [SupplierSpend['outcome'], string | null]>(
    ['matched', '1'],
    ['none', null],
    ['ambiguous', null],
    ['person', '2'],
    ['redacted', null],
    ['not-a-company', null],
  );
  fc.assert(
    fc.property(
      fc.array(suppliers),
      fc.array(fc.tuple(payee, fc.integer({ min: -100, max: 1_000 }))),
      (placed, payments) => {
        const live = placed.map(contract);
        const spend = yearOf(payments.map(([[outcome, id], pence]) => paid(outcome, id, pence)));
        const { byLevel, withoutLevel } = exposureLines(live, { spend, cards, asOf });
        const lines = [...byLevel, ...withoutLevel];
        expect(lines.reduce((sum, { totals }) => sum + totals.contracts, 0)).toBe(live.length);
        for (const vat of VatBasis.options)
          expect(lines.reduce((sum, line) => sum + (line.spend?.[vat] ?? 0), 0)).toBe(
            spend.last12Months[vat],
          );
      },
    ),
  );
});
