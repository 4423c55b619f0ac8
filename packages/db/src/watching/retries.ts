import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { retention } from '../keeping/retention.ts';
import { reasonOfDead, redrive } from '../outbox/dead-letters.ts';
import type { Db, Trx } from '../schema/database.ts';

/** Messages of one queue that were put aside for one reason. */
export interface PutAside {
  readonly queue: string;
  readonly reason: string;
}

/** The operator wants such messages sent again, whose decision it is kept as; a worker sees to it. Acts as the operator. */
export async function askRetry(trx: Trx, { queue, reason }: PutAside, actor: string): Promise<void> {
  await trx.insertInto('retry').values({ queue, reason }).execute();
  await audit(trx, {
    council: null,
    actor,
    action: 'asked for messages to be sent again',
    subject: `queue ${queue}`,
    detail: { reason },
  });
}

/** What the operator wants sent again and is not yet. */
export async function findRetriesAsked(db: Db): Promise<readonly PutAside[]> {
  return db
    .selectFrom('retry')
    .select(['queue', 'reason'])
    .where('done_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** Sends again what the operator asked for, each message in a transaction of its own; returns how many. */
export async function doRetries(db: Db): Promise<number> {
  const asked = await db.selectFrom('retry').selectAll().where('done_at', 'is', null).orderBy('id').execute();
  let sent = 0;
  for (const { id, queue, reason, asked_at: until } of asked) {
    const letters = await db
      .selectFrom('outbox')
      .select('id')
      .where('queue', '=', queue)
      .where(sql<boolean>`${reasonOfDead} = ${reason}`)
      .where('dead_at', '<=', until)
      .orderBy('id')
      .execute();
    for (const letter of letters) await db.transaction().execute((trx) => redrive(trx, letter.id));
    await db
      .updateTable('retry')
      .set({ done_at: sql<string>`now()`, messages: letters.length })
      .where('id', '=', id)
      .execute();
    sent += letters.length;
  }
  return sent;
}

/** Drops what the operator asked for and was done longer ago than finished messages are kept. Returns how many. */
export async function trimRetries(db: Db): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('retry')
    .where('done_at', '<', sql<string>`now() - ${`${retention.finished.days} days`}::interval`)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
