import { sql, type Kysely } from 'kysely';

/** That somebody was to be told goes with her who left before she was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`GRANT DELETE ON telling TO tocsin_worker`.execute(db);
}
