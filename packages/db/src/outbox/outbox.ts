import { createHash } from 'node:crypto';
import { groupBy, SupplierId, type IsoDate } from '@tocsin/domain';
import {
  isQueueName,
  joinMessages,
  parseMessage,
  queues,
  type Message,
  type QueueName,
} from '@tocsin/messages';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import type { OutboxRow } from '../schema/tables.ts';

/** Crashes of the worker process while it held one message, after which the message is put aside. */
const MAX_CRASHES = 2;

/**
 * How long a handler that is not heard of holds its message. It says every third of it that it lives (`renewLease`), so
 * this is how late a death is noticed, and how long a process may hang before it counts as dead.
 */
export const LEASE_MS = 10_000;

interface EnqueueOptions {
  /** Messages of one queue with the same key are one message while it waits to be sent. */
  readonly key?: string;
  /** 0 goes first. */
  readonly priority?: number;
  /** It is not sent before this has passed. */
  readonly afterMs?: number;
}

/**
 * Writes a message in the transaction that caused it: either both are kept or neither. A waiting message with the same
 * key is touched, not skipped, so that the relay cannot send it before this transaction is visible.
 */
export async function enqueue<Q extends QueueName>(
  trx: Trx,
  queue: Q,
  message: Message<Q>,
  options: EnqueueOptions = {},
): Promise<void> {
  await enqueueAll(trx, queue, [{ message, ...options }]);
}

/** As `enqueue`, for many messages of one queue in one statement. */
export async function enqueueAll<Q extends QueueName>(
  trx: Trx,
  queue: Q,
  messages: readonly (EnqueueOptions & { readonly message: Message<Q> })[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ message, key, priority, afterMs }) => ({
    queue,
    key: key ?? null,
    message: JSON.stringify(parseMessage(queue, message)),
    priority: priority ?? 0,
    available_at: sql<string>`now() + ${`${afterMs ?? 0} milliseconds`}::interval`,
  }));
  await trx
    .insertInto('outbox')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['queue', 'key'])
        .where('sent_at', 'is', null)
        .where('done_at', 'is', null)
        .where('dead_at', 'is', null)
        .doUpdateSet({ priority: sql`least(outbox.priority, excluded.priority)` }),
    )
    .execute();
  await sql`select pg_notify('outbox', ${queue})`.execute(trx);
}

/** Mentions in one match message: a message a mention would be slower by far. */
const CHUNK = 500;

/** Asks matching to look at mentions, in chunks, or at each by itself. */
export async function enqueueMatching(
  trx: Trx,
  mentionIds: readonly string[],
  asOf: IsoDate | null,
  how: 'together' | 'alone' = 'together',
): Promise<void> {
  const messages = chunksOf(mentionIds, how === 'alone' ? 1 : CHUNK).map((chunk) => ({
    message: { v: 1 as const, of: 'mentions' as const, mentionIds: [...chunk], asOf },
    ...(how === 'alone' ? { key: `${ALONE}${nameOf(chunk)}:${asOf ?? ''}` } : {}),
  }));
  await enqueueAll(trx, 'match', messages);
}

/** Asks for councils to be told of assessments: those that wait together are told of together, unless `alone`. */
export async function enqueueNotifying(
  trx: Trx,
  assessmentIds: readonly string[],
  how: 'together' | 'alone' = 'together',
): Promise<void> {
  const messages = assessmentIds.map((id) => ({
    message: { v: 2 as const, assessmentIds: [id] },
    key: how === 'alone' ? `${ALONE}${id}` : id,
  }));
  await enqueueAll(trx, 'notify', messages);
}

/** Deliveries in one message: few, for those that were sent before a process died may be sent again. */
const TOLD_TOGETHER = 20;

/** Asks for deliveries to be sent, a few of one channel together, or each by itself and not at once. */
export async function enqueueDelivering(
  trx: Trx,
  deliveries: readonly { readonly id: string; readonly channel: string }[],
  how: 'together' | 'alone' = 'together',
): Promise<void> {
  const byChannel = groupBy(
    deliveries,
    ({ channel }) => channel,
    ({ id }) => id,
  );
  const [size, apart, afterMs] =
    how === 'alone' ? [1, ALONE, queues.deliver.backoffMs] : [TOLD_TOGETHER, '', 0];
  const chunks = [...byChannel.values()].flatMap((ids) => chunksOf(ids, size));
  const messages = chunks.map((chunk) => ({
    message: { v: 2 as const, deliveryIds: [...chunk] },
    key: `${apart}${nameOf(chunk)}`,
    afterMs,
  }));
  await enqueueAll(trx, 'deliver', messages);
}

/** Suppliers in one score message: a transaction that is short enough for those who wait for one of them. */
const SCORED_TOGETHER = 200;

/**
 * Asks for suppliers to be assessed, in chunks of at most `together`, or each by itself. The same suppliers asked for
 * again while they wait are asked for once.
 */
export async function enqueueScoring(
  trx: Trx,
  supplierIds: Iterable<string>,
  asOf: IsoDate | null,
  {
    priority = 0,
    together = SCORED_TOGETHER,
  }: { readonly priority?: number; readonly together?: number | 'alone' } = {},
): Promise<void> {
  const ids = [...new Set(supplierIds)].sort((a, b) => Number(a) - Number(b));
  const [size, apart] = together === 'alone' ? [1, ALONE] : [together, ''];
  const messages = chunksOf(ids, size).map((chunk) => ({
    message: { v: 2 as const, supplierIds: chunk.map((id) => SupplierId.parse(id)), asOf },
    key: `${apart}${nameOf(chunk)}:${asOf ?? ''}`,
    priority,
  }));
  await enqueueAll(trx, 'score', messages);
}

function nameOf(ids: readonly string[]): string {
  const [only, another] = ids;
  return only && !another ? only : createHash('sha256').update(ids.join(' ')).digest('hex');
}

function chunksOf<T>(all: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

/** Keys of messages that are never joined with others. */
const ALONE = 'alone:';

/** How long a message may wait for others that it can be joined with, while its queue is busy. */
const JOINING_MS = 1_000;

/** Queues whose messages are joined, and how many of them are under way when the others wait for their turn. */
const joining = Object.entries(queues).flatMap(([queue, spec]) =>
  'joined' in spec ? [{ queue, busy: 2 * spec.concurrency }] : [],
);

/**
 * Takes up to `limit` messages that wait to be sent, most urgent first, hands them to `send` and marks them as sent.
 * Those that say the same of other ids go as one: the first of them, and the others are gone. The busier a queue, the
 * longer they wait for each other. Rows that another relay holds are passed over. If `send` fails, nothing is changed
 * and the error is thrown. Returns how many it took.
 */
export async function relayBatch(
  db: Db,
  limit: number,
  send: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<OutboxRow>`
      with busy as materialized (
        select outbox.queue from json_to_recordset(${JSON.stringify(joining)}::json) as given (queue text, busy int)
        join outbox on outbox.queue = given.queue
        where sent_at > now() - ${`${JOINING_MS} milliseconds`}::interval and done_at is null and dead_at is null
          and failures = 0
        group by outbox.queue, given.busy having count(*) >= given.busy)
      select * from outbox where sent_at is null and done_at is null and dead_at is null and available_at <= now()
        and (queue not in (select queue from busy) or starts_with(key, ${ALONE}) or created_at < now() - ${`${JOINING_MS} milliseconds`}::interval)
      order by priority, id limit ${limit} for update skip locked`.execute(trx);
    if (rows.length === 0) return 0;
    const sent = joined(rows);
    const kept = new Set(sent.map(({ id }) => id));
    await sql`
      with others as (delete from outbox where id = any(${rows.flatMap(({ id }) => (kept.has(id) ? [] : [id]))}::bigint[]))
      update outbox set sent_at = now(), sends = sends + 1, lease_until = null, message = given.message
      from json_to_recordset(${JSON.stringify(sent.map(({ id, message }) => ({ id, message })))}::json)
        as given (id bigint, message jsonb)
      where outbox.id = given.id`.execute(trx);
    await send(sent.map((row) => ({ ...row, sends: row.sends + 1 })));
    return rows.length;
  });
}

/** The rows as they are sent: of messages that are joined, the first bears what all of them say. */
function joined(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const groups = groupBy(rows, (row) => (isSingle(row) ? row.id : `${row.queue} ${row.priority}`));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || !isQueueName(first.queue) || group.length === 1) return group;
    const messages = group.map(({ message }) => message);
    return joinMessages(first.queue, messages).flatMap(({ message, places: [place = 0] }) => {
      const row = group[place];
      return row ? [{ ...row, message }] : [];
    });
  });
}

/** Sent before, or apart from others because one of them could not be handled. */
function isSingle({ key, sends }: OutboxRow): boolean {
  return sends > 0 || (key?.startsWith(ALONE) ?? false);
}

/**
 * `go` = handle it; `held` = another handler is at it; `suspect` = its process died once while it was handled, so it
 * starts `alone` or not at all: a second death is then surely its doing; `poison` = that happened, and it was put
 * aside; `finished` = done elsewhere.
 */
export type Start = 'go' | 'held' | 'suspect' | 'finished' | 'poison';

/** Called right before a handler runs: takes the lease and counts the start. A suspect is not started `beside` others. */
export async function startMessage(db: Db, id: string, how: 'beside' | 'alone'): Promise<Start> {
  const row = await db
    .updateTable('outbox')
    .set({ starts: sql`starts + 1`, lease_until: lease })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .where(isFree)
    .$if(how === 'beside', (open) => open.whereRef('starts', '=', 'failures'))
    .returning(['starts', 'failures'])
    .executeTakeFirst();
  if (!row) return whyNot(db, id);
  const crashes = row.starts - 1 - row.failures;
  if (crashes < MAX_CRASHES) return 'go';
  await buryMessage(db, id, `the process died ${crashes} times while it handled this message`);
  return 'poison';
}

async function whyNot(db: Db, id: string): Promise<Start> {
  const open = await db
    .selectFrom('outbox')
    .select(isFree.as('free'))
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .executeTakeFirst();
  if (!open) return 'finished';
  return open.free ? 'suspect' : 'held';
}

/** Keeps a message for a handler that is still at work. */
export async function renewLease(db: Db, id: string): Promise<void> {
  await db.updateTable('outbox').set({ lease_until: lease }).where('id', '=', id).execute();
}

const lease = sql<string>`now() + ${`${LEASE_MS} milliseconds`}::interval`;
const isFree = sql<boolean>`(lease_until is null or lease_until < now())`;

/** Thrown inside a handler's transaction when its message was finished elsewhere: everything it did is undone. */
export class AlreadyFinished extends Error {}

/** Marks a message as done in the transaction of its effect: the effect happens once, whatever Redis delivers. */
export async function finishMessage(trx: Trx, id: string): Promise<void> {
  const done = await trx
    .updateTable('outbox')
    .set({ done_at: sql<string>`now()`, lease_until: null })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!done) throw new AlreadyFinished(id);
}

/** Records that a try failed. Returns how many have, so that the caller knows when to give up. */
export async function failMessage(db: Db, id: string, reason: string): Promise<number> {
  const row = await db
    .updateTable('outbox')
    .set({ failures: sql`failures + 1`, last_error: reason, lease_until: null })
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst();
  return row?.failures ?? 0;
}

/** Puts a message aside for a person, with the reason. */
export async function buryMessage(db: Db, id: string, reason: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ dead_at: sql<string>`now()`, dead_reason: reason, lease_until: null })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}

/** Messages that were sent before `olderThanMs` and neither finished nor are held by a handler. */
export async function findUnfinished(db: Db, olderThanMs: number, limit: number): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('sent_at', '<', sql<string>`now() - ${`${olderThanMs} milliseconds`}::interval`)
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .where(isFree)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * Hands messages that were lost on their way to `send` once more, all or none. Messages that somebody else has sent
 * again within `olderThanMs` are passed over, so that no message is under way twice.
 */
export async function resend(
  db: Db,
  ids: readonly string[],
  olderThanMs: number,
  send: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('outbox')
      .set({ sent_at: sql<string>`now()`, sends: sql`sends + 1` })
      .where('id', 'in', [...ids])
      .where('sent_at', '<', sql<string>`now() - ${`${olderThanMs} milliseconds`}::interval`)
      .where('done_at', 'is', null)
      .where('dead_at', 'is', null)
      .where(isFree)
      .returningAll()
      .execute();
    await send(rows);
  });
}

/** Sends a dead letter again, by a person's decision. */
export async function redrive(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ dead_at: null, dead_reason: null, sent_at: null, starts: 0, failures: 0 })
    .where('id', '=', id)
    .where('dead_at', 'is not', null)
    .execute();
  await sql`select pg_notify('outbox', 'redrive')`.execute(trx);
}

/**
 * Sends every message that is a dead letter now again, once, in chunks, each in a transaction of its own. Returns how
 * many.
 */
export async function redriveAll(db: Db): Promise<number> {
  const { rows } = await sql<{ now: string }>`select now()`.execute(db);
  let redriven = 0;
  for (;;) {
    const letters = await db
      .selectFrom('outbox')
      .select('id')
      .where('dead_at', '<=', rows[0]?.now ?? '')
      .orderBy('id')
      .limit(CHUNK)
      .execute();
    if (letters.length === 0) return redriven;
    await db.transaction().execute(async (trx) => {
      for (const { id } of letters) await redrive(trx, id);
    });
    redriven += letters.length;
  }
}

interface QueueState {
  readonly queue: string;
  /** Not finished and not put aside. */
  readonly open: number;
  readonly dead: number;
  /** Finished and not yet dropped. */
  readonly done: number;
}

/** How many messages of each queue are open, put aside and finished. Queues without any are left out. */
export async function countByState(db: Db): Promise<readonly QueueState[]> {
  return db
    .selectFrom('outbox')
    .select([
      'queue',
      sql<number>`count(*) filter (where done_at is null and dead_at is null)::int`.as('open'),
      sql<number>`count(*) filter (where dead_at is not null)::int`.as('dead'),
      sql<number>`count(*) filter (where done_at is not null)::int`.as('done'),
    ])
    .groupBy('queue')
    .orderBy('queue')
    .execute();
}

/** Messages not yet finished, dead letters left out: 0 = everything that was to happen has happened. */
export async function countOpen(db: Db): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select(sql<number>`count(*)::int`.as('open'))
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.open;
}

/** Dead letters, newest first, with their reasons. */
export async function findDeadLetters(db: Db, limit: number): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('dead_at', 'is not', null)
    .orderBy('dead_at', 'desc')
    .limit(limit)
    .execute();
}

/** Drops messages that were finished more than a number of days ago. Returns how many. Dead letters stay. */
export async function trimOutbox(db: Db, days: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('done_at', '<', sql<string>`now() - ${`${days} days`}::interval`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
