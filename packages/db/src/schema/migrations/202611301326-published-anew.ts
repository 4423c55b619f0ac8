import { sql, type Kysely } from 'kysely';

/**
 * Once a published record names a company that somebody followed, what was read of it is kept for those who knew it, and
 * everybody begins with nothing read: what was said stays as it was said, and under what it is kept changes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  GRANT UPDATE (ref, mention_id) ON observation TO tocsin_worker;
  GRANT UPDATE (ref) ON withdrawal TO tocsin_worker;
  `.execute(db);
}
