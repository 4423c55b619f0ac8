import { sql, type Kysely } from 'kysely';

/** Notices on performance that name no supplier are found by their award when it becomes known who holds it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX observation_performance ON observation ((content->>'ocid'))
    WHERE kind = 'contract-performance' AND mention_id IS NULL`.execute(db);
}
