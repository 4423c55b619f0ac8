import { NOT_KEPT } from '@tocsin/messages';
import { sql } from 'kysely';
import { reopenDeliveries } from '../alerts/deliveries.ts';
import { TOGETHER } from '../schema/chunks.ts';
import { retention } from '../keeping/retention.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { OutboxRow } from '../schema/tables.ts';
import { isToMatch } from './handled.ts';

/** Of a dead letter: the code of why it was put aside. */
export const reasonOfDead = sql<string>`coalesce(dead_reason, ${sql.lit(NOT_KEPT)})`;

/** Sends a dead letter again, by a person's decision, with the deliveries that were given up with it or the register. */
export async function redrive(trx: Trx, id: string): Promise<void> {
  await reopenDeliveries(trx, id);
  await sql`update register_upload set put_aside_at = null from outbox
    where outbox.id = ${id} and dead_at is not null and ${isToMatch('outbox')}`.execute(trx);
  await trx
    .updateTable('outbox')
    .set({ dead_at: null, dead_reason: null, sent_at: null, starts: 0, failures: 0 })
    .where('id', '=', id)
    .where('dead_at', 'is not', null)
    .execute();
  await trx.deleteFrom('put_aside').where('message_id', '=', id).execute();
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
      .limit(TOGETHER)
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

/** Those of them that nobody waits to try again: a message to somebody's server may be tried for days. */
export async function countDue(db: Db): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select(sql<number>`count(*)::int`.as('due'))
    .where('done_at', 'is', null)
    .where('dead_at', 'is', null)
    .where((one) => one.or([one('queue', '<>', 'deliver'), one('available_at', '<=', sql<string>`now()`)]))
    .executeTakeFirstOrThrow();
  return row.due;
}

/** Dead letters, newest first, with their reasons. */
export async function findDeadLetters(
  db: Db,
  limit: number,
): Promise<(OutboxRow & { readonly reason: string })[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .select(reasonOfDead.as('reason'))
    .where('dead_at', 'is not', null)
    .orderBy('dead_at', 'desc')
    .limit(limit)
    .execute();
}

/** Drops messages that were finished longer ago than they are kept. Returns how many. Dead letters stay. */
export async function trimOutbox(db: Db): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('done_at', '<', sql<string>`now() - ${`${retention.finished.days} days`}::interval`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
