import {
  findExposures,
  findSpendOn,
  findSpendRead,
  settleOwnSpend,
  sumSpend,
  sumSpendByCategory,
  sumSpendBySupplier,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownRows } from '../support/own-rows.ts';
import { openRows, type Rows } from '../support/rows.ts';

const TODAY = '2026-11-23';
let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

const readOf = (...councils: readonly string[]) => inTrx((trx) => findSpendRead(trx, councils, TODAY));

test('a council is read to the last day of its files that are in force and begun, and no further than today', async () => {
  const [council, other, ahead] = [await rows.council(), await rows.council(), await rows.council()];
  expect(await readOf(council)).toBe(null);
  const kept = await rows.spendFile(council, '2026-01-01', '2026-01-31');
  await rows.spendFile(council, '2026-03-01', '2026-03-31', { replaced_by: kept, in_force: '{}' });
  await rows.spendFile(council, '2026-11-24', '2026-12-31');
  await rows.spendFile(other, '2026-06-01', '2026-06-30');
  await rows.spendFile(ahead, TODAY, '2026-12-31');
  expect(await readOf(council)).toMatchObject({ to: '2026-01-31', months: 1 });
  expect(await readOf(other)).toMatchObject({ to: '2026-06-30', months: 1 });
  expect(await readOf(council, other)).toMatchObject({ to: '2026-06-30', months: 2 });
  expect(await readOf(ahead)).toMatchObject({ to: TODAY });
});

test('of the twelve months to the last day those are read of which files hold all, and no part', async () => {
  const council = await rows.council();
  await rows.spendFile(council, '2026-10-16', '2026-10-31');
  expect(await readOf(council)).toMatchObject({ to: '2026-10-31', months: 0 });
  await rows.spendFile(council, '2026-10-01', '2026-10-12');
  expect(await readOf(council)).toMatchObject({ to: '2026-10-31', months: 1 });
  await rows.spendFile(council, '2026-09-01', '2026-09-30');
  expect(await readOf(council)).toMatchObject({ to: '2026-10-31', months: 2 });
  await rows.spendFile(council, '2025-10-01', '2025-10-31');
  expect(await readOf(council)).toMatchObject({ to: '2026-10-31', months: 2 });
  await rows.spendFile(council, '2025-11-01', '2025-11-30');
  expect(await readOf(council)).toMatchObject({ to: '2026-10-31', months: 3 });
  const whole = await rows.council();
  await rows.spendFile(whole, '2024-01-01', '2026-10-31');
  expect(await readOf(whole)).toMatchObject({ to: '2026-10-31', months: 12, monthsBefore: 12 });
  // Of the year before that file of October 2025 alone.
  expect(await readOf(council)).toMatchObject({ monthsBefore: 1 });
  const fresh = await rows.council();
  await rows.spendFile(fresh, '2025-11-01', '2026-10-31');
  expect(await readOf(fresh)).toMatchObject({ to: '2026-10-31', months: 12, monthsBefore: 0 });
});

test.each([
  ['2026-03-01', '2026-03-31', 1],
  ['2026-02-01', '2026-02-28', 1],
  ['2026-07-01', '2026-07-31', 1],
  ['2026-06-01', '2026-07-31', 2],
  ['2026-05-01', '2026-07-31', 3],
  ['2026-07-01', '2026-09-30', 3],
  // Most of the February of that year is that of 2025, of which nothing was read.
  ['2026-01-01', '2026-02-03', 1],
  ['2026-01-01', '2026-02-16', 2],
  ['2026-01-16', '2026-02-16', 1],
  ['2025-11-01', '2026-10-31', 12],
  // A year with a leap day is twelve months too, and none of the year before.
  ['2023-04-01', '2024-03-31', 12],
  ['2023-03-01', '2024-02-29', 12],
])('a file of %s to %s is of %i months, and of none of the year before', async (from, to, months) => {
  const council = await rows.council();
  await rows.spendFile(council, from, to);
  expect(await readOf(council)).toMatchObject({ to, months, monthsBefore: 0 });
});

test('sums of a council are of the lines of its files in force, both days included', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const file = await rows.spendFile(council, '2026-01-01', '2026-03-31');
  const pay = (document: string, paid_on: string, amount_pence: number, row = {}) =>
    rows.payment(document, { paid_on, amount_pence, category: 'Care', ...row });
  await pay(file, '2026-01-31', 1);
  await pay(file, '2026-02-01', 10);
  await pay(file, '2026-02-10', 100, { category: null });
  await pay(file, '2026-02-11', 1_000, { vat: 'gross' });
  await pay(file, '2026-02-28', 10_000, { category: 'Roads' });
  await pay(file, '2026-03-01', 100_000);
  const replaced = await rows.spendFile(council, '2026-02-01', '2026-02-28', { replaced_by: file });
  await pay(replaced, '2026-02-05', 1_000_000);
  await pay(await rows.spendFile(other, '2026-02-01', '2026-02-28'), '2026-02-05', 5_000_000);
  await pay(await rows.spendFile(council, '2026-02-28', '2026-05-31'), '2026-02-28', 20_000);
  await pay(await rows.spendFile(council, '2025-05-01', '2026-02-01'), '2026-02-01', 40);
  const [from, to] = ['2026-02-01', '2026-02-28'];
  const sums = await inTrx((trx) => sumSpend(trx, [council], from, to));
  expect(sums.toSorted((a, b) => a.pence - b.pence)).toEqual([
    { vat: 'gross', pence: 1_000 },
    { vat: 'net', pence: 30_150 },
  ]);
  const categories = await inTrx((trx) => sumSpendByCategory(trx, [council], from, to));
  expect(categories.toSorted((a, b) => a.amount.pence - b.amount.pence)).toEqual([
    { category: 'Care', amount: { vat: 'gross', pence: 1_000 } },
    { category: 'Roads', amount: { vat: 'net', pence: 10_000 } },
    { category: 'Care', amount: { vat: 'net', pence: 20_050 } },
  ]);
  const suppliers = await inTrx((trx) => sumSpendBySupplier(trx, [council], from, to));
  expect(suppliers.map(({ pence }) => pence).toSorted((a, b) => a - b)).toEqual([1_000, 30_150]);
});

test('pounds are a supplier’s, or nobody’s for a reason that is told', async () => {
  const council = await rows.council();
  const file = await rows.spendFile(council, '2026-02-01', '2026-02-28');
  const supplier = await rows.supplier('Example Ltd');
  const tied = await rows.mention('Tied Ltd', { outcome: 'matched', supplier_id: supplier });
  const again = await rows.mention('Tied Limited', { outcome: 'matched', supplier_id: supplier });
  const doubtful = await rows.mention('Doubtful Ltd', { outcome: 'ambiguous' });
  const body = await rows.mention('A Body', { outcome: 'not-a-company' });
  const unknown = await rows.mention('Unknown Ltd', { outcome: 'none' });
  const person = await rows.mention('A Person', { outcome: 'matched', supplier_id: supplier });
  for (const [amount_pence, paid_on, row] of [
    [1, '2026-02-03', { mention_id: tied }],
    [2, '2026-02-05', { mention_id: again }],
    [4, '2026-02-04', { mention_id: tied }],
    [8, '2026-02-03', { mention_id: doubtful }],
    [16, '2026-02-03', { mention_id: body }],
    [32, '2026-02-03', { mention_id: unknown }],
    [64, '2026-02-03', { payee: 'redacted' }],
    [128, '2026-02-03', { payee: 'unnamed' }],
    [256, '2026-02-03', { payee: 'individual', mention_id: person }],
    [512, '2026-02-03', { payee: 'individual' }],
  ] as const)
    await rows.payment(file, { amount_pence, paid_on, ...row });
  const sums = await inTrx((trx) => sumSpendBySupplier(trx, [council], '2026-02-01', '2026-02-28'));
  const told = sums.map((one) => [
    one.supplierId,
    one.outcome,
    one.pence,
    one.payments,
    one.firstPaidOn,
    one.lastPaidOn,
  ]);
  expect(told.toSorted((a, b) => Number(a[2]) - Number(b[2]))).toEqual([
    [supplier, 'matched', 7, 3, '2026-02-03', '2026-02-05'],
    [null, 'ambiguous', 8, 1, '2026-02-03', '2026-02-03'],
    [null, 'not-a-company', 16, 1, '2026-02-03', '2026-02-03'],
    [null, 'none', 32, 1, '2026-02-03', '2026-02-03'],
    [null, 'redacted', 192, 2, '2026-02-03', '2026-02-03'],
    [supplier, 'person', 256, 1, '2026-02-03', '2026-02-03'],
    [null, 'person', 512, 1, '2026-02-03', '2026-02-03'],
  ]);
});

test('what councils paid a supplier counts by day, VAT and category, whenever it was', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const supplier = await rows.supplier('Example Ltd');
  const [one, another] = [
    await rows.mention('Paid Ltd', { supplier_id: supplier }),
    await rows.mention('PAID LIMITED', { supplier_id: supplier }),
  ];
  const stranger = await rows.mention('Stranger Ltd', { supplier_id: await rows.supplier('Stranger') });
  const file = await rows.spendFile(council, '2026-01-01', '2026-12-31');
  const pay = (mention_id: string, paid_on: string, amount_pence: number, row = {}) =>
    rows.payment(file, { mention_id, paid_on, amount_pence, ...row });
  await pay(one, '2026-01-31', 1);
  await pay(one, '2026-02-01', 2);
  await pay(another, '2026-02-01', 4);
  await pay(one, '2026-02-01', 8, { category: 'Care' });
  await pay(one, TODAY, 16);
  await pay(one, '2026-11-24', 32);
  await pay(stranger, '2026-02-01', 64);
  const theirs = await rows.spendFile(other, '2026-01-01', '2026-12-31');
  await rows.payment(theirs, { mention_id: one, paid_on: '2026-02-01', amount_pence: 128 });
  const days = await inTrx((trx) => findSpendOn(trx, [council], supplier));
  expect(
    days
      .map(({ paidOn, amount, payments, category }) => [paidOn, amount.pence, payments, category])
      .toSorted((a, b) => Number(a[1]) - Number(b[1])),
  ).toEqual([
    ['2026-01-31', 1, 1, null],
    ['2026-02-01', 6, 2, null],
    ['2026-02-01', 8, 1, 'Care'],
    [TODAY, 16, 1, null],
    ['2026-11-24', 32, 1, null],
  ]);
  expect(await inTrx((trx) => findSpendOn(trx, [], supplier))).toEqual([]);
});

test('a council depends on whom it paid in the twelve months to its last day, by files in force', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const supplier = await rows.supplier('Depended On Ltd');
  const mention_id = await rows.mention('Depended On Ltd', { supplier_id: supplier, outcome: 'matched' });
  const file = await rows.spendFile(council, '2025-01-01', '2026-09-30');
  const pay = (document: string, paid_on: string, amount_pence: number) =>
    rows.payment(document, { mention_id, paid_on, amount_pence });
  await pay(file, '2025-09-30', 1_000_000_000);
  await pay(file, '2025-10-01', 100);
  await pay(file, '2025-10-01', 200);
  await pay(file, '2026-09-30', 400);
  await rows.spendFile(other, '2026-11-24', '2026-12-31');
  const theirs = await rows.spendFile(other, '2025-11-01', '2026-11-30');
  await pay(theirs, '2026-11-24', 7_000_000);
  const exposures = await findExposures(rows.db, supplier, TODAY);
  expect(
    exposures.map(({ exposure, paidLastOn }) => [exposure.council, exposure.spendLast12Months, paidLastOn]),
  ).toEqual([[council, 700, '2026-09-30']]);
  await pay(theirs, TODAY, 800);
  const both = await findExposures(rows.db, supplier, TODAY);
  expect(
    both.map(({ exposure, paidLastOn }) => [exposure.council, exposure.spendLast12Months, paidLastOn]),
  ).toEqual([
    [council, 700, '2026-09-30'],
    [other, 800, TODAY],
  ]);
});

test('of unpublished files too those count that are begun, but for days that the same series has published', async () => {
  const own = ownRows(rows.db);
  const council = await rows.council();
  const supplier = await rows.supplier('Example Ltd');
  const paid = async (from: string, to: string, amount_pence: number, series = 'spend') => {
    const file = await own.file(council, from, to, { series });
    const payee_id = await own.payee(file, 'Example Ltd', {
      supplier_id: supplier,
      match_outcome: 'matched',
    });
    await own.payment(file, { paid_on: from, amount_pence, payee_id });
  };
  await rows.spendFile(council, '2026-09-01', '2026-09-30');
  await paid('2026-09-01', '2026-09-30', 1);
  await paid('2026-09-01', '2026-09-30', 10, 'care');
  await paid('2026-10-01', '2026-10-31', 100);
  const told = { names: [], filesOf: [council] };
  const days = await inTrx((trx) => findSpendOn(trx, [council], supplier, told));
  expect(days.map(({ amount }) => amount.pence).toSorted((a, b) => a - b)).toEqual([10, 100]);
  await paid('2026-11-24', '2026-11-30', 1_000);
  const read = (asOf: string) => inTrx((trx) => findSpendRead(trx, [council], asOf, told));
  expect(await read(TODAY)).toMatchObject({ to: '2026-10-31' });
  expect(await read('2026-11-24')).toMatchObject({ to: '2026-11-24' });
});

test('of unpublished files of one series a later one counts from half of the lines on, of it or of the earlier, that are the same', async () => {
  const own = ownRows(rows.db);
  /** What counts of the lines a1, a2, … of the earlier file and b1, b2, … of the later, which paid these sums on one day. */
  const counting = async (earlier: readonly number[], later: readonly number[], series = 'spend') => {
    const council = await rows.council();
    for (const [name, of, sums, uploaded_at] of [
      ['a', 'spend', earlier, '2026-11-01T12:00:00Z'],
      ['b', series, later, '2026-11-02T12:00:00Z'],
    ] as const) {
      const file = await own.file(council, '2026-10-01', '2026-10-31', { series: of, uploaded_at });
      for (const [at, amount_pence] of sums.entries())
        await own.payment(file, { paid_on: '2026-10-05', amount_pence, purpose: `${name}${at + 1}` });
    }
    await inTrx((trx) => settleOwnSpend(trx, council));
    const lines = rows.db.selectFrom('own_payment').select('purpose').where('council', '=', council);
    const count = await lines.where('counts', '=', true).orderBy('purpose').execute();
    return count.map(({ purpose }) => purpose).join(' ');
  };
  // Half of the earlier file: its new edition.
  expect(await counting([1, 2, 3, 4], [3, 4, 5, 6, 7])).toBe('b1 b2 b3 b4 b5');
  expect(await counting([1, 2], [1, 2], 'care')).toBe('a1 a2 b1 b2');
  // Less than half of either: two files, of which each line is another.
  expect(await counting([1, 2, 3], [3, 4, 5])).toBe('a1 a2 a3 b1 b2 b3');
  // Half of the later file: a part of the earlier, whose other lines stay.
  expect(await counting([1, 2, 3, 4, 5], [4, 5, 6, 7])).toBe('a1 a2 a3 b1 b2 b3 b4');
  // Of lines that are alike as many come again as there are, the first of them first.
  expect(await counting([9, 9, 1, 2, 3], [9, 8])).toBe('a2 a3 a4 a5 b1 b2');
});
