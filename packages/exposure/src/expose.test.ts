import { addDays, GssCode, Pence, SupplierId, type VatBasis } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractOfRegisterLine, exposedContract, type ContractFacts } from './contract-facts.ts';
import { hasBegun, isLive, valueLeft, yearlyLeft } from './contract-term.ts';
import { contractTotals } from './contract-totals.ts';
import { expose } from './expose.ts';
import { viewOfExposure } from './exposure-view.ts';
import { joinContracts } from './join-contracts.ts';

const council = GssCode.parse('E09000001');
const supplierId = SupplierId.parse('1');
const asOf = '2018-01-15';

function contract(change: Partial<ContractFacts> = {}): ContractFacts {
  return {
    ref: 'award:ocds-b5fd17-1/1',
    origin: 'notice',
    title: 'School catering',
    startsOn: '2017-01-01',
    endsOn: '2018-12-31',
    value: money(73_000_00),
    agreement: 'contract',
    criticality: 'unknown',
    owner: null,
    service: null,
    regime: 'pcr-2015',
    url: null,
    suppliers: 1,
    ...change,
  };
}

function money(pence: number, vat: VatBasis = 'net') {
  return { pence: Pence.parse(pence), vat };
}

function exposure(contracts: readonly ContractFacts[]) {
  return viewOfExposure(expose({ council, supplierId, asOf, contracts, payments: null }));
}

const day = fc.integer({ min: 0, max: 7_600 }).map((days) => addDays('2010-01-01', days));
const vat = fc.constantFrom<VatBasis>('net', 'gross', 'unknown');
const anyContract = fc
  .record({
    ref: fc.integer({ min: 1, max: 1_000_000 }).map((n) => `award:ocds-b5fd17-${n}/1`),
    startsOn: fc.option(day),
    endsOn: fc.option(day),
    value: fc.option(fc.tuple(fc.nat(10_000_000_000_00), vat).map(([pence, basis]) => money(pence, basis))),
    status: fc.constantFrom(null, 'active' as const, 'pending' as const, 'terminated' as const),
    agreement: fc.constantFrom('contract' as const, 'framework' as const, 'call-off' as const),
    suppliers: fc.integer({ min: 1, max: 3 }),
  })
  .map(contract);
const anyContracts = fc.uniqueArray(anyContract, { selector: (one) => one.ref, maxLength: 12 });

describe('a contract is live', () => {
  it.each([
    ['on its first day', { startsOn: asOf }, true],
    ['on its last day', { endsOn: asOf }, true],
    ['from its award on, although it starts later', { startsOn: '2019-04-01', awardedOn: asOf }, true],
    ['not before its award', { startsOn: '2019-04-01', awardedOn: '2018-01-16' }, false],
    ['where no more is stated than a later start', { startsOn: '2018-01-16', awardedOn: null }, true],
    ['once it has begun, although awarded after that', { startsOn: asOf, awardedOn: '2018-01-16' }, true],
    ['not the day after it ends', { endsOn: '2018-01-14' }, false],
    ['while its end is not stated', { endsOn: null }, true],
    ['not before its award when no start is stated', { startsOn: null, awardedOn: '2018-02-01' }, false],
    ['not once terminated', { status: 'terminated' as const }, false],
    ['not while only pending', { status: 'pending' as const }, false],
  ])('%s', (_, change, live) => {
    expect(isLive(contract(change), asOf)).toBe(live);
  });
});

describe('a contract has begun', () => {
  it.each([
    ['on its first day', { startsOn: asOf, awardedOn: '2018-02-01' }, true],
    ['not the day before', { startsOn: '2018-01-16', awardedOn: '2017-12-01' }, false],
    ['on the day of its award where no start is stated', { startsOn: null, awardedOn: asOf }, true],
    ['not before that', { startsOn: null, awardedOn: '2018-01-16' }, false],
    ['where neither is stated', { startsOn: null, awardedOn: null }, true],
  ])('%s', (_, change, begun) => {
    expect(hasBegun(contract(change), asOf)).toBe(begun);
    expect(exposedContract(contract(change), asOf).startsLater).toBe(begun ? undefined : true);
  });
});

describe('value left', () => {
  it('falls evenly over the days of the term', () => {
    const term = { startsOn: '2017-01-01', endsOn: '2018-12-31' };
    expect(valueLeft(money(730_00), term, '2018-01-01')?.pence).toBe(365_00);
    expect(valueLeft(money(730_00), term, '2017-01-01')?.pence).toBe(730_00);
    expect(valueLeft(money(730_00), term, '2018-12-31')?.pence).toBe(1_00);
    expect(valueLeft(money(730_00), term, '2019-01-01')?.pence).toBe(0);
    expect(valueLeft(money(730_00), term, '2016-06-01')?.pence).toBe(730_00);
  });

  it('is rounded to the nearest penny, a half up', () => {
    const left = (pence: number, endsOn: string, asOf: string) =>
      valueLeft(money(pence), { startsOn: '2018-01-01', endsOn }, asOf)?.pence;
    expect(left(100, '2018-01-03', '2018-01-02')).toBe(67);
    expect(left(100, '2018-01-03', '2018-01-03')).toBe(33);
    expect(left(1, '2018-01-02', '2018-01-02')).toBe(1);
    expect(left(49, '2018-04-10', '2018-04-10')).toBe(0);
    expect(left(50, '2018-04-10', '2018-04-10')).toBe(1);
  });

  it('is exact for sums whose product with the days passes 2^53', () => {
    const term = { startsOn: '2000-01-01', endsOn: '2029-12-31' };
    expect(valueLeft(money(9_007_199_254_740_990), term, '2000-01-01')?.pence).toBe(9_007_199_254_740_990);
  });

  it.each([
    ['value', null, { startsOn: '2017-01-01', endsOn: '2018-12-31' }],
    ['start', money(100), { startsOn: null, endsOn: '2018-12-31' }],
    ['end', money(100), { startsOn: '2017-01-01', endsOn: null }],
    ['sensible term', money(100), { startsOn: '2018-12-31', endsOn: '2017-01-01' }],
  ])('is unknown without a %s', (_, value, term) => {
    expect(valueLeft(value, term, asOf)).toBeNull();
  });

  it('is a whole number of pence between nothing and the value, and never grows with time', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000_000_00), vat, day, day, day, day, (pence, basis, a, b, c, d) => {
        const [startsOn, endsOn] = a < b ? [a, b] : [b, a];
        const [sooner, later] = c < d ? [c, d] : [d, c];
        const left = valueLeft(money(pence, basis), { startsOn, endsOn }, sooner);
        const leftLater = valueLeft(money(pence, basis), { startsOn, endsOn }, later);
        expect(Number.isSafeInteger(left?.pence)).toBe(true);
        expect(left?.vat).toBe(basis);
        expect(left?.pence).toBeLessThanOrEqual(pence);
        expect(leftLater?.pence).toBeGreaterThanOrEqual(0);
        expect(leftLater?.pence).toBeLessThanOrEqual(left?.pence ?? -1);
      }),
    );
  });
});

describe('a line of the register that states a yearly value', () => {
  const line = {
    id: '7',
    title: 'School catering',
    startsOn: '2017-01-01',
    endsOn: '2018-12-31',
    value: money(1_000_000_00, 'gross'),
    vat: 'gross' as const,
    criticality: 'critical' as const,
    owner: null,
    service: null,
    regime: 'pcr-2015' as const,
    safeguards: { annualValuePence: Pence.parse(365_00) },
  };

  it('is worth that for the days left, in the line’s own VAT basis, and says so', () => {
    expect(exposedContract(contractOfRegisterLine(line), '2018-12-22')).toMatchObject({
      valueLeft: money(10_00, 'gross'),
      leftBy: 'annual-value',
    });
    const noTotal = { ...line, value: null };
    expect(exposedContract(contractOfRegisterLine(noTotal), '2018-12-22').valueLeft?.pence).toBe(10_00);
    const noEnd = { ...line, endsOn: null };
    expect(exposedContract(contractOfRegisterLine(noEnd), '2018-12-22').valueLeft).toBeNull();
    expect(exposedContract(contractOfRegisterLine({ ...line, safeguards: {} }), asOf)).not.toHaveProperty(
      'leftBy',
    );
  });

  it('is never worth more than its total, less than nothing, or more the next day', () => {
    fc.assert(
      fc.property(fc.nat(1e12), fc.option(fc.nat(1e12)), day, day, day, day, (annual, total, a, b, c, d) => {
        const [startsOn, endsOn] = a < b ? [a, b] : [b, a];
        const [sooner, later] = c < d ? [c, d] : [d, c];
        const value = total === null ? null : money(total);
        const left = yearlyLeft(money(annual), value, { startsOn, endsOn }, sooner);
        const leftLater = yearlyLeft(money(annual), value, { startsOn, endsOn }, later);
        expect(Number.isSafeInteger(left?.pence)).toBe(true);
        expect(left?.pence).toBeLessThanOrEqual(total ?? Number.MAX_SAFE_INTEGER);
        expect(leftLater?.pence).toBeGreaterThanOrEqual(0);
        expect(leftLater?.pence).toBeLessThanOrEqual(left?.pence ?? -1);
      }),
    );
  });

  it.each([
    ['2018-01-15', '2018-01-15'],
    ['2018-01-16', '2018-06-30'],
    ['2018-07-01', undefined],
  ])('asked on %s, is next to be broken on %s', (on, next) => {
    const breaks = { ...line, safeguards: { breaksOn: ['2017-06-30', '2018-06-30', '2018-01-15'] } };
    expect(exposedContract(contractOfRegisterLine(breaks), on).nextBreakOn).toBe(next);
  });

  it('keeps its breaks and extension where a notice of the same contract is found', () => {
    const own = contractOfRegisterLine({
      ...line,
      value: money(73_000_00),
      vat: 'net',
      safeguards: { breaksOn: ['2018-06-30'] },
    });
    const { contracts } = exposure(joinContracts([own, contract({ extendsTo: '2019-12-31' })]));
    expect(contracts).toMatchObject([
      { ref: 'register:7', nextBreakOn: '2018-06-30', extendsTo: '2019-12-31' },
    ]);
  });
});

describe('exposure', () => {
  it('holds the live contracts only, the first to end first', () => {
    const soon = contract({ ref: 'register:2', endsOn: '2018-02-01' });
    const open = contract({ ref: 'register:3', endsOn: null });
    const over = contract({ ref: 'register:4', endsOn: '2017-12-31' });
    expect(exposure([open, contract(), over, soon]).contracts.map(({ ref }) => ref)).toEqual([
      'register:2',
      'award:ocds-b5fd17-1/1',
      'register:3',
    ]);
  });

  it('lists a framework without counting its ceiling as a contract value', () => {
    const { contracts, totals } = exposure([contract({ agreement: 'framework' })]);
    expect(contracts).toMatchObject([{ agreement: 'framework', value: null, valueLeft: null }]);
    expect(totals).toMatchObject({ contracts: 0, frameworks: 1, value: { net: 0, gross: 0, unknown: 0 } });
  });

  it('does not give the whole of a shared award to each of its suppliers', () => {
    const { totals } = exposure([contract({ suppliers: 3 })]);
    expect(totals.value).toBeNull();
    expect(totals.shared?.net).toBe(35_100_00);
  });

  it('keeps the VAT bases of spend apart and answers null, not nothing, when none is known to be net', () => {
    const payment = { paidOn: '2017-12-01', amount: money(500_00, 'unknown'), category: null, payments: 1 };
    const result = expose({ council, supplierId, asOf, contracts: [], payments: [payment] });
    expect(result.spendLast12Months).toBeNull();
    expect(result.spend?.last12Months).toEqual({ net: 0, gross: 0, unknown: 500_00 });
    expect(result.basis).toBe('spend');
  });

  it('counts twelve months back from the last published month', () => {
    const payments = ['2016-11-30', '2016-12-01', '2017-11-30', '2017-12-01'].map((paidOn) => ({
      paidOn,
      amount: money(100),
      category: null,
      payments: 1,
    }));
    const { spend } = expose({
      council,
      supplierId,
      asOf,
      contracts: [],
      payments,
      spendRead: { to: '2017-11-30', months: 11, monthsBefore: 1 },
    });
    expect(spend).toMatchObject({ from: '2016-12-01', to: '2017-11-30', last12Months: { net: 200 } });
    expect(spend?.previous12Months?.net).toBe(100);
  });

  it('is unknown, never nothing, of months of which no file was read, and no trend stands on fewer months than it has', () => {
    const payments = ['2016-11-30', '2017-11-30'].map((paidOn) => ({
      paidOn,
      amount: money(100),
      category: null,
      payments: 1,
    }));
    const readTo = (months: number, monthsBefore: number) =>
      expose({
        council,
        supplierId,
        asOf,
        contracts: [],
        payments,
        spendRead: { to: '2017-11-30', months, monthsBefore },
      });
    expect(readTo(12, 0).spend?.previous12Months).toBeNull();
    expect(readTo(12, 0).dependence?.trend?.change).toBeNull();
    expect(readTo(12, 3).spend?.previous12Months?.net).toBe(100);
    expect(readTo(12, 11).dependence?.trend?.change).toBeNull();
    expect(readTo(12, 12).dependence?.trend?.change).toBe(0);
  });

  it('adds up to unknown, never to nothing, where no value is known, and to nothing where there is nothing', () => {
    const { totals } = exposure([contract({ value: null })]);
    expect([totals.value, totals.valueLeft, totals.withoutValueLeft]).toEqual([null, null, 1]);
    const none = { net: 0, gross: 0, unknown: 0 };
    expect(exposure([]).totals).toMatchObject({ value: none, valueLeft: none, shared: none });
  });

  it('is never negative and always in whole pence, whatever the contracts and payments', () => {
    const payment = fc
      .tuple(day, fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }), vat)
      .map(([paidOn, pence, basis]) => ({
        paidOn,
        amount: money(pence, basis),
        category: null,
        payments: 1,
      }));
    fc.assert(
      fc.property(anyContracts, fc.array(payment), day, (contracts, payments, on) => {
        const result = expose({ council, supplierId, asOf: on, contracts, payments });
        const { totals } = viewOfExposure(result);
        const sums = [totals.value, totals.valueLeft, totals.shared].flatMap((sum) =>
          Object.values(sum ?? {}),
        );
        for (const sum of [...sums, result.spendLast12Months ?? 0]) {
          expect(Number.isSafeInteger(sum)).toBe(true);
          expect(sum).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('does not depend on the order in which contracts arrive', () => {
    const shuffled = anyContracts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(exposure(b)).toEqual(exposure(a));
      }),
    );
  });

  it('adds up: the suppliers of a council sum to the total of the council, in each VAT basis', () => {
    fc.assert(
      fc.property(fc.array(anyContracts, { maxLength: 5 }), (bySupplier) => {
        const apart = bySupplier.map((contracts, supplier) =>
          contracts
            .map((one) => ({ ...one, ref: `${one.ref}-${supplier}` }))
            .filter((one) => isLive(one, asOf))
            .map((one) => exposedContract(one, asOf)),
        );
        const total = contractTotals(apart.flat());
        for (const basis of ['net', 'gross', 'unknown'] as const) {
          const sum = apart.reduce(
            (all, contracts) => all + (contractTotals(contracts).valueLeft?.[basis] ?? 0),
            0,
          );
          expect(total.valueLeft?.[basis] ?? 0).toBe(sum);
        }
      }),
    );
  });
});
