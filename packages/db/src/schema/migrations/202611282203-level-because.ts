import { sql, type Kysely } from 'kysely';

/**
 * Why the level that an alert shows is not Low where nothing stands against the supplier. Written with the alert by the
 * notifier; null where the level is a band, and on alerts that were raised before it was kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alert add column level_because text`.execute(db);
  await sql`comment on column alert.level_because is 'Written by the notifier when it raises the alert: why to_level stands in the place of low, within a sentence.'`.execute(
    db,
  );
}
