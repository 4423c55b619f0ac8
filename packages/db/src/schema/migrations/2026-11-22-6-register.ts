import { sql, type Kysely } from 'kysely';

/** The register of companies that names are matched against: facts of the public record, readable by every service. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE register_company (
    number text PRIMARY KEY, name text NOT NULL, previous_names text[] NOT NULL DEFAULT '{}',
    postcode text, status text);
  COMMENT ON TABLE register_company IS 'Every company of the bulk register. Written by its loader, swapped in whole.';

  CREATE TABLE register_key (key text NOT NULL, number text NOT NULL);
  CREATE INDEX register_key_key ON register_key (key);
  COMMENT ON TABLE register_key IS 'Blocking keys of every registered name, present and former. Written with register_company.';

  GRANT SELECT ON register_company, register_key TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE, DELETE, TRUNCATE ON register_company, register_key TO tocsin_worker;
  `.execute(db);
}
