import { wordsOfReason, type ReasonCode } from '@tocsin/messages';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** Crashes of the worker process while it held one message, after which the message is put aside. */
const MAX_CRASHES = 2;

/**
 * How long a handler that is not heard of holds its message. It says every third of it that it lives (`renewLease`), so
 * this is how late a death is noticed, and how long a process may hang before it counts as dead.
 */
export const LEASE_MS = 10_000;

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
  await buryMessage(db, id, 'process-died');
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
/** Held by no handler. */
export const isFree = sql<boolean>`(lease_until is null or lease_until < now())`;

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
export async function failMessage(db: Db, id: string, reason: ReasonCode): Promise<number> {
  const row = await db
    .updateTable('outbox')
    .set({ failures: sql`failures + 1`, last_error: reason, lease_until: null })
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst();
  return row?.failures ?? 0;
}

/** Of `register_upload` and a message: it was to match it. One that breaks its schema may name what is no number. */
export function isToMatch(message: 'dead' | 'outbox') {
  const said = (member: string) => sql`${sql.ref(message)}.message ->> ${sql.lit(member)}`;
  return sql<boolean>`(${sql.ref(message)}.queue = 'match' and ${said('of')} = 'register'
    and register_upload.id::text = ${said('uploadId')})`;
}

const OUR_FAULT =
  'something went wrong here, not with the file. Nothing of it counts, and the operator is shown that. Hand it in again later';

/**
 * Puts a message aside for a person, with the reason; deliveries that it was to send say so, a spending file that it was
 * to take in waits no longer, and a register that it was to match says that this has stopped. Of one that is about the public record everybody may know it; of
 * one that is a council's own only the operator.
 */
export async function buryMessage(db: Db, id: string, reason: ReasonCode): Promise<void> {
  await sql`
    with dead as (
      update outbox set dead_at = now(), dead_reason = ${reason}, lease_until = null
      where id = ${id} and done_at is null returning id, queue, message),
    unsent as (
      update delivery set status = 'technical-failure', last_error = coalesce(last_error, ${wordsOfReason(reason)}),
        uncertain = uncertain + (sending_by is not null)::int, sending_by = null, sending_until = null,
        next_try_at = null, updated_at = now()
      from dead where dead.queue = 'deliver' and delivery.status in ('created', 'temporary-failure')
        and (sending_by is null or sending_by = dead.id)
        and delivery.id in (select deliver::bigint from jsonb_array_elements_text(
          coalesce(message -> 'deliveryIds', jsonb_build_array(message -> 'deliveryId'))) as deliver)),
    refused as (
      update own_spend_file set state = 'refused', settled_at = now(), reason = ${OUR_FAULT}
      from dead where dead.queue = 'ingest' and own_spend_file.state = 'waits'
        and own_spend_file.id = (message ->> 'ownSpend')::bigint),
    stopped as (
      update register_upload set put_aside_at = now() from dead where ${isToMatch('dead')})
    insert into put_aside (message_id, queue, reason)
      select id, queue, ${reason} from dead
      where queue in ('ingest', 'score', 'notify') or message ->> 'of' = 'mentions'
      on conflict (message_id) do update set reason = excluded.reason, at = now()`.execute(db);
}
