import { sql, type Kysely } from 'kysely';

/** A register of which the matching was put aside is not said to be on its way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE register_upload ADD COLUMN put_aside_at timestamptz;
  COMMENT ON COLUMN register_upload.put_aside_at IS 'Its matching failed each time and was put aside; null again once it goes on.';
  `.execute(db);
}
