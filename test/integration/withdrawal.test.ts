import { findSignals, findTimeline, isRecorded, openDatabase, recordDocument, type Db } from '@tocsin/db';
import { documentSource } from '@tocsin/sources';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const stream = documentSource('companies-house-stream');
let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

type Said = 'changed' | 'deleted';

function line(number: string, type: Said, at: string): string {
  const cases = [{ number: '1', type: 'in-administration', dates: [] }];
  return JSON.stringify({
    resource_kind: 'company-insolvency',
    resource_uri: `/company/${number}/insolvency`,
    resource_id: number,
    ...(type === 'changed' ? { data: { cases } } : {}),
    event: { timepoint: Date.parse(at), published_at: at, type },
  });
}

/** Records one event as the stream brings it, and makes its company a supplier as matching would. */
async function record(number: string, type: Said, at: string) {
  const document = {
    url: 'https://stream.companieshouse.gov.uk/insolvency-cases',
    contentType: 'application/x-ndjson',
    retrievedAt: at,
    body: new TextEncoder().encode(line(number, type, at)),
  };
  const report = await recordDocument(db, {
    ...document,
    sourceId: stream.id,
    asOf: null,
    parse: () => stream.parse(document),
  });
  const supplier = await db
    .insertInto('supplier')
    .values({ name: number })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('mention')
    .set({ supplier_id: supplier.id })
    .where('ref', '=', number)
    .where('supplier_id', 'is', null)
    .execute();
  return report;
}

async function standing(number: string, asOf: string): Promise<string[]> {
  const mention = await db
    .selectFrom('mention')
    .select('supplier_id')
    .where('ref', '=', number)
    .executeTakeFirst();
  const signals = await findSignals(db, mention?.supplier_id ?? '0', asOf);
  return signals.map(({ version }) => version);
}

const [OPENED, DELETED, AGAIN] = [
  '2026-11-18T09:00:00.000Z',
  '2026-11-20T09:00:00.000Z',
  '2026-11-21T09:00:00.000Z',
];

test('what the register deletes no longer counts from that day on, stays on record, and has its supplier assessed again', async () => {
  await record('99000011', 'changed', OPENED);
  const waiting = () =>
    db
      .selectFrom('outbox')
      .select('id')
      .where('queue', '=', 'match')
      .orderBy('id', 'desc')
      .executeTakeFirst();
  await db.deleteFrom('outbox').execute();
  expect(await record('99000011', 'deleted', DELETED)).toMatchObject({ items: 1, recorded: 1 });
  expect(await waiting()).toBeDefined();
  expect(await standing('99000011', '2026-11-19')).toEqual([OPENED]);
  expect(await standing('99000011', '2026-11-20')).toEqual([]);
  const { supplier_id } = await db
    .selectFrom('mention')
    .select('supplier_id')
    .where('ref', '=', '99000011')
    .executeTakeFirstOrThrow();
  expect(await findTimeline(db, supplier_id ?? '', '2026-11-20', 10)).toMatchObject([
    { signal: { caseType: 'in-administration' }, withdrawnAt: DELETED },
  ]);
});

test('said once more after it was taken back, it counts again', async () => {
  await record('99000012', 'changed', OPENED);
  await record('99000012', 'deleted', DELETED);
  expect(await record('99000012', 'changed', AGAIN)).toMatchObject({ recorded: 1 });
  expect(await standing('99000012', '2026-11-22')).toEqual([AGAIN]);
});

test('of a supplier of a council’s own what is said of its number is recorded, and taken back, from then on', async () => {
  const number = '99000013';
  await record(number, 'changed', OPENED);
  const said = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'mention_id')
    .select(['source_id', 'observation.ref'])
    .where('mention.ref', '=', number)
    .executeTakeFirstOrThrow();
  const isKnown = () => isRecorded(db, said.source_id, [said.ref]);
  expect(await isKnown()).toBe(true);

  const { id: own } = await db
    .insertInto('supplier')
    .values({ name: number, watched: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('supplier_ref')
    .values({ scheme: 'GB-COH', ref: number, supplier_id: own, since: '2026-11-19T08:00:00Z' })
    .execute();
  expect(await isKnown()).toBe(false);

  const NEXT = '2026-11-19T09:00:00.000Z';
  await record(number, 'changed', NEXT);
  expect(await isKnown()).toBe(true);
  await record(number, 'deleted', DELETED);
  const { supplier_id: tied } = await db
    .selectFrom('mention')
    .select('supplier_id')
    .where('printed_ref', 'like', `%~${own}`)
    .executeTakeFirstOrThrow();
  const ownStanding = async (asOf: string) =>
    (await findSignals(db, tied ?? '', asOf)).map(({ version }) => version);
  expect(await ownStanding('2026-11-19')).toEqual([NEXT]);
  expect(await ownStanding('2026-11-20')).toEqual([]);
});

test('in whatever order they arrive, and however often, the same stands', async () => {
  const events = [
    ['changed', OPENED],
    ['deleted', DELETED],
    ['deleted', DELETED],
    ['changed', OPENED],
  ] as const;
  const orders = [
    [0, 1, 2, 3],
    [1, 0, 3, 2],
    [3, 1, 0, 2],
    [1, 2, 0, 3],
  ];
  for (const [at, order] of orders.entries()) {
    const number = `9900002${at}`;
    for (const index of order) {
      const [type, moment] = events[index] ?? events[0];
      await record(number, type, moment);
    }
    expect(await standing(number, '2026-11-22')).toEqual([]);
  }
});

test('what is taken back in the moment in which it was said no longer stands', async () => {
  await record('99000031', 'changed', OPENED);
  expect(await standing('99000031', '2026-11-19')).toHaveLength(1);
  await record('99000031', 'deleted', OPENED);
  expect(await standing('99000031', '2026-11-19')).toEqual([]);
});
