import { sql, type Kysely } from 'kysely';

/** What the operator wanted sent again ends as the messages do of which it was said. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`GRANT DELETE ON retry TO tocsin_worker`.execute(db);
}
