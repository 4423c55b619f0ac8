import { sql, type Kysely } from 'kysely';

/** What the next publication of private aggregates is compared with: only the worker may read it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE national_release (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), release jsonb NOT NULL);
  COMMENT ON TABLE national_release IS 'The last publication with its private facts. Written and read by notifier alone.';
  REVOKE ALL ON national_release FROM PUBLIC;
  GRANT SELECT, INSERT, UPDATE ON national_release TO tocsin_worker;
  `.execute(db);
}
