import { addMonths, dayOf, firstInstantOf, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { isHeldInPart, isHeldOf } from './holds.ts';
import { retention } from './retention.ts';

/** What stands where an address stood, each with a number of its own, so that counts stay. */
export const ERASED = 'Address erased, message ';

/**
 * Blanks where messages were sent, once nobody needs it to find out what became of one: that each was sent, by which way and
 * how it went stays. Returns how many addresses were blanked.
 */
export async function blankAddresses(trx: Trx, at: IsoInstant): Promise<number> {
  const before = firstInstantOf(addMonths(dayOf(at), -retention.addresses.months));
  const heldDelivery = sql`(case when alert_id is null then ${isHeldInPart('delivery.council')} else exists (
    select from alert where alert.id = delivery.alert_id and ${isHeldOf('alert.council', 'alert.supplier_id')}) end)`;
  await sql`
    update returned_mail set said = '' from delivery where delivery.id = delivery_id and said <> ''
      and received_at < ${before} and not ${heldDelivery}`.execute(trx);
  // Where a message tells several alerts, each says by the number of the message whither it went.
  const { rows } = await sql<{ blanked: number }>`
    with due as materialized (
      select id, alert_id, letter_id, channel, recipient from delivery
      where created_at < ${before} and status in ('delivered', 'permanent-failure', 'technical-failure')
        and not starts_with(recipient, ${ERASED}) and not ${heldDelivery}),
    messages as (
      update delivery set recipient = ${ERASED} || delivery.id, last_error = null, return_code = null
      from due where delivery.id = due.id returning delivery.id),
    whys as (
      update telling set address = ${ERASED} || due.id from due
      where telling.channel = due.channel and address = recipient
        and (telling.alert_id = due.alert_id or telling.letter_id = due.letter_id) returning 1)
    select (select count(*) from messages)::int + (select count(*) from whys)::int as blanked`.execute(trx);
  const unsent = await sql`
    update telling set address = ${ERASED} || gen_random_uuid() from alert
    where alert.id = alert_id and due_at < ${before} and (how <> 'digest' or telling.letter_id is not null)
      and not starts_with(address, ${ERASED}) and not ${isHeldOf('alert.council', 'alert.supplier_id')}
      and not exists (select from delivery where telling.channel = delivery.channel and recipient = address
        and (delivery.alert_id = telling.alert_id or delivery.letter_id = telling.letter_id))`.execute(trx);
  const reviews = await sql`
    update review_telling set address = ${ERASED} || gen_random_uuid() where due_at < ${before}
      and not starts_with(address, ${ERASED}) and not ${isHeldInPart('review_telling.council')}`.execute(trx);
  const letters = await sql`
    update letter set address = ${ERASED} || id where due_at < ${before} and sent_at is not null
      and not starts_with(address, ${ERASED}) and not ${isHeldInPart('letter.council')}`.execute(trx);
  return (
    (rows[0]?.blanked ?? 0) +
    [unsent, reviews, letters].reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows), 0)
  );
}
