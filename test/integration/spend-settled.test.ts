import {
  findSpendCoverage,
  findTouchedMentions,
  isSpendLoaded,
  noteOnSource,
  refuseHalvedFile,
  refuseUnreadableLines,
  settleEditions,
  type Trx,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeAll(async () => {
  rows = await openRows();
});
afterAll(() => rows.close());

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

interface Handed {
  readonly payments: number;
  readonly months?: number;
  readonly from?: string;
  readonly to?: string | null;
  readonly series?: string;
}

/** Why a file of September is not stored, if it is not. */
async function heldOf(
  council: string,
  { payments, months = 1, from = '2026-09-01', to = '2026-09-30', series = 'spend' }: Handed,
) {
  const covers = to === null ? [] : [{ from, to }];
  const file = { documentId: '0', council, series, payments, lastPaidOn: to, covers, months, revised: false };
  return inTrx((trx) => refuseHalvedFile(trx, file)).then(
    () => null,
    (error: unknown) => (error as Error).message.split(' (')[0],
  );
}

test('a file is held with half the usual lines of a month, and taken with one more', async () => {
  const council = await rows.council();
  expect(await heldOf(council, { payments: 1 })).toBe(null);
  const file = (payments: number, row: Parameters<Rows['spendFile']>[3] = {}, to = '2026-08-31') =>
    rows.spendFile(council, '2026-08-01', to, { payments, ...row });
  const kept = await file(10);
  await file(40, { months: 2 });
  await file(1_000);
  expect(await heldOf(council, { payments: 10 })).toBe('held: 10 payments where 20 are usual');
  expect(await heldOf(council, { payments: 11 })).toBe(null);
  expect(await heldOf(council, { payments: 20, months: 2 })).toBe(
    'held: 10 payments a month where 20 are usual',
  );
  expect(await heldOf(council, { payments: 21, months: 2 })).toBe(null);
  expect(await heldOf(council, { payments: 1, to: null })).toBe('held: 1 payments where 20 are usual');
  expect(await heldOf(council, { payments: 1, series: 'cards' })).toBe(null);
  expect(await heldOf(await rows.council(), { payments: 1 })).toBe(null);
  await file(5_000, { replaced_by: kept });
  await file(5_000, { replaced_by: kept });
  expect(await heldOf(council, { payments: 11 })).toBe(null);
});

test.each([
  ['2025-09-25', 'held'],
  ['2025-09-24', null],
  ['2026-10-05', 'held'],
  ['2026-10-06', null],
])('usual are the files that end within a year and five days: one to %s counts: %s', async (to, expected) => {
  const council = await rows.council();
  await rows.spendFile(council, '2025-01-01', to, { payments: 100, in_force: '{}' });
  const held = await heldOf(council, { payments: 1 });
  expect(held === null ? null : 'held').toBe(expected);
});

test('days that were read before with as few lines may be read again', async () => {
  const september = async (lines: number, row: Parameters<Rows['spendFile']>[3] = {}) => {
    const council = await rows.council();
    await rows.spendFile(council, '2026-08-01', '2026-08-31', { payments: 100 });
    const file = await rows.spendFile(council, '2026-09-01', '2026-09-30', { payments: 100, ...row });
    for (let nth = 0; nth < lines; nth += 1) await rows.payment(file, { paid_on: '2026-09-10' });
    return council;
  };
  const held = async (council: string, said: Handed) => (await heldOf(council, said)) !== null;
  const read = await september(4);
  expect(await held(read, { payments: 3 })).toBe(false);
  expect(await held(read, { payments: 2 })).toBe(true);
  expect(await held(read, { payments: 3, to: '2026-10-01' })).toBe(true);
  expect(await held(read, { payments: 3, from: '2026-08-01' })).toBe(false);
  expect(await held(await september(0), { payments: 3 })).toBe(true);
  expect(await held(await september(4, { in_force: '{[2026-09-01,2026-09-29]}' }), { payments: 3 })).toBe(
    true,
  );
  expect(await held(await september(4, { series: 'cards' }), { payments: 3 })).toBe(true);
  const outside = await september(2);
  const file = await rows.spendFile(outside, '2026-09-01', '2026-09-30', { payments: 100 });
  for (const paid_on of ['2026-10-10', '2026-10-11', '2026-10-12', '2026-10-13'])
    await rows.payment(file, { paid_on });
  expect(await held(outside, { payments: 2 })).toBe(false);
});

test('more lines that are refused than read put a file in doubt, from the twenty-first on', () => {
  expect(() => refuseUnreadableLines(20, 0)).not.toThrow();
  expect(() => refuseUnreadableLines(21, 21)).not.toThrow();
  expect(() => refuseUnreadableLines(21, 20)).toThrow('held: 21 lines could not be read and 20 could');
});

test('the same bytes are known of the council that they were loaded for', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const sha256 = 'f'.repeat(64);
  const document_id = await rows.document({ source_id: 'council-spend', sha256 });
  await rows.spendFile(council, '2026-01-01', '2026-01-31', { document_id });
  const isLoaded = (hash: string, of: string) => inTrx((trx) => isSpendLoaded(trx, hash, of));
  expect(await isLoaded(sha256, council)).toBe(true);
  expect(await isLoaded(sha256, other)).toBe(false);
  expect(await isLoaded('e'.repeat(64), council)).toBe(false);
});

test('matching sees those again that nobody watches yet, and those that stand badly', async () => {
  const mention = async (name: string, row: Parameters<Rows['supplier']>[2]) =>
    rows.mention(name, { supplier_id: await rows.supplier(name, null, row) });
  const badly = await mention('Badly Ltd', { watched: true, status: 'liquidation' });
  const unwatched = await mention('Unwatched Ltd', { status: 'active' });
  const well = await mention('Well Ltd', { watched: true, status: 'active' });
  const nobody = await rows.mention('Nobody Ltd');
  const elsewhere = await mention('Not In The File Ltd', { status: 'active' });
  const file = await rows.spendFile(await rows.council(), '2026-01-01', '2026-01-31');
  const other = await rows.spendFile(await rows.council(), '2026-01-01', '2026-01-31');
  for (const mention_id of [nobody, well, unwatched, badly, badly, null])
    await rows.payment(file, { paid_on: '2026-01-02', mention_id });
  await rows.payment(other, { paid_on: '2026-01-02', mention_id: elsewhere });
  const touched = await inTrx((trx) => findTouchedMentions(trx, file));
  expect(touched).toEqual([badly, unwatched]);
});

test('how far each series of a council was read is told by its files in force, in their order', async () => {
  const fresh = await openRows();
  try {
    const [first, second] = [await fresh.council(), await fresh.council()];
    const kept = await fresh.spendFile(second, '2026-02-01', '2026-02-28');
    await fresh.spendFile(first, '2026-03-01', '2026-03-31', { series: 'spend' });
    await fresh.spendFile(first, '2026-01-01', '2026-01-31', { series: 'spend' });
    await fresh.spendFile(first, '2026-01-01', '2026-01-31', { series: 'cards' });
    await fresh.spendFile(first, '2026-05-01', '2026-05-31', { series: 'spend', replaced_by: kept });
    await fresh.spendFile(first, '', '', { series: 'empty' });
    expect(await findSpendCoverage(fresh.db)).toEqual([
      { council: first, series: 'cards', coveredTo: ['2026-01-31'] },
      { council: first, series: 'spend', coveredTo: ['2026-01-31', '2026-03-31'] },
      { council: second, series: 'spend', coveredTo: ['2026-02-28'] },
    ]);
    const state = {
      cursor: null,
      last_started_at: null,
      last_good_at: null,
      last_error: null,
      last_error_at: null,
    };
    for (const source_id of ['one', 'other'])
      await fresh.db
        .insertInto('source_state')
        .values({ source_id, ...state, note: null })
        .execute();
    await noteOnSource(fresh.db, 'one', 'a note');
    const notes = await fresh.db.selectFrom('source_state').select('note').orderBy('source_id').execute();
    expect(notes).toEqual([{ note: 'a note' }, { note: null }]);
  } finally {
    await fresh.close();
  }
});

interface Edition {
  readonly from?: string;
  readonly to?: string;
  readonly fetched?: string;
  readonly revised?: boolean;
  readonly series?: string;
}

type Paid = readonly [paid_on: string, amount_pence: number, ref?: string | null, mention_id?: string | null];

/** A file that was just stored, with its lines. */
async function edition(council: string, paid: readonly Paid[], said: Edition = {}) {
  const { from = '2026-01-01', to = '2026-01-31', fetched = '2026-02-01T12:00:00Z' } = said;
  const document_id = await rows.document({ source_id: 'council-spend', retrieved_at: fetched });
  const { revised = false, series = 'spend' } = said;
  await rows.spendFile(council, from, to, { document_id, revised, series });
  for (const [paid_on, amount_pence, transaction_ref = null, mention_id = null] of paid)
    await rows.payment(document_id, { paid_on, amount_pence, transaction_ref, mention_id, payee: 'unnamed' });
  return document_id;
}

/** The pence that count of each file. */
async function counted(...files: readonly string[]) {
  const sums: number[] = [];
  for (const file of files) {
    const { pence } = await rows.db
      .selectFrom('payment')
      .select((sum) => sum.fn.sum<number | null>('amount_pence').as('pence'))
      .where('document_id', '=', file)
      .executeTakeFirstOrThrow();
    sums.push(pence ?? 0);
  }
  return sums;
}

const day = (nth: number) => `2026-01-${String(nth).padStart(2, '0')}`;
const settle = (file: string) => inTrx((trx) => settleEditions(trx, file));

test('the newer of two editions counts: by its name, then by its day, then by when it came', async () => {
  const lines: Paid[] = [
    [day(1), 1, 'a'],
    [day(2), 2, 'b'],
  ];
  for (const [older, newer] of [
    [{ fetched: '2026-02-01T23:59:59Z' }, { fetched: '2026-02-02T00:00:01Z' }],
    [{ fetched: '2026-02-01T12:00:00Z' }, { fetched: '2026-02-01T11:00:00Z', revised: true }],
    [{ fetched: '2026-02-02T12:00:00Z' }, { fetched: '2026-02-01T12:00:00Z', revised: true }],
    [{ fetched: '2026-02-01T11:00:00Z' }, { fetched: '2026-02-01T12:00:00Z' }],
  ] satisfies (readonly [Edition, Edition])[]) {
    const council = await rows.council();
    const first = await edition(council, lines, older);
    const second = await edition(council, lines, newer);
    expect((await settle(second)).replaced).toHaveLength(1);
    expect(await counted(first, second)).toEqual([0, 3]);
    const late = await rows.council();
    const came = await edition(late, lines, newer);
    const after = await edition(late, lines, older);
    const { own } = await settle(after);
    expect(own).toEqual({ payments: 2, redacted: 0 });
    expect(await counted(came, after)).toEqual([3, 0]);
  }
});

test('an edition takes the place of another where half of its lines come again, and not with fewer', async () => {
  const of = (...refs: readonly string[]): Paid[] => refs.map((ref, at) => [day(at + 1), 100 + at, ref]);
  const council = await rows.council();
  const first = await edition(council, of('a', 'b', 'c', 'd'));
  const half = await edition(council, [
    ...of('a', 'b'),
    [day(20), 7, 'x'],
    [day(21), 8, 'y'],
    [day(22), 9, 'z'],
  ]);
  await settle(half);
  expect(await counted(first)).toEqual([0]);
  const other = await rows.council();
  const kept = await edition(other, of('a', 'b', 'c', 'd'));
  const fewer = await edition(other, [...of('a'), [day(20), 7, 'x'], [day(21), 8, 'y']]);
  await settle(fewer);
  expect(await counted(kept, fewer)).toEqual([101 + 102 + 103, 100 + 7 + 8]);
});

test('editions are told apart by series, by council and by days', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const lines: Paid[] = [[day(31), 1, 'a']];
  const first = await edition(council, lines);
  const cards = await edition(council, lines, { series: 'cards' });
  const theirs = await edition(other, lines);
  const later = await edition(council, [['2026-02-01', 1, 'a']], { from: '2026-02-01', to: '2026-02-28' });
  for (const file of [cards, theirs, later]) expect((await settle(file)).replaced).toEqual([]);
  expect(await counted(first, cards, theirs, later)).toEqual([1, 1, 1, 1]);
  const over = await edition(council, lines, { from: day(31), to: '2026-02-10' });
  const { replaced } = await settle(over);
  expect(replaced).toMatchObject([{ from: day(31), to: day(31), lines: 1, pence: 1 }]);
  expect(await counted(first, later, over)).toEqual([0, 1, 1]);
  const standing = await rows.db
    .selectFrom('spend_file')
    .select(['replaced_by'])
    .where('document_id', '=', first)
    .executeTakeFirst();
  expect(standing).toEqual({ replaced_by: over });
});
