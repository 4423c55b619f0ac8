import { sql, type Kysely } from 'kysely';

/**
 * The levels that an alert shows beside its bands: Low is shown only where it was earned by two looks. Written with the
 * alert by the notifier; null on alerts that were raised before, of which nobody knows what had been looked at.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alert add column from_level text, add column to_level text`.execute(db);
  await sql`comment on column alert.to_level is 'Written by the notifier when it raises the alert: the level shown, a band or what stands in the place of low.'`.execute(
    db,
  );
}
