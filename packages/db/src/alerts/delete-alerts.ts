import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** Takes alerts out with all that hangs on them: deeds, deliveries, who was told, contests. */
export async function deleteAlerts(trx: Trx, alerts: readonly string[]): Promise<void> {
  const ids = sql`any(${[...alerts]}::bigint[])`;
  const { rows } = await sql<{ id: string }>`
    select letter.id from letter join alert_action on alert_action.id = deed_id where alert_id = ${ids}`.execute(
    trx,
  );
  const letters = sql`any(${rows.map(({ id }) => id)}::bigint[])`;
  await sql`update alert set told_with = null where told_with = ${ids}`.execute(trx);
  await sql`update alert set thread_id = null where thread_id = ${ids}`.execute(trx);
  await sql`delete from contest where alert_id = ${ids}`.execute(trx);
  await sql`delete from delivery where letter_id = ${letters}`.execute(trx);
  await sql`delete from letter where id = ${letters}`.execute(trx);
  await sql`delete from alert_action where alert_id = ${ids}`.execute(trx);
  await sql`delete from delivery where alert_id = ${ids}`.execute(trx);
  await sql`delete from alert where id = ${ids}`.execute(trx);
}
