import * as fc from 'fast-check';
import { findLookProgress, findLookStandings, saveCursor } from '@tocsin/db';
import type { LookAnswer, Topic } from '@tocsin/domain';

import { topicsOf } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { standingsOfRun } from '../../services/ingest/src/standings.ts';
import { openRows, type Rows } from '../support/rows.ts';

const [REGISTER, STREAM] = ['companies-house-company', 'companies-house-stream'];
let rows: Rows;
let nth = 0;
beforeEach(async () => {
  rows = await openRows();
});
afterEach(() => rows.close());

const at = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;

/** A supplier that some council depends on, with the mention that bears its number. */
async function supplierOf(number: string, isWatched = true) {
  const supplier = await rows.supplier(number, number, { watched: isWatched });
  const mention = await rows.mention(number, { scheme: 'GB-COH', ref: number });
  return { number, supplier, mention };
}

interface Answered {
  readonly topic?: Topic;
  readonly answer?: LookAnswer;
  readonly first?: number;
  readonly source?: string;
}

/** What a source answered last on a day of the month. */
async function answered(
  mention: string,
  day: number,
  { topic = 'company-profile', answer = 'found', first = day, source = REGISTER }: Answered = {},
): Promise<void> {
  const row = {
    mention_id: mention,
    topic,
    source_id: source ?? '',
    answer,
    first_at: at(first),
    last_at: at(day),
  };
  await rows.db.insertInto('look_answer').values(row).execute();
}

async function troubled(
  item: string,
  day: number,
  first = day,
  row: { source_id?: string; settled_at?: string } = {},
) {
  const all = {
    source_id: REGISTER ?? '',
    item,
    reason: 'answered 503',
    hides: false,
    tries: 1,
    first_at: at(first),
    last_at: at(day),
    next_at: null,
    settled_at: null,
    ...row,
  };
  await rows.db.insertInto('source_trouble').values(all).execute();
}

async function standingOf(number: string) {
  return (await findLookStandings(rows.db, null)).find((one) => one.number === number);
}

test('of a supplier of whom nobody was asked nothing is said', async () => {
  const { number, mention } = await supplierOf('99000001');
  const charity = await rows.mention('A Charity', { scheme: 'GB-CHC', ref: number });
  await answered(charity, 5);
  await answered(mention, 6, { source: 'accounts-packs' });
  expect(await standingOf(number)).toEqual({
    number,
    asked: { proceedings: null, lists: null },
    firstAskedAt: null,
    touchedAt: null,
    missedUntil: { proceedings: null, lists: null },
    isAlerted: false,
    weight: 0,
  });
});

test('a supplier of a council’s own was asked about when it was itself, not when its number was', async () => {
  const { number, mention } = await supplierOf('99000001');
  const own = await rows.supplier(number, null, { watched: true });
  const born = { scheme: 'GB-COH', ref: number };
  await rows.db
    .insertInto('supplier_ref')
    .values({ ...born, supplier_id: own, since: at(6) })
    .execute();
  const asked = async () => {
    const standings = await findLookStandings(rows.db, null);
    return new Set(standings.map((one) => one.asked.proceedings));
  };
  await answered(mention, 5);
  expect(await asked()).toEqual(new Set([at(5), null]));
  await answered(await rows.mention(number, { ...born, printed_ref: `${number}~${own}` }), 7);
  expect(await asked()).toEqual(new Set([at(5), at(7)]));
});

test('a stream lost its place until the last of its gaps, on proceedings and on lists', async () => {
  const { number } = await supplierOf('99000001');
  const gap = (until: number, part?: string) => ({
    stream: 'a stream',
    since: at(1),
    until: at(until),
    part,
  });
  const lost = async (source_id: string, ...gaps: readonly unknown[]) => {
    const never = {
      last_started_at: null,
      last_good_at: null,
      last_error: null,
      last_error_at: null,
      note: null,
    };
    const cursor = JSON.stringify({ gaps });
    await rows.db
      .insertInto('source_state')
      .values({ source_id, cursor, ...never })
      .execute();
  };
  await lost(STREAM ?? '', gap(3), gap(5), gap(4), gap(7, 'lists'), gap(6, 'lists'));
  await lost('another-source', gap(20), gap(20, 'lists'));
  expect((await standingOf(number))?.missedUntil).toEqual({ proceedings: at(5), lists: at(7) });
});

test('a supplier stands by the last answer on its proceedings and on its lists, and by what the stream told', async () => {
  const { number, mention } = await supplierOf('99000001');
  await answered(mention, 3, { first: 1 });
  await answered(mention, 5, { topic: 'insolvency-cases', first: 2 });
  await answered(mention, 4, { topic: 'filing-history', first: 4 });
  await answered(mention, 7, { topic: 'charges', first: 4 });
  await answered(mention, 9, { topic: 'insolvency-cases', source: STREAM, first: 8 });
  await answered(mention, 20, { topic: 'insolvency-cases', answer: 'none', source: STREAM, first: 1 });
  await answered(mention, 21, { topic: 'company-profile', source: STREAM });
  await answered(mention, 22, { topic: 'filing-history', source: STREAM });
  await answered(mention, 23, { topic: 'insolvency-cases', answer: 'empty', source: STREAM });
  expect(await standingOf(number)).toMatchObject({
    asked: { proceedings: at(5), lists: at(7) },
    firstAskedAt: at(1),
    touchedAt: at(9),
    isAlerted: false,
  });
});

test('whom the register does not hold has no lists: the last answer on its proceedings is one on its lists', async () => {
  const gone = await supplierOf('99000001');
  await answered(gone.mention, 4, { answer: 'not-held' });
  await answered(gone.mention, 5, { answer: 'gone' });
  await answered(gone.mention, 6, { topic: 'insolvency-cases' });
  await answered(gone.mention, 7, { source: STREAM });
  const back = await supplierOf('99000002');
  await answered(back.mention, 5, { answer: 'not-held' });
  await answered(back.mention, 6);
  const held = await supplierOf('99000003');
  await answered(held.mention, 5);
  await answered(held.mention, 5, { topic: 'insolvency-cases', answer: 'gone' });
  await answered(held.mention, 5, { source: STREAM, answer: 'gone' });
  expect((await standingOf('99000001'))?.asked).toEqual({ proceedings: at(6), lists: at(6) });
  expect((await standingOf('99000002'))?.asked).toEqual({ proceedings: at(6), lists: null });
  expect((await standingOf('99000003'))?.asked).toEqual({ proceedings: at(5), lists: null });
});

test('an answer that could not be had counts as asked, until it was had', async () => {
  const troubledOnly = await supplierOf('99000004');
  await troubled('company/99000004', 5, 2);
  await troubled('company/99000004/insolvency', 6, 3);
  await troubled('company/99000004/charges', 8, 1);
  await troubled('list/99000004', 9);
  await troubled('list/99000004/charges', 9);
  const both = await supplierOf('99000005');
  await answered(both.mention, 8, { first: 1 });
  await answered(both.mention, 8, { topic: 'charges' });
  await troubled('company/99000005', 5, 4);
  await troubled('company/99000005/charges', 7);
  const other = await supplierOf('99000006');
  await answered(other.mention, 4, { first: 3 });
  await answered(other.mention, 3, { topic: 'charges' });
  await troubled('company/99000006', 5, 2);
  await troubled('company/99000006/charges', 9);
  await supplierOf('99000007');
  await troubled('company/99000007', 5, 5, { settled_at: at(6) });
  await troubled('company/99000007', 5, 5, { source_id: STREAM ?? '' });
  const said = async ({ number }: { number: string }) => {
    const { asked, firstAskedAt } = (await standingOf(number))!;
    return [asked.proceedings, asked.lists, firstAskedAt];
  };
  expect(await said(troubledOnly)).toEqual([at(6), at(8), at(2)]);
  expect(await said(both)).toEqual([at(8), at(8), at(1)]);
  expect(await said(other)).toEqual([at(5), at(9), at(2)]);
  expect(await said({ number: '99000007' })).toEqual([null, null, null]);
});

test('suppliers stand there, by their numbers, that are watched or that an open alert is about', async () => {
  const council = await rows.council();
  for (const [number, statuses] of [
    ['99000009', ['raised']],
    ['99000008', ['acknowledged']],
    ['99000007', ['assigned', 'assigned']],
    ['99000006', ['dismissed']],
    ['99000005', ['superseded']],
    ['99000004', []],
  ] as const) {
    const { supplier, mention } = await supplierOf(number, false);
    for (const [nth, status] of statuses.entries())
      await rows.alert(council, supplier, { status, raised_at: at(10 + nth) });
    if (number === '99000009') await answered(mention, 12, { topic: 'insolvency-cases', source: STREAM });
  }
  const { supplier } = await supplierOf('99000003');
  await rows.alert(council, supplier, { status: 'dismissed', raised_at: at(10) });
  const charity = await rows.supplier('A Charity', null, { watched: true });
  await rows.db
    .insertInto('supplier_ref')
    .values({ scheme: 'GB-CHC', ref: '99000002', supplier_id: charity })
    .execute();
  const standings = await findLookStandings(rows.db, null);
  expect(standings.map(({ number, isAlerted, touchedAt }) => [number, isAlerted, touchedAt])).toEqual([
    ['99000003', false, null],
    ['99000007', true, at(11)],
    ['99000008', true, at(10)],
    ['99000009', true, at(12)],
  ]);
});

test('a supplier weighs what councils’ contracts with it are worth, critical ones tenfold, and most if it is not active', async () => {
  const weigh = async (number: string, status: string | null = null) => {
    if (status !== null)
      await rows.db
        .insertInto('register_company')
        .values({ number, name: number, postcode: null, status })
        .execute();
    return supplierOf(number);
  };
  const one = await weigh('99000001', 'Active');
  const upload = await rows.upload(await rows.council());
  await rows.line(upload, { supplier_id: one.supplier, value_pence: 7, criticality: 'critical' });
  await rows.line(upload, { supplier_id: one.supplier, value_pence: 5 });
  await rows.line(upload, { supplier_id: one.supplier });
  await rows.line(upload, { value_pence: 1_000 });
  const undone = await rows.upload(await rows.council(), { undone_at: at(1) });
  await rows.line(undone, { supplier_id: one.supplier, value_pence: 10_000 });
  const known = await rows.mention('Known Ltd', { supplier_id: one.supplier });
  await rows.award({ suppliers: [known] }, { value_pence: 300, vat: 'net' });
  await rows.award({ suppliers: [known] });
  await rows.award({ suppliers: [await rows.mention('Other Ltd')] }, { value_pence: 100_000, vat: 'net' });
  await weigh('99000002', 'Liquidation');
  await weigh('99000003');
  const standings = await findLookStandings(rows.db, null);
  expect(standings.map(({ weight }) => weight)).toEqual([375, 1e15, 0]);
});

test('of each kind those are found that could come next', async () => {
  const council = await rows.council();
  const upload = await rows.upload(council);
  const supplier = async (
    weight: number,
    proceedings: number | null,
    first: number,
    lists: number | null,
  ) => {
    nth += 1;
    const one = await supplierOf(String(99_000_000 + nth));
    if (weight > 0) await rows.line(upload, { supplier_id: one.supplier, value_pence: weight });
    if (proceedings !== null) await answered(one.mention, proceedings, { first });
    if (lists !== null) await answered(one.mention, lists, { topic: 'charges' });
    return one;
  };
  const touch = ({ mention }: { mention: string }, day: number) =>
    answered(mention, day, { topic: 'insolvency-cases', source: STREAM });
  const alert = (one: { supplier: string }) => rows.alert(council, one.supplier, { raised_at: at(1) });
  await supplier(5, null, 0, null);
  const neverRead = await supplier(40, null, 0, null);
  await supplier(0, null, 0, 1);
  await touch(await supplier(0, 10, 10, 20), 10);
  const touched = await supplier(0, 12, 12, 20);
  await touch(touched, 13);
  const touchedLater = await supplier(0, 13, 13, 20);
  await touch(touchedLater, 14);
  const alerted = await supplier(0, 14, 14, 20);
  await alert(alerted);
  await alert(await supplier(0, 15, 15, 20));
  await alert(await supplier(0, null, 0, null));
  const oldest = await supplier(0, 9, 9, 20);
  const heaviest = await supplier(20, 16, 16, null);
  const readFirst = await supplier(1, 17, 11, null);
  await supplier(10, 16, 15, null);
  const oldestLists = await supplier(0, 18, 18, 15);
  await supplier(50, 18, 8, 20);
  const next = await findLookStandings(rows.db, 1);
  expect(next.map(({ number }) => number)).toEqual(
    [neverRead, touched, alerted, oldest, heaviest, readFirst, oldestLists]
      .map(({ number }) => number)
      .toSorted(),
  );
});

test('the first looks have come as far as watched suppliers were read, of all or of one council’s register', async () => {
  const [council, other] = [await rows.council(), await rows.council()];
  const [unread, read, whole, theirs] = [
    await supplierOf('99000001'),
    await supplierOf('99000002'),
    await supplierOf('99000003'),
    await supplierOf('99000004'),
  ];
  const unwatched = await supplierOf('99000005', false);
  await rows.alert(council, unwatched.supplier);
  for (const { mention } of [read, whole, theirs]) await answered(mention, 5);
  await answered(whole.mention, 6, { topic: 'officers' });
  const upload = await rows.upload(council);
  for (const { supplier } of [unread, whole, unwatched]) await rows.line(upload, { supplier_id: supplier });
  await rows.line(await rows.upload(other), { supplier_id: theirs.supplier });
  const undone = await rows.upload(council, { undone_at: at(1) });
  await rows.line(undone, { supplier_id: read.supplier });
  expect(await findLookProgress(rows.db)).toEqual({ suppliers: 4, read: 3, whole: 1 });
  expect(await findLookProgress(rows.db, council)).toEqual({ suppliers: 2, read: 1, whole: 1 });
});

test('how all stand is found once a run, and again where something has happened beside the asking itself', async () => {
  const council = await rows.council();
  const { supplier, mention } = await supplierOf('99000001');
  await supplierOf('99000002');
  const asked: number[] = [];
  const standings = standingsOfRun(rows.db, async (most) => {
    asked.push(most);
    return findLookStandings(rows.db, most);
  });
  const foundAnew = async (happens: () => Promise<unknown>) => {
    await happens();
    const before = asked.length;
    const found = await standings(100);
    expect(found).toEqual(await findLookStandings(rows.db, 700));
    return asked.length > before;
  };
  const stream = { topic: 'insolvency-cases', source: STREAM } as const;
  const gap = { stream: 'insolvency-cases', since: null, until: at(9) };
  const lost = () =>
    rows.db.transaction().execute((trx) => saveCursor(trx, STREAM ?? '', { places: {}, gaps: [gap] }));
  expect({
    'the first time': await foundAnew(async () => undefined),
    'nothing has happened': await foundAnew(async () => undefined),
    'somebody comes to be watched': await foundAnew(() => supplierOf('99000003')),
    'one comes, one goes': await foundAnew(async () => {
      await rows.db.updateTable('supplier').set({ watched: false }).where('name', '=', '99000003').execute();
      await supplierOf('99000004');
    }),
    'an alert is raised': await foundAnew(() => rows.alert(council, supplier)),
    'the stream tells of a case': await foundAnew(() => answered(mention, 8, stream)),
    'the stream has lost its place': await foundAnew(lost),
    'an alert is closed': await foundAnew(() =>
      rows.db.updateTable('alert').set({ status: 'dismissed' }).execute(),
    ),
    'nothing again': await foundAnew(async () => undefined),
  }).toEqual({
    'the first time': true,
    'nothing has happened': false,
    'somebody comes to be watched': true,
    'one comes, one goes': true,
    'an alert is raised': true,
    'the stream tells of a case': true,
    'the stream has lost its place': true,
    'an alert is closed': true,
    'nothing again': false,
  });
  const before = asked.length;
  await standings(701);
  expect(asked.slice(before)).toEqual([1_301]);
});

test('what looks come to follows every answer that is written, moved or taken out', async () => {
  const [one, other] = [await supplierOf('99000001'), await supplierOf('99000002')];
  const answers = fc.record({
    mention_id: fc.constantFrom(one.mention, other.mention),
    topic: fc.constantFrom(...topicsOf.proceedings, ...topicsOf.lists, 'insolvency-notices' as const),
    source_id: fc.constantFrom(REGISTER ?? '', STREAM ?? '', 'gazette-insolvency'),
    answer: fc.constantFrom<LookAnswer[]>('found', 'gone', 'not-held', 'in-part'),
    day: fc.integer({ min: 2, max: 28 }),
    deed: fc.constantFrom('written', 'moved', 'taken out'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(answers, { maxLength: 12 }), async (given) => {
      await rows.db.deleteFrom('look_answer').execute();
      for (const { day, deed, ...answer } of given) {
        const key = ['mention_id', 'topic', 'source_id', 'answer'] as const;
        await rows.db
          .insertInto('look_answer')
          .values({ ...answer, first_at: at(day), last_at: at(day) })
          .onConflict((conflict) => conflict.columns([...key]).doUpdateSet({ last_at: at(28) }))
          .execute();
        const written = sql<boolean>`(mention_id, topic, source_id, answer) = (${answer.mention_id}, ${answer.topic},
          ${answer.source_id}, ${answer.answer})`;
        if (deed === 'taken out') await rows.db.deleteFrom('look_answer').where(written).execute();
        if (deed === 'moved')
          await rows.db
            .updateTable('look_answer')
            .set({ mention_id: other.mention })
            .where(written)
            .where(
              'topic',
              'not in',
              rows.db.selectFrom('look_answer').select('topic').where('mention_id', '=', other.mention),
            )
            .execute();
      }
      const all = await rows.db.selectFrom('look_answer').selectAll().execute();
      const standing = await rows.db.selectFrom('look_standing').selectAll().execute();
      const of = (mention: string) => standing.find(({ mention_id }) => mention_id === mention);
      for (const { mention } of [one, other])
        expect({ ...NOTHING, ...of(mention), mention_id: mention }).toEqual(comeTo(all, mention));
    }),
    { numRuns: 25 },
  );
});

const NOTHING = {
  proceedings: null,
  first_asked: null,
  lists: null,
  profile: null,
  elsewhere: null,
  event: null,
};

/** What these answers come to for one mention, by the parts that the plan of looks knows. */
function comeTo(
  all: readonly {
    mention_id: string;
    topic: string;
    source_id: string;
    answer: string;
    first_at: string;
    last_at: string;
  }[],
  mention_id: string,
) {
  const of = (source: string | undefined, topics: readonly string[], said?: readonly string[]) =>
    all.filter(
      (one) =>
        one.mention_id === mention_id &&
        one.source_id === source &&
        topics.includes(one.topic) &&
        (said?.includes(one.answer) ?? true),
    );
  const last = (some: readonly { last_at: string }[]) =>
    some
      .map(({ last_at }) => last_at)
      .toSorted()
      .at(-1) ?? null;
  const proceedings = of(REGISTER, topicsOf.proceedings);
  return {
    mention_id,
    proceedings: last(proceedings),
    first_asked: proceedings.map(({ first_at }) => first_at).toSorted()[0] ?? null,
    lists: last(of(REGISTER, topicsOf.lists)),
    profile: last(of(REGISTER, ['company-profile'])),
    elsewhere: last(of(REGISTER, ['company-profile'], ['gone', 'not-held'])),
    event: last(of(STREAM, ['insolvency-cases'], ['found'])),
  };
}
