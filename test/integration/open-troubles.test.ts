import {
  countTroubles,
  findDueTroubles,
  findTroubledItems,
  findTroubles,
  hurryTroubles,
  isSomethingHidden,
  noteTrouble,
  settleTrouble,
  trimTroubles,
  type Trx,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRows, type Rows } from '../support/rows.ts';

let rows: Rows;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;

function inTrx<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
  return rows.db.transaction().execute(work);
}

interface Trouble {
  readonly source?: string;
  readonly hides?: boolean;
  readonly met?: number;
  /** The hour of the next try; null for a person's. */
  readonly next?: number | null;
}

/** One item in trouble, tried again at an hour. */
function trouble(item: string, { source = 'one', hides = false, met = 1, next = 5 }: Trouble = {}) {
  return inTrx((trx) =>
    noteTrouble(trx, {
      source,
      item,
      reason: 'answered 503',
      hides,
      at: at(met),
      later: () => (next === null ? null : at(next)),
    }),
  );
}

const settle = (item: string, source = 'one') => settleTrouble(rows.db, source, item, at(9));
const itemsOf = (troubles: readonly { readonly item: string }[]) => troubles.map(({ item }) => item);

test('an item is tried once more each time it could not be had, from the first time until it was had', async () => {
  await trouble('a', { met: 1 });
  await trouble('a', { met: 3 });
  await trouble('a', { source: 'other', met: 4 });
  await trouble('b', { met: 4 });
  const told = async () =>
    (await findTroubles(rows.db, 9)).map(({ source, item, tries, firstAt, lastAt, nextAt }) => [
      source,
      item,
      tries,
      firstAt,
      lastAt,
      nextAt,
    ]);
  expect(await told()).toEqual([
    ['one', 'b', 1, at(4), at(4), at(5)],
    ['one', 'a', 2, at(1), at(3), at(5)],
    ['other', 'a', 1, at(4), at(4), at(5)],
  ]);
  await settle('a');
  await settle('b', 'other');
  expect((await told()).map(([source, item]) => [source, item])).toEqual([
    ['one', 'b'],
    ['other', 'a'],
  ]);
  await trouble('a', { met: 7 });
  expect(await told()).toContainEqual(['one', 'a', 1, at(7), at(7), at(5)]);
});

test('what was settled first stays settled then', async () => {
  await trouble('a');
  await settle('a');
  await settleTrouble(rows.db, 'one', 'a', at(11));
  const row = await rows.db.selectFrom('source_trouble').select(['settled_at', 'next_at']).executeTakeFirst();
  expect(row).toEqual({ settled_at: at(9), next_at: null });
});

test('an item is due at the hour of its next try, the longest due first', async () => {
  await trouble('at the hour', { next: 5 });
  await trouble('later', { next: 6 });
  await trouble('longest', { next: 3 });
  await trouble('also at the hour', { next: 5 });
  await trouble('a person’s', { next: null });
  await trouble('another’s', { source: 'other', next: 3 });
  await trouble('had since', { next: 3 });
  await rows.db
    .updateTable('source_trouble')
    .set({ settled_at: at(4) })
    .where('item', '=', 'had since')
    .execute();
  const due = (limit: number) => findDueTroubles(rows.db, 'one', at(5), limit);
  expect(itemsOf(await due(9))).toEqual(['longest', 'also at the hour', 'at the hour']);
  expect(itemsOf(await due(2))).toEqual(['longest', 'also at the hour']);
});

test('the items of a source that are in trouble are its own, and not those that were had since', async () => {
  await trouble('a');
  await trouble('b', { next: null });
  await trouble('c');
  await settle('c');
  await trouble('d', { source: 'other' });
  expect(await findTroubledItems(rows.db, 'one')).toEqual(new Set(['a', 'b']));
});

test('something is hidden while a list of the source waits to be read again', async () => {
  const isHidden = () => isSomethingHidden(rows.db, 'one');
  await trouble('no list', { hides: false });
  await trouble('left to a person', { hides: true, next: null });
  await trouble('another’s list', { source: 'other', hides: true });
  expect(await isHidden()).toBe(false);
  await trouble('a list', { hides: true });
  expect(await isHidden()).toBe(true);
  await rows.db
    .updateTable('source_trouble')
    .set({ settled_at: at(9) })
    .where('item', '=', 'a list')
    .execute();
  expect(await isHidden()).toBe(false);
});

test('of each source the open troubles that were met last are told, so many', async () => {
  await trouble('a', { met: 1 });
  await trouble('c', { met: 3 });
  await trouble('b', { met: 3 });
  await trouble('had since', { met: 4 });
  await settle('had since');
  await trouble('x', { source: 'other', met: 1 });
  expect(itemsOf(await findTroubles(rows.db, 2))).toEqual(['b', 'c', 'x']);
  expect(itemsOf(await findTroubles(rows.db, 3, 'one'))).toEqual(['b', 'c', 'a']);
  expect(itemsOf(await findTroubles(rows.db, 3, 'other'))).toEqual(['x']);
});

test('troubles are counted by source: open, left to a person, had since', async () => {
  await trouble('x', { source: 'other', next: null });
  await trouble('a');
  await trouble('b');
  await trouble('c', { next: null });
  await trouble('d');
  await settle('d');
  expect(await countTroubles(rows.db)).toEqual([
    { source: 'one', open: 3, left: 1, settled: 1 },
    { source: 'other', open: 1, left: 1, settled: 0 },
  ]);
});

test('troubles are hurried all, by source or by item, also those left to a person and none that was had', async () => {
  await trouble('a');
  await trouble('b', { next: null });
  await trouble('b', { source: 'other' });
  await trouble('had since');
  await settle('had since');
  const hurry = async (only: Parameters<typeof hurryTroubles>[2]) =>
    Object.fromEntries(await inTrx((trx) => hurryTroubles(trx, at(2), only)));
  expect(await hurry({ source: 'one', item: 'b' })).toEqual({ one: 1 });
  expect((await findTroubles(rows.db, 9)).map(({ item, nextAt }) => [item, nextAt])).toEqual([
    ['a', at(5)],
    ['b', at(2)],
    ['b', at(5)],
  ]);
  expect(await hurry({ item: 'b' })).toEqual({ one: 1, other: 1 });
  expect(await hurry({ source: 'one' })).toEqual({ one: 2 });
  expect(await hurry({})).toEqual({ one: 2, other: 1 });
});

test('what was settled more than so many days ago is dropped', async () => {
  for (const item of ['long ago', 'lately', 'open']) await trouble(item);
  const settled = (item: string, before: string) =>
    sql`update source_trouble set settled_at = now() - ${before}::interval where item = ${item}`.execute(
      rows.db,
    );
  await settled('long ago', '3 days 1 hour');
  await settled('lately', '2 days 23 hours');
  expect(await trimTroubles(rows.db, 3)).toBe(1);
  const left = await rows.db.selectFrom('source_trouble').select('item').orderBy('item').execute();
  expect(itemsOf(left)).toEqual(['lately', 'open']);
});
