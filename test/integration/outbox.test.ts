import {
  AlreadyFinished,
  buryMessage,
  countByState,
  countDue,
  countOpen,
  enqueue,
  enqueueDelivering,
  enqueueMatching,
  enqueueNotifying,
  enqueueScoring,
  failMessage,
  findDeadLetters,
  findUnfinished,
  finishMessage,
  inTurn,
  LEASE_MS,
  openDatabase,
  redrive,
  redriveAll,
  relayBatch,
  renewLease,
  resend,
  startMessage,
  trimOutbox,
  type Db,
  type Trx,
} from '@tocsin/db';
import { queues } from '@tocsin/messages';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// Which messages go, which wait, which are another's, and which nobody is to touch any more.

let database: FreshDatabase;
let db: Db;
let owner: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  owner = openDatabase(database.adminUrl, { max: 1 });
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await sql`truncate outbox, put_aside, delivery, returned_mail, setting restart identity`.execute(owner);
});

interface Row {
  readonly queue?: string;
  readonly key?: string;
  readonly message?: unknown;
  readonly priority?: number;
  readonly starts?: number;
  readonly failures?: number;
  readonly sends?: number;
  /** From now, in seconds; less than none = before. */
  readonly created?: number;
  readonly available?: number;
  readonly sent?: number;
  readonly lease?: number;
  readonly done?: number;
  readonly dead?: number;
}

const at = (seconds: number | undefined) =>
  sql`now() + ${seconds === undefined ? null : `${seconds} seconds`}::interval`;

let ingests = 0;
/** A message as it stands; its id. */
async function put(row: Row = {}): Promise<string> {
  ingests += 1;
  const message = row.message ?? { v: 1, sourceId: `source-${ingests}` };
  const { rows } = await sql<{ id: string }>`
    insert into outbox (queue, key, message, priority, starts, failures, sends, created_at, available_at, sent_at, lease_until, done_at, dead_at)
    values (${row.queue ?? 'ingest'}, ${row.key ?? null}, ${JSON.stringify(message)}::jsonb, ${row.priority ?? 0},
      ${row.starts ?? 0}, ${row.failures ?? 0}, ${row.sends ?? 0}, ${at(row.created ?? 0)}, ${at(row.available ?? 0)},
      ${at(row.sent)}, ${at(row.lease)}, ${at(row.done)}, ${at(row.dead)}) returning id`.execute(db);
  return rows[0]?.id ?? '';
}
const scored = (ids: readonly string[], row: Row = {}) =>
  put({ queue: 'score', message: { v: 2, supplierIds: ids, asOf: null }, ...row });

const stateOf = async (id: string) =>
  db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** What one turn of the relay sends, in order. */
async function relayed(limit = 100) {
  const sent: { readonly id: string; readonly message: unknown; readonly sends: number }[] = [];
  const took = await relayBatch(db, limit, async (rows) => {
    sent.push(...rows.map(({ id, message, sends }) => ({ id, message, sends })));
  });
  return { took, ids: sent.map(({ id }) => id), sent };
}

test('the most urgent message goes first, of equals the older one, and no more than are asked for', async () => {
  const later = await put({ priority: 5 });
  const first = await put({ priority: 1 });
  const second = await put({ priority: 1 });
  expect(await relayed(2)).toMatchObject({ took: 2, ids: [first, second] });
  expect(await stateOf(first)).toMatchObject({ sends: 1, lease_until: null });
  expect((await stateOf(later)).sent_at).toBeNull();
  expect(await relayed()).toMatchObject({ took: 1, ids: [later] });
  expect(await relayed()).toMatchObject({ took: 0, ids: [] });
});

test('what was sent, is finished, put aside or to wait is not sent', async () => {
  await put({ sent: -60 });
  await put({ done: -60 });
  await put({ dead: -60 });
  await put({ available: 60 });
  const open = await put({ available: -1 });
  expect(await relayed()).toMatchObject({ took: 1, ids: [open] });
});

test('messages that say the same of other ids go as one with the ids of all, and the others are gone', async () => {
  const first = await scored(['1'], { key: '1:' });
  const second = await scored(['2'], { key: '2:' });
  const alone = await scored(['3'], { key: 'alone:3:' });
  const before = await scored(['4'], { key: '4:', sends: 1 });
  const urgent = await scored(['5'], { key: '5:', priority: -1 });
  const { took, sent } = await relayed();
  expect(took).toBe(5);
  expect(sent.map(({ id, sends }) => [id, sends])).toEqual([
    [urgent, 1],
    [first, 1],
    [alone, 1],
    [before, 2],
  ]);
  expect(sent[1]?.message).toMatchObject({ supplierIds: ['1', '2'] });
  expect((await stateOf(first)).message).toMatchObject({ supplierIds: ['1', '2'] });
  const left = await db.selectFrom('outbox').select('id').where('id', '=', second).execute();
  expect(left).toEqual([]);
});

test('what cannot be handed over stays as it was', async () => {
  const id = await put();
  await expect(
    relayBatch(db, 10, async () => {
      throw new Error('no bell');
    }),
  ).rejects.toThrow('no bell');
  expect(await stateOf(id)).toMatchObject({ sent_at: null, sends: 0 });
});

/** As many messages under way as keep a queue busy, or one fewer. */
async function underWay(fewer: number, row: Row = {}): Promise<void> {
  for (let nth = fewer; nth < queues.score.concurrency; nth += 1)
    await scored([`${nth + 1}`], { sent: 60, ...row });
}

test('while a queue is busy a message waits a second for others; one apart, one that has waited and other queues do not', async () => {
  await underWay(0);
  const waits = await scored(['91'], { created: 60 });
  const alone = await scored(['92'], { key: 'alone:92:' });
  const waited = await scored(['93'], { created: -1.5 });
  const other = await put();
  const notified = await put({ queue: 'notify', message: { v: 2, assessmentIds: ['1'] } });
  expect((await relayed()).ids.toSorted()).toEqual([alone, waited, other, notified].toSorted());
  expect((await stateOf(waits)).sent_at).toBeNull();
});

test.each<readonly [string, number, Row]>([
  ['one fewer is under way', 1, {}],
  ['they were sent a while ago', 0, { sent: -1.5 }],
  ['they are finished', 0, { done: -0.1 }],
  ['they were put aside', 0, { dead: -0.1 }],
  ['they have failed and wait', 0, { failures: 1 }],
])('a queue is not busy where %s', async (_, fewer, row) => {
  await underWay(fewer, row);
  const id = await scored(['91']);
  expect((await relayed()).ids).toEqual([id]);
});

test('a message counts as lost when it was sent long ago and is neither finished, put aside nor held', async () => {
  const lapsed = await put({ sent: -90, lease: -1 });
  const lost = await put({ sent: -61 });
  await put({ sent: -30 });
  await put({ sent: -90, done: -1 });
  await put({ sent: -90, dead: -1 });
  await put({ sent: -90, lease: 60 });
  await put();
  const third = await put({ sent: -100 });
  const ids = async (limit: number) => (await findUnfinished(db, 60_000, limit)).map(({ id }) => id);
  expect(await ids(10)).toEqual([lapsed, lost, third]);
  expect(await ids(2)).toEqual([lapsed, lost]);
});

test('of messages that are sent once more those are left out that somebody has sent again, finished, put aside or holds', async () => {
  const lost = await put({ sent: -61, sends: 1 });
  const others = [
    await put({ sent: -30, sends: 1 }),
    await put({ sent: -90, done: -1 }),
    await put({ sent: -90, dead: -1 }),
    await put({ sent: -90, lease: 60 }),
  ];
  const notAsked = await put({ sent: -90, sends: 1 });
  const sent: string[] = [];
  await resend(db, [lost, ...others], 60_000, async (rows) => {
    sent.push(...rows.map(({ id }) => id));
  });
  expect(sent).toEqual([lost]);
  expect((await stateOf(lost)).sends).toBe(2);
  expect((await stateOf(notAsked)).sends).toBe(1);
});

test('a message is begun by one handler, which holds it for ten seconds, and by no other meanwhile', async () => {
  expect(LEASE_MS).toBe(10_000);
  const other = await put();
  const id = await put();
  expect(await startMessage(db, id, 'beside')).toBe('go');
  expect(await startMessage(db, id, 'beside')).toBe('held');
  expect(await startMessage(db, id, 'alone')).toBe('held');
  const held = await sql<{ seconds: number }>`
    select ceil(extract(epoch from lease_until - now()) / 10)::int * 10 as seconds from outbox where id = ${id}`.execute(
    db,
  );
  expect(held.rows).toEqual([{ seconds: 10 }]);
  expect(await stateOf(id)).toMatchObject({ starts: 1 });
  expect(await stateOf(other)).toMatchObject({ starts: 0, lease_until: null });
});

test('a handler that lives keeps its message, and no other message is kept by it', async () => {
  const id = await put({ lease: -1 });
  const other = await put({ lease: -1 });
  await renewLease(db, id);
  expect(await startMessage(db, id, 'beside')).toBe('held');
  expect(await startMessage(db, other, 'beside')).toBe('go');
});

test('what is finished or put aside is not begun', async () => {
  expect(await startMessage(db, await put({ done: -1 }), 'alone')).toBe('finished');
  expect(await startMessage(db, await put({ dead: -1 }), 'alone')).toBe('finished');
  expect(await startMessage(db, '999', 'alone')).toBe('finished');
});

test('a message whose process died is begun again alone, and put aside when that process dies too', async () => {
  const id = await put();
  const lapse = () =>
    sql`update outbox set lease_until = now() - interval '1 second' where id = ${id}`.execute(db);
  expect(await startMessage(db, id, 'beside')).toBe('go');
  await lapse();
  expect(await startMessage(db, id, 'beside')).toBe('suspect');
  expect(await startMessage(db, id, 'alone')).toBe('go');
  await lapse();
  expect(await startMessage(db, id, 'alone')).toBe('poison');
  expect(await stateOf(id)).toMatchObject({ dead_reason: 'process-died', lease_until: null });
});

test('a try that fails is no death: the message is begun again beside others', async () => {
  const id = await put();
  const other = await put();
  for (const failures of [1, 2, 3]) {
    expect(await startMessage(db, id, 'beside')).toBe('go');
    expect(await failMessage(db, id, 'failed-each-time')).toBe(failures);
  }
  expect(await stateOf(id)).toMatchObject({ last_error: 'failed-each-time', lease_until: null });
  expect(await stateOf(other)).toMatchObject({ failures: 0, last_error: null });
  expect(await failMessage(db, '999', 'failed-each-time')).toBe(0);
});

test('a message is finished once; one that was finished or put aside elsewhere undoes what its handler did', async () => {
  const id = await put({ lease: 60 });
  const other = await put();
  const finish = (of: string) => db.transaction().execute((trx) => finishMessage(trx, of));
  await finish(id);
  expect((await stateOf(id)).done_at).not.toBeNull();
  expect((await stateOf(id)).lease_until).toBeNull();
  expect((await stateOf(other)).done_at).toBeNull();
  await expect(finish(id)).rejects.toThrow(AlreadyFinished);
  await expect(finish(await put({ dead: -1 }))).rejects.toThrow(AlreadyFinished);
});

const asideOf = async () =>
  (await db.selectFrom('put_aside').select(['message_id', 'reason']).orderBy('message_id').execute()).map(
    ({ message_id, reason }) => [message_id, reason],
  );

test('of what is put aside everybody may know that is of the public record, and of a council’s own nobody', async () => {
  const done = await put({ done: -1 });
  const ingest = await put({ lease: 60 });
  const score = await scored(['1']);
  const notify = await put({ queue: 'notify', message: { v: 2, assessmentIds: ['1'] } });
  const mentions = await put({
    queue: 'match',
    message: { v: 1, of: 'mentions', mentionIds: ['1'], asOf: null },
  });
  const register = await put({ queue: 'match', message: { v: 1, of: 'register', uploadId: '1' } });
  const untouched = await put();
  for (const id of [done, ingest, score, notify, mentions, register])
    await buryMessage(db, id, 'nothing-there');
  expect(await asideOf()).toEqual([ingest, score, notify, mentions].map((id) => [id, 'nothing-there']));
  expect((await stateOf(done)).dead_at).toBeNull();
  expect((await stateOf(untouched)).dead_at).toBeNull();
  expect(await stateOf(register)).toMatchObject({ dead_reason: 'nothing-there', lease_until: null });
  await buryMessage(db, ingest, 'given-up');
  expect((await asideOf())[0]).toEqual([ingest, 'given-up']);
});

test('deliveries of a message that is put aside say so where they are open and nobody else sends them, and count what may have been sent', async () => {
  await saveTestCouncils(db);
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  const alertId = await raiseTestAlert(
    db,
    { council: councilA.gss, supplierId, assessmentId },
    'band:severe:1',
  );
  await sql`truncate delivery, returned_mail, outbox, put_aside restart identity`.execute(owner);
  const delivery = async (status: string, by: string | null = null) => {
    const { rows } = await sql<{ id: string }>`
      insert into delivery (alert_id, council, channel, recipient, status, sending_by, next_try_at, last_error)
      select ${alertId}, ${councilA.gss}, 'smtp', 'officer' || count(*), ${status}, ${by}, now(),
        case when ${status} = 'temporary-failure' then 'mailbox full' end from delivery returning id`.execute(
      db,
    );
    return rows[0]?.id ?? '';
  };
  const ids = [
    await delivery('created'),
    await delivery('temporary-failure', '1'),
    await delivery('created', '2'),
    await delivery('delivered'),
  ];
  await delivery('created');
  const message = await put({ queue: 'deliver', message: { v: 2, deliveryIds: ids } });
  expect(message).toBe('1');
  const old = await delivery('created');
  const ofOld = await put({ queue: 'deliver', message: { v: 1, deliveryId: old } });
  const notDeliver = await put({ message: { v: 2, deliveryIds: ['5'] } });
  for (const id of [message, ofOld, notDeliver]) await buryMessage(db, id, 'given-up');
  const rows = await db
    .selectFrom('delivery')
    .select(['status', 'uncertain', 'sending_by', 'next_try_at', 'last_error'])
    .orderBy('nth')
    .execute();
  expect(rows.map(({ status, uncertain, sending_by }) => [status, uncertain, sending_by])).toEqual([
    ['technical-failure', 0, null],
    ['technical-failure', 1, null],
    ['created', 0, '2'],
    ['delivered', 0, null],
    ['created', 0, null],
    ['technical-failure', 0, null],
  ]);
  expect(rows[1]).toMatchObject({ next_try_at: null, last_error: 'mailbox full' });
  expect(rows[0]?.last_error).not.toBeNull();
  expect(await asideOf()).toEqual([[notDeliver, 'given-up']]);
});

test('a dead letter that is sent again begins anew; what is no dead letter stays as it is', async () => {
  const dead = await put({ dead: -1, sent: -90, starts: 3, failures: 2 });
  const other = await put({ dead: -1, sent: -90, starts: 3 });
  const alive = await put({ sent: -90, starts: 1 });
  await db.transaction().execute(async (trx) => {
    await redrive(trx, dead);
    await redrive(trx, alive);
  });
  expect(await stateOf(dead)).toMatchObject({ dead_at: null, sent_at: null, starts: 0, failures: 0 });
  expect((await stateOf(other)).dead_at).not.toBeNull();
  expect(await stateOf(alive)).toMatchObject({ starts: 1 });
  expect((await stateOf(alive)).sent_at).not.toBeNull();
});

test('what is known to be put aside is known no longer once it is sent again, and all that is can be sent again at once', async () => {
  const [one, two] = [await put(), await put()];
  await buryMessage(db, one, 'given-up');
  await buryMessage(db, two, 'given-up');
  await db.transaction().execute((trx) => redrive(trx, one));
  expect(await asideOf()).toEqual([[two, 'given-up']]);
  const dying = await put({ dead: 3600 });
  expect(await redriveAll(db)).toBe(1);
  expect(await asideOf()).toEqual([]);
  expect((await stateOf(dying)).dead_at).not.toBeNull();
  expect(await redriveAll(db)).toBe(0);
});

test('every queue is counted by what became of its messages, and open is what is neither finished nor put aside', async () => {
  await scored(['1']);
  await scored(['2'], { done: -1 });
  await scored(['3'], { done: -1 });
  await put({ dead: -1 });
  await put({ sent: -1 });
  await put();
  expect(await countByState(db)).toEqual([
    { queue: 'ingest', open: 2, dead: 1, done: 0 },
    { queue: 'score', open: 1, dead: 0, done: 2 },
  ]);
  expect(await countOpen(db)).toBe(3);
});

test('a message that was tried and waits to be tried again is open, and nobody who waits for the rest waits for it', async () => {
  await db
    .transaction()
    .execute((trx) =>
      enqueue(trx, 'deliver', { v: 2, deliveryIds: ['1'] }, { key: 'alone:1', afterMs: 60_000 }),
    );
  expect([await countOpen(db), await countDue(db)]).toEqual([1, 0]);
  await put();
  expect(await countDue(db)).toBe(1);
});

test('dead letters are read the newest first, as many as are asked for', async () => {
  const old = await put({ dead: -90 });
  const newest = await put({ dead: -1 });
  const middle = await put({ dead: -30 });
  await put();
  expect((await findDeadLetters(db, 2)).map(({ id }) => id)).toEqual([newest, middle]);
  expect((await findDeadLetters(db, 3)).at(-1)?.id).toBe(old);
});

test('messages that were finished long ago are dropped, and no dead letter is', async () => {
  const day = 86_400;
  await put({ done: -31 * day });
  const kept = [
    await put({ done: -29 * day }),
    await put({ dead: -90 * day }),
    await put({ sent: -90 * day }),
  ];
  expect(await trimOutbox(db)).toBe(1);
  const left = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  expect(left.map(({ id }) => id)).toEqual(kept);
});

const write = (work: (trx: Trx) => Promise<void>) => db.transaction().execute(work);
const waiting = () =>
  db.selectFrom('outbox').select(['queue', 'key', 'message', 'priority']).orderBy('id').execute();
const numbers = (count: number) => Array.from({ length: count }, (_, nth) => `${nth + 1}`);

test('what waits under one key is one message, as urgent as the most urgent of them; without a key it is one more', async () => {
  const message = { v: 1 as const, sourceId: 'gazette' };
  await write((trx) => enqueue(trx, 'ingest', message, { key: 'gazette', priority: 5 }));
  await write((trx) => enqueue(trx, 'ingest', message, { key: 'gazette', priority: 3 }));
  await write((trx) => enqueue(trx, 'ingest', message, { key: 'gazette', priority: 9 }));
  await write((trx) => enqueue(trx, 'ingest', message));
  await write((trx) => enqueue(trx, 'ingest', message));
  expect((await waiting()).map(({ key, priority }) => [key, priority])).toEqual([
    ['gazette', 3],
    [null, 0],
    [null, 0],
  ]);
});

test('under the key of a message that was sent, finished or put aside a new one is written', async () => {
  const message = { v: 1 as const, sourceId: 'gazette' };
  for (const state of [{ sent: -1 }, { done: -1 }, { dead: -1 }]) {
    await put({ key: 'gazette', ...state });
    await write((trx) => enqueue(trx, 'ingest', message, { key: 'gazette' }));
    await sql`update outbox set done_at = now()`.execute(db);
  }
  expect(await waiting()).toHaveLength(6);
});

test('mentions are matched five hundred a message, and each by itself where they are apart', async () => {
  await write((trx) => enqueueMatching(trx, numbers(501), null));
  const sizes = (await waiting()).map(
    ({ message }) => (message as { mentionIds: string[] }).mentionIds.length,
  );
  expect(sizes).toEqual([500, 1]);
  await sql`truncate outbox, put_aside`.execute(owner);
  await write((trx) => enqueueMatching(trx, ['7', '8'], '2026-11-23', 'alone'));
  expect((await waiting()).map(({ key }) => key)).toEqual(['alone:7:2026-11-23', 'alone:8:2026-11-23']);
  await write((trx) => enqueueMatching(trx, [], null));
});

test('deliveries are asked for a hundred a message, those of one channel together; by themselves they wait as their queue does', async () => {
  const of = (ids: readonly string[], channel: string) => ids.map((id) => ({ id, channel, formal: false }));
  await write((trx) => enqueueDelivering(trx, [...of(numbers(101), 'smtp'), ...of(['900'], 'webhook')]));
  const rows = await waiting();
  const sizes = rows.map(({ message }) => (message as { deliveryIds: string[] }).deliveryIds.length);
  expect(sizes).toEqual([100, 1, 1]);
  expect(rows.slice(1).map(({ key }) => key)).toEqual(['101', '900']);
  await sql`truncate outbox, put_aside`.execute(owner);
  await write((trx) =>
    enqueueDelivering(
      trx,
      [
        { id: '1', channel: 'smtp', formal: false },
        { id: '2', channel: 'smtp', formal: false, afterMs: 60_000 },
      ],
      'alone',
    ),
  );
  const waits = await sql<{ key: string; ms: number }>`
    select key, round(extract(epoch from available_at - created_at) * 1000)::int as ms from outbox order by id`.execute(
    db,
  );
  expect(waits.rows).toEqual([
    { key: 'alone:1', ms: queues.deliver.backoffMs },
    { key: 'alone:2', ms: 60_000 },
  ]);
});

test('suppliers are scored two hundred a message, each once and in the order of their numbers', async () => {
  await write((trx) => enqueueScoring(trx, [...numbers(201).toReversed(), '7'], null));
  const rows = await waiting();
  const ids = rows.map(({ message }) => (message as { supplierIds: string[] }).supplierIds);
  expect(ids).toEqual([numbers(200), ['201']]);
  expect(rows[1]?.key).toBe('201:');
  expect(rows[0]?.key).toMatch(/^[0-9a-f]{64}:$/);
  await sql`truncate outbox, put_aside`.execute(owner);
  await write((trx) => enqueueScoring(trx, ['10', '9'], '2026-11-23', { together: 'alone', priority: 4 }));
  expect((await waiting()).map(({ key, priority }) => [key, priority])).toEqual([
    ['alone:9:2026-11-23', 4],
    ['alone:10:2026-11-23', 4],
  ]);
});

test('each assessment is told of under its own key, apart from the others where they are apart', async () => {
  await write((trx) => enqueueNotifying(trx, ['1', '2']));
  await write((trx) => enqueueNotifying(trx, ['1'], { alone: true }));
  expect((await waiting()).map(({ key }) => key)).toEqual(['1', '2', 'alone:1']);
});

test('what tells of a formal event goes before all that does not, to be raised and to be sent', async () => {
  const of = (ids: readonly string[], formal: boolean) => ids.map((id) => ({ id, channel: 'smtp', formal }));
  await write((trx) => enqueueNotifying(trx, ['1', '2'], { formal: new Set(['2']) }));
  await write((trx) => enqueueDelivering(trx, [...of(['3', '4'], false), ...of(['5'], true)]));
  const rows = await waiting();
  expect(rows.map(({ message, priority }) => [Object.values(message as object).at(-1), priority])).toEqual([
    [['1'], 1],
    [['2'], 0],
    [['3', '4'], 1],
    [['5'], 0],
  ]);
});

test('a turn is taken once in nine tenths of its interval, by each name for itself, and given back by work that fails', async () => {
  const turn = (name: string, work = async () => undefined) => inTurn(db, name, 100_000, work);
  const ago = (seconds: number) =>
    sql`update setting set value = to_jsonb(now() - ${`${seconds} seconds`}::interval) where key = 'turn:trim'`.execute(
      db,
    );
  expect(await turn('trim')).toBe(true);
  expect(await turn('trim')).toBe(false);
  expect(await turn('count')).toBe(true);
  await ago(85);
  expect(await turn('trim')).toBe(false);
  await ago(91);
  await expect(
    turn('trim', async () => {
      throw new Error('not today');
    }),
  ).rejects.toThrow('not today');
  expect(await turn('count')).toBe(false);
  expect(await turn('trim')).toBe(true);
});
