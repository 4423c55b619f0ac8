import { sql, type Kysely } from 'kysely';

/** The day of fetching told which edition is newer, whatever their names say. Files read before keep what they say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE spend_file ADD COLUMN revision int NOT NULL DEFAULT 0, ADD COLUMN called text`.execute(
    db,
  );
  await sql`COMMENT ON COLUMN spend_file.revision IS
    'The number of the edition that its name says, in hundredths: v2 = 200. 0 = none.'`.execute(db);
  await sql`COMMENT ON COLUMN spend_file.called IS
    'What the file is called after: its month and the other words of its name, but for those of corrections. Null = no month.'`.execute(
    db,
  );
}
