import { openAlertStatuses } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import { STREAM } from './look-standings.ts';

/**
 * A text that is another one once somebody comes to be watched or is watched no more, an alert is raised or closed, or the
 * stream of insolvency cases tells of one or loses its place: what must not wait for the next run of the register. What
 * suppliers weigh may change without it, which only orders those that were never read. It reads no look at the register.
 */
export async function findLookMark(db: Db): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ',
      (select concat(count(*), ' ', sum(id % 1000003)) from supplier where watched),
      (select concat(count(*), ' ', max(raised_at)) from alert
        where status in (${sql.join(openAlertStatuses.map((status) => sql.lit(status)))})),
      (select concat(count(event), ' ', max(event)) from look_standing),
      (select cursor -> 'gaps' from source_state where source_id = ${STREAM})) as mark`.execute(db);
  return rows[0]?.mark ?? '';
}
