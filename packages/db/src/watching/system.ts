import { addDays, firstInstantOf, type IsoDate, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import { readSetting, writeSetting } from '../councils/councils.ts';
import { verifyAudit } from '../audit/audit.ts';
import type { Db } from '../schema/database.ts';
import { endOf } from '../schema/days.ts';

/** Messages that should have been sent half an hour ago and were not, and for how long the oldest has been due. */
export async function findStuckDeliveries(
  db: Db,
): Promise<{ readonly deliveries: number; readonly forSeconds: number }> {
  const { rows } = await sql<{ deliveries: number; forSeconds: number }>`
    select count(*)::int as deliveries, coalesce(extract(epoch from now() - min(due)), 0)::int as "forSeconds" from (
      select coalesce(sending_until, next_try_at, telling.due_at, delivery.created_at) as due
      from delivery left join telling on telling.alert_id = delivery.alert_id and telling.channel = delivery.channel
        and telling.address = delivery.recipient and telling.council = delivery.council
      where status in ('created', 'temporary-failure')) as waiting
    where due < now() - interval '30 minutes'`.execute(db);
  return rows[0] ?? { deliveries: 0, forSeconds: 0 };
}

/** Ways of telling of which hosts fail now. As the worker, who knows which hosts those are. */
export async function findFailingChannels(
  db: Db,
): Promise<
  readonly { readonly channel: string; readonly hostsFailing: number; readonly forSeconds: number }[]
> {
  const { rows } = await sql<{ channel: string; hostsFailing: number; forSeconds: number }>`
    select split_part(host, ' ', 1) as channel, count(*)::int as "hostsFailing",
      extract(epoch from now() - min(failing_since))::int as "forSeconds"
    from provider_trouble where failing_since is not null group by 1 order by 1`.execute(db);
  return rows;
}

/** Deliveries of one day and way: how many stand how, and by which code of an answer. */
export interface DeliveryCount {
  readonly day: string;
  readonly channel: string;
  readonly status: string;
  readonly code: string | null;
  readonly deliveries: number;
}

/** Deliveries of so many days up to the last by day, way, status and code. `db` may act as the operator. */
export async function countDeliveries(
  db: Db,
  last: IsoDate,
  days: number,
): Promise<readonly DeliveryCount[]> {
  const given = Array.from({ length: days }, (_, back) => {
    const day = addDays(last, -back);
    return { day, begins: firstInstantOf(day), ends: endOf(day) };
  });
  const { rows } = await sql<DeliveryCount>`
    select day, channel, status, reason_code as code, count(*)::int as deliveries
    from json_to_recordset(${JSON.stringify(given)}::json) as given (day text, begins timestamptz, ends timestamptz)
    join delivery on updated_at >= begins and updated_at < ends
    group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4`.execute(db);
  return rows;
}

/** When each source that ever ran was last read well. */
export async function findLastGoodRuns(
  db: Db,
): Promise<readonly { readonly source: string; readonly lastGoodAt: IsoInstant | null }[]> {
  return db
    .selectFrom('source_state')
    .select(['source_id as source', 'last_good_at as lastGoodAt'])
    .where(sql<boolean>`not is_canary(source_id)`)
    .orderBy('source_id')
    .execute();
}

/** What the clock of Postgres says. */
export async function readClock(db: Db): Promise<IsoInstant> {
  const { rows } = await sql<{ at: IsoInstant }>`select clock_timestamp() as at`.execute(db);
  return rows[0]?.at ?? '';
}

/** The last change of tables that ran, by its name. */
export async function findSchemaVersion(db: Db): Promise<string> {
  const row = await db
    .selectFrom('kysely_migration')
    .select((migration) => migration.fn.max('name').as('name'))
    .executeTakeFirst();
  return row?.name ?? '';
}

const Verified = z.object({ at: z.string(), broken: z.int() });
const VERIFIED = 'audit-verified';
const BACKED_UP = 'backed-up';
const WATCHED_SINCE = 'watched-since';

/** Recomputes the chains of the audit log, and keeps when, and how many entries do not follow. */
export async function verifyAuditNow(db: Db, at: IsoInstant): ReturnType<typeof verifyAudit> {
  const check = await verifyAudit(db);
  await writeSetting(db, VERIFIED, { at, broken: check.broken.length });
  return check;
}

/** When the audit log was last verified, and how many entries did not follow; null: never. */
export async function findVerified(db: Db): Promise<z.infer<typeof Verified> | null> {
  return Verified.nullable().parse((await readSetting(db, VERIFIED)) ?? null);
}

/** Keeps that a backup was finished. */
export async function noteBackup(db: Db, at: IsoInstant): Promise<void> {
  await writeSetting(db, BACKED_UP, at);
}

/** When the last backup was finished; null: never. */
export async function findBackedUp(db: Db): Promise<IsoInstant | null> {
  return z
    .string()
    .nullable()
    .parse((await readSetting(db, BACKED_UP)) ?? null);
}

/** When the system was first looked at, which is now where it never was. */
export async function watchedSince(db: Db, now: IsoInstant): Promise<IsoInstant> {
  const known = await readSetting(db, WATCHED_SINCE);
  if (typeof known === 'string') return known;
  await writeSetting(db, WATCHED_SINCE, now);
  return now;
}
