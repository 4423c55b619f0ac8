import { sql, type Kysely } from 'kysely';

/** One stray payment made a month count as read. Files read before keep what they cover, until they are read again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE spend_file ADD COLUMN is_of datemultirange`.execute(db);
  await sql`ALTER TABLE own_spend_file ADD COLUMN is_of datemultirange`.execute(db);
  await sql`COMMENT ON COLUMN spend_file.is_of IS
    'The months that the file is of: in others it has single payments only. Null = all that it covers.'`.execute(
    db,
  );
  await sql`COMMENT ON COLUMN own_spend_file.is_of IS
    'The months that the file is of: in others it has single payments only. Null = all that it covers.'`.execute(
    db,
  );
}
