import { sql, type Kysely } from 'kysely';

/** Nobody was paid before he existed: the register says since when a company does. Filled by its next edition. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE register_company ADD COLUMN IF NOT EXISTS incorporated_on date;
  COMMENT ON COLUMN register_company.incorporated_on IS
    'When the company was incorporated, as the register prints it; null where it does not, or before it was next loaded.';
  DROP TABLE IF EXISTS register_company_next, register_block_next, register_word_next, register_word_load;
  TRUNCATE register_load;
  `.execute(db);
}
