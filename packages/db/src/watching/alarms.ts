import { alarmKey, type Alarm } from '@tocsin/alerting';
import { sql } from 'kysely';
import { retention } from '../keeping/retention.ts';
import type { Db } from '../schema/database.ts';

const columns = [
  'cause',
  'subject',
  'says',
  'found_at as foundAt',
  'opened_at as openedAt',
  'clear_since as clearSince',
  'ended_at as endedAt',
  'told_at as toldAt',
  'end_told_at as endToldAt',
] as const;

/** Alarms that have not ended, and those of which nobody was told yet that they have. */
export async function findAlarmsUnderWay(db: Db): Promise<readonly Alarm[]> {
  return db
    .selectFrom('alarm')
    .select(columns)
    .where(sql<boolean>`(ended_at is null or end_told_at is null)`)
    .orderBy('id')
    .execute();
}

/** Alarms that somebody was to be told of, open ones first, then those that ended last. */
export async function findAlarms(db: Db, limit: number): Promise<readonly Alarm[]> {
  return db
    .selectFrom('alarm')
    .select(columns)
    .where('opened_at', 'is not', null)
    .orderBy(sql`ended_at is not null`)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Keeps alarms as they stand after a look, of those that were under way before it; what went unsaid is dropped. */
export async function saveAlarms(db: Db, before: readonly Alarm[], after: readonly Alarm[]): Promise<void> {
  const stay = new Set(after.map(alarmKey));
  const dropped = before.filter((alarm) => alarm.openedAt === null && !stay.has(alarmKey(alarm)));
  await db.transaction().execute(async (trx) => {
    for (const { cause, subject } of dropped)
      await trx
        .deleteFrom('alarm')
        .where('cause', '=', cause)
        .where('subject', '=', subject)
        .where('opened_at', 'is', null)
        .execute();
    for (const { cause, subject, foundAt, ...alarm } of after) {
      const row = {
        says: alarm.says,
        opened_at: alarm.openedAt,
        clear_since: alarm.clearSince,
        ended_at: alarm.endedAt,
        told_at: alarm.toldAt,
        end_told_at: alarm.endToldAt,
      };
      const { numUpdatedRows } = await trx
        .updateTable('alarm')
        .set(row)
        .where('cause', '=', cause)
        .where('subject', '=', subject)
        .where('found_at', '=', foundAt)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) continue;
      await trx
        .insertInto('alarm')
        .values({ cause, subject, found_at: foundAt, ...row })
        .execute();
    }
  });
}

/** Drops alarms that ended a year ago. */
export async function trimAlarms(db: Db): Promise<void> {
  await db
    .deleteFrom('alarm')
    .where('ended_at', '<', sql<string>`now() - make_interval(years => ${retention.alarms.years})`)
    .execute();
}
