import type { IsoInstant } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { mayActToday } from '../people/acting.ts';
import type { Trx } from '../schema/database.ts';
import { tellInstead } from './returned-mail.ts';

/** Whether a row is for a person who may no longer act for its council. */
function isOfLeaver(table: 'telling' | 'review_telling'): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(`${table}.person_id`)} is not null and not exists (
    select from membership join person on person.id = membership.person_id
    where membership.person_id = ${sql.ref(`${table}.person_id`)} and membership.council = ${sql.ref(`${table}.council`)}
      and ${mayActToday}))`;
}

/**
 * Sends nothing that waits to people who may no longer act for their council: whoever is to be told by its rules is told in
 * their place of alerts, and of contracts to look at with the next day's. Returns of how many alerts. `trx` is the worker's.
 */
export async function redirectLeavers(trx: Trx, now: IsoInstant): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with waits as (
      delete from telling where how = 'digest' and letter_id is null and ${isOfLeaver('telling')} returning alert_id),
    unsent as (
      update delivery set status = 'permanent-failure', last_error = ${GONE}, next_try_at = null, updated_at = ${now}
      from telling where telling.alert_id = delivery.alert_id and telling.channel = delivery.channel
        and address = recipient and status in ('created', 'temporary-failure') and sending_by is null
        and ${isOfLeaver('telling')} returning delivery.alert_id)
    select distinct alert_id::text as id from (select * from waits union all select * from unsent) as of order by 1`.execute(
    trx,
  );
  await sql`delete from review_telling where letter_id is null and ${isOfLeaver('review_telling')}`.execute(
    trx,
  );
  for (const { id } of rows) await tellInstead(trx, id, now);
  return rows.length;
}

const GONE = 'Not sent: this person is no longer of the council';
