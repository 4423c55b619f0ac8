import { groupBy } from '@tocsin/domain';
import { isQueueName, joinMessages, queues } from '@tocsin/messages';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { OutboxRow } from '../schema/tables.ts';
import { isFree } from './handled.ts';
import { ALONE } from './outbox.ts';

/** How long a message may wait for others that it can be joined with, while its queue is busy. */
const JOINING_MS = 1_000;

/** Queues whose messages are joined, and how many of them are under way when the others wait for their turn. */
const joining = Object.entries(queues).flatMap(([queue, spec]) =>
  'joined' in spec ? [{ queue, busy: spec.concurrency }] : [],
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
