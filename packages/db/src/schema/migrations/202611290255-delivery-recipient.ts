import { sql, type Kysely } from 'kysely';

/** Pages look for the newest message to each whom a council has named. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX delivery_recipient ON delivery (council, recipient, id)`.execute(db);
}
