import { sql, type Kysely } from 'kysely';

/** Sendings whose end was not heard: a second one may have doubled the message, so they are counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE delivery ADD COLUMN uncertain int NOT NULL DEFAULT 0`.execute(db);
}
