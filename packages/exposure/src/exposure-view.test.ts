import { GssCode, Pence, SupplierId, type ExposedContract, type Exposure } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { viewOfExposure } from './exposure-view.ts';

const contract: ExposedContract = {
  ref: 'register:1',
  origin: 'register',
  title: 'Care',
  startsOn: null,
  endsOn: '2027-12-31',
  value: null,
  valueLeft: null,
  criticality: 'unknown',
  owner: null,
  service: null,
  regime: 'unknown',
  url: null,
};
const bare: Exposure = {
  council: GssCode.parse('E09000001'),
  supplierId: SupplierId.parse('1'),
  asOf: '2026-05-02',
  basis: 'contract',
  contracts: [],
  spendLast12Months: null,
};
const sums = (net: number) => ({ net: Pence.parse(net), gross: Pence.parse(0), unknown: Pence.parse(0) });

test('an exposure of which nothing more was kept says nothing more', () => {
  const { totals: _, ...said } = viewOfExposure(bare);
  expect(said).toEqual({
    council: bare.council,
    supplierId: '1',
    asOf: '2026-05-02',
    basis: 'contract',
    contracts: [],
    nextEnd: null,
    nextBreak: null,
    spend: null,
    paid: null,
    dependence: null,
    spendAwaiting: null,
    intended: [],
    throughGroup: [],
  });
});

test('the first end and the first break are of any of the contracts', () => {
  const contracts = [
    { ...contract, endsOn: null, nextBreakOn: '2027-02-01' },
    { ...contract, nextBreakOn: '2026-09-30' },
    { ...contract, endsOn: '2026-12-31' },
  ];
  const { nextEnd, nextBreak } = viewOfExposure({ ...bare, contracts });
  expect([nextEnd, nextBreak]).toEqual(['2026-12-31', '2026-09-30']);
});

test('a sum that was kept without its days is told without them, and is zero only where zero was kept', () => {
  expect(viewOfExposure({ ...bare, spendLast12Months: Pence.parse(700) }).spend).toEqual({
    from: null,
    to: null,
    monthsRead: null,
    monthsReadBefore: null,
    isLate: false,
    last12Months: sums(700),
    previous12Months: null,
  });
  expect(viewOfExposure({ ...bare, spendLast12Months: Pence.parse(0) }).spend?.last12Months).toEqual(sums(0));
});

test('a sum that was kept with its days is told with them, and is late a quarter after its files should have come', () => {
  const spend = {
    from: '2025-05-01',
    to: '2026-04-30',
    last12Months: sums(700),
    previous12Months: sums(600),
    payments: 3,
  };
  const viewed = viewOfExposure({ ...bare, spendLast12Months: Pence.parse(1), spend });
  expect(viewed.spend).toEqual({
    from: '2025-05-01',
    to: '2026-04-30',
    monthsRead: null,
    monthsReadBefore: null,
    isLate: false,
    last12Months: sums(700),
    previous12Months: sums(600),
  });
  const counted = { ...spend, to: '2025-04-30', monthsRead: 11, monthsReadBefore: 9 };
  expect(viewOfExposure({ ...bare, spend: counted }).spend).toMatchObject({
    monthsRead: 11,
    monthsReadBefore: 9,
    isLate: true,
  });
  // Nothing paid in months of which nothing was read is not nothing; what was paid all the same is told.
  const paidIn = (monthsRead: number, pence: number) =>
    viewOfExposure({ ...bare, spend: { ...spend, monthsRead, last12Months: sums(pence) } }).spend
      ?.last12Months;
  expect([paidIn(0, 0), paidIn(1, 0), paidIn(0, 700)]).toEqual([null, sums(0), sums(700)]);
});

test('what waits is told in every VAT basis, or by its net part where that alone was kept', () => {
  expect(viewOfExposure({ ...bare, awaitingSpend: Pence.parse(500) }).spendAwaiting).toEqual(sums(500));
  const both = { ...bare, awaitingSpend: Pence.parse(500), spendAwaiting: sums(900) };
  expect(viewOfExposure(both).spendAwaiting).toEqual(sums(900));
});

test('what is beside the sums is told as it was kept', () => {
  const dependence = { trend: null, ofTurnover: null, unseen: null };
  const through = { ...contract, ref: 'register:2' };
  expect(
    viewOfExposure({ ...bare, dependence, intended: [contract], throughGroup: [through] }),
  ).toMatchObject({ dependence, intended: [contract], throughGroup: [through] });
});
