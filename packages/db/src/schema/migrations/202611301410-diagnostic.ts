import { sql, type Kysely } from 'kysely';

/**
 * What councils came to in the national diagnostic: private to each, read by the release of a quarter alone, which lets out
 * how many councils are at a level, crossed with what they have at risk, in groups of five or more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE diagnostic_level (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, year smallint NOT NULL, code text NOT NULL,
    level text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (council, year, code));
  COMMENT ON TABLE diagnostic_level IS
    'The level to which a council came in an area of the national diagnostic. Written by the command line; read by notifier.';
  ALTER TABLE diagnostic_level ENABLE ROW LEVEL SECURITY;
  ALTER TABLE diagnostic_level FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON diagnostic_level TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON diagnostic_level TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT ON diagnostic_level TO tocsin_web;
  GRANT SELECT, INSERT, UPDATE, DELETE ON diagnostic_level TO tocsin_worker;

  CREATE TABLE national_diagnostic (
    as_of date NOT NULL, released_on date NOT NULL, year smallint NOT NULL, label text[] NOT NULL, councils int NOT NULL,
    PRIMARY KEY (as_of, label));
  COMMENT ON TABLE national_diagnostic IS
    'How many councils are at a level of the diagnostic, alone and crossed, as it was let out. Written by notifier once a quarter.';
  COMMENT ON COLUMN national_diagnostic.councils IS 'The least of its step: 5 is 5 to 9, 10 is 10 to 19, 20 is 20 or more.';
  GRANT SELECT ON national_diagnostic TO tocsin_national;
  GRANT SELECT, INSERT, DELETE ON national_diagnostic TO tocsin_worker;
  `.execute(db);
}
