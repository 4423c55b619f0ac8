import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** What the outside of a message says, beside its words. */
export interface Threaded {
  readonly council: { readonly gss: string; readonly name: string };
  /** Numbers of the deliveries of the same thread to the same address before, oldest first. */
  readonly earlier: readonly string[];
}

/**
 * For deliveries of which council they are, and which went to the same address of the same thread before: by themselves, or
 * in a letter. A digest begins a thread of its own.
 */
export async function findThreads(
  trx: Trx,
  deliveryIds: readonly string[],
): Promise<ReadonlyMap<string, Threaded>> {
  const { rows } = await sql<{ id: string; gss: string; name: string; earlier: string[] }>`
    with given as materialized (
      select delivery.id, delivery.nth, delivery.council, delivery.channel, recipient, coalesce(thread_id, alert.id) as thread
      from delivery left join letter on letter.id = delivery.letter_id
      left join alert_action as deed on deed.id = deed_id
      left join alert on alert.id = coalesce(delivery.alert_id, deed.alert_id)
      where delivery.id = any(${[...deliveryIds]}::bigint[])),
    told as materialized (
      select given.id, given.channel, recipient, alert.id as alert_id, alert.letter_id
      from given join alert on alert.id = given.thread
      union
      select given.id, given.channel, recipient, alert.id, alert.letter_id
      from given join alert on alert.thread_id = given.thread),
    before as (
      select told.id, delivery.id as earlier, delivery.nth from told join delivery using (alert_id, channel, recipient)
      union
      select told.id, delivery.id, delivery.nth from told join delivery using (letter_id, channel, recipient)
      union
      select told.id, delivery.id, delivery.nth from told
      join telling on telling.alert_id = told.alert_id and telling.channel = told.channel and address = recipient
      join delivery on delivery.letter_id = telling.letter_id and delivery.channel = told.channel
        and delivery.recipient = told.recipient
      union
      select told.id, delivery.id, delivery.nth from told
      join alert_action as deed using (alert_id) join letter on letter.deed_id = deed.id
      join delivery on delivery.letter_id = letter.id and delivery.channel = told.channel
        and delivery.recipient = told.recipient)
    select given.id, gss, name,
      array(select earlier::text from before where before.id = given.id and before.nth < given.nth order by before.nth) as earlier
    from given join council on gss = given.council`.execute(trx);
  return new Map(rows.map(({ id, gss, name, earlier }) => [id, { council: { gss, name }, earlier }]));
}
