import { sql, type Kysely } from 'kysely';

/** What a registered company does, as the register classifies it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE register_company ADD COLUMN sic_codes text[] NOT NULL DEFAULT '{}'`.execute(db);
}
