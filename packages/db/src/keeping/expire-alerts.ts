import { addMonths, dayOf, firstInstantOf, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { deleteAlerts } from '../alerts/delete-alerts.ts';
import type { Trx } from '../schema/database.ts';
import { isHeldInPart, isHeldOf } from './holds.ts';
import { retention } from './retention.ts';

/** So many alerts go in one transaction. */
const AT_ONCE = 500;

/**
 * Takes out alerts whose time is over, with what people did with them: years after the last contract between council and
 * supplier has ended, else after the last payment seen, and never before the same time after the day of the alert; longer
 * where one of those contracts is a deed. What a hold is about stays. Returns how many; there may be more.
 */
export async function expireAlerts(trx: Trx, at: IsoInstant): Promise<number> {
  const { years, yearsOfDeed } = retention.alerts;
  const today = dayOf(at);
  const { rows } = await sql<{ id: string }>`
    with old as materialized (
      select id, nth, council, supplier_id, exposure, as_of from alert where as_of < ${addMonths(today, -12 * years)}
        and not ${isHeldOf('alert.council', 'alert.supplier_id')}),
    named as materialized (
      select old.id as alert_id, mention.id from old join mention on mention.supplier_id = old.supplier_id),
    registered as (
      select old.id, max(greatest(ends_on::text, details ->> 'extensionTo')) as ended,
        bool_or(details ->> 'executedAsDeed' = 'true') as deed
      from old join register_line using (council, supplier_id) group by old.id),
    placed as (
      select old.id, max(greatest(ends_on, extends_to))::text as ended from old
      join named on named.alert_id = old.id join award_supplier on award_supplier.mention_id = named.id
      join award on award.id = award_supplier.award_id
      join award_buyer on award_buyer.award_id = award.id and award_buyer.council = old.council group by old.id),
    stated as (
      select old.id, max(contract ->> 'endsOn') as ended
      from old cross join jsonb_array_elements(exposure -> 'contracts') as contract group by old.id),
    paid as (
      select old.id, max(paid_on)::text as last from old join named on named.alert_id = old.id
      join payment on payment.mention_id = named.id and payment.council = old.council group by old.id)
    select old.id::text from old left join registered using (id) left join placed using (id) left join stated using (id)
      left join paid using (id)
    where greatest(as_of::text, coalesce(greatest(registered.ended, placed.ended, stated.ended), paid.last)) <
      case when registered.deed then ${addMonths(today, -12 * yearsOfDeed)}::text
        else ${addMonths(today, -12 * years)}::text end
    order by old.nth limit ${AT_ONCE}`.execute(trx);
  const ids = rows.map(({ id }) => id);
  await sql`
    delete from adjournment using alert where alert.id = any(${ids}::bigint[]) and adjournment.council = alert.council
      and adjournment.supplier_id = alert.supplier_id and adjournment.cause = alert.cause`.execute(trx);
  await deleteAlerts(trx, ids);
  return rows.length;
}

/** Takes out contests that hang on no alert, as long after they were decided as alerts stay. */
export async function expireContests(trx: Trx, at: IsoInstant): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from contest where alert_id is null
      and coalesce(decided_at, at) < ${yearsBefore(at)}
      and not ${isHeldOf('contest.council', 'contest.supplier_id')}`.execute(trx);
  return Number(numAffectedRows);
}

/** Takes out letters of which no alert, and nobody who was told one, is left. That there was an opening report stays. */
export async function expireLetters(trx: Trx, at: IsoInstant): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id::text from letter where kind <> 'opening'
      and begun_at < ${yearsBefore(at)}
      and not exists (select from alert where letter_id = letter.id)
      and not exists (select from telling where letter_id = letter.id)
      and not ${isHeldInPart('letter.council')}
    limit ${AT_ONCE}`.execute(trx);
  const ids = sql`any(${rows.map(({ id }) => id)}::bigint[])`;
  await sql`delete from delivery where letter_id = ${ids}`.execute(trx);
  await sql`delete from review_telling where letter_id = ${ids}`.execute(trx);
  await sql`delete from letter where id = ${ids}`.execute(trx);
  return rows.length;
}

function yearsBefore(at: IsoInstant): IsoInstant {
  return firstInstantOf(addMonths(dayOf(at), -12 * retention.alerts.years));
}
