import { sql, type Kysely } from 'kysely';

/** Bodies are packed before they are sent: Postgres does not try to pack them once more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE document ALTER COLUMN body SET STORAGE EXTERNAL`.execute(db);
}
