import { sql, type Kysely } from 'kysely';

/** A register stays in force until the one that replaces it is matched: until then nobody would be watched for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE register_upload ADD COLUMN waits boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT register_upload_waits CHECK (NOT waits OR undone_at IS NOT NULL);
  COMMENT ON COLUMN register_upload.waits IS 'Handed in and not in force yet: comes into force, and ends the one before, once its lines are matched.';
  CREATE UNIQUE INDEX register_upload_waiting ON register_upload (council) WHERE waits;
  GRANT INSERT (undone_at, waits), UPDATE (waits) ON register_upload TO tocsin_web;
  `.execute(db);
}
