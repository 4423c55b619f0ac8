import { sql, type Kysely } from 'kysely';

/** Buyers of Contracts Finder may carry the code of the register of English local authorities. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE council ADD COLUMN la_code text;
  COMMENT ON COLUMN council.la_code IS 'Code of the register of English local authorities: GB-LAE-<code> names a buyer.';
  `.execute(db);
}
