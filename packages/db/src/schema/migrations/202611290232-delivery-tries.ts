import { sql, type Kysely } from 'kysely';

/**
 * A delivery knows who sends it, when it is tried again and when it is given up. A host that is in trouble is left alone
 * by all who send.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE delivery ADD COLUMN host text, ADD COLUMN sending_by bigint, ADD COLUMN sending_until timestamptz,
    ADD COLUMN next_try_at timestamptz, ADD COLUMN give_up_at timestamptz;

  CREATE TABLE provider_trouble (
    host text PRIMARY KEY, failures int NOT NULL DEFAULT 0, failing_since timestamptz, probe_at timestamptz,
    slow_since timestamptz);
  COMMENT ON TABLE provider_trouble IS 'A host that takes messages and fails or is slow; of one that is well there is no row. Written by notifier.';
  GRANT SELECT, INSERT, UPDATE, DELETE ON provider_trouble TO tocsin_worker;
  `.execute(db);
}
