import { MailWay } from '@tocsin/domain';
import { sql } from 'kysely';
import { mayActToday } from '../people/acting.ts';
import type { Trx } from '../schema/database.ts';

/**
 * Of these deliveries, the mails to somebody who acted for the council when they were made and may not today: what waited for
 * a mail server, for the end of quiet hours or for a digest. An address that the council has named besides stays.
 */
export async function findToLeavers(trx: Trx, deliveryIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (deliveryIds.length === 0) return new Set();
  const isHers = sql`membership.council = delivery.council and lower(person.address) = lower(delivery.recipient)`;
  const { rows } = await sql<{ id: string }>`
    select delivery.id from delivery
    where delivery.id = any(${[...deliveryIds]}::bigint[]) and channel = any(${MailWay.options}::text[])
      and exists (select from membership join person on person.id = membership.person_id where ${isHers})
      and not exists (
        select from membership join person on person.id = membership.person_id where ${isHers} and ${mayActToday})
      and not exists (select from recipient
        where recipient.council = delivery.council and active and lower(address) = lower(delivery.recipient))
      and not exists (select from telling_rule
        where telling_rule.council = delivery.council and lower(inbox) = lower(delivery.recipient))`.execute(
    trx,
  );
  return new Set(rows.map(({ id }) => id));
}
