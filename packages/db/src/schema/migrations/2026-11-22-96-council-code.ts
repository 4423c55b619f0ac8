import { sql, type Kysely } from 'kysely';

/**
 * A council may get another code: a new one has a stand-in until the ONS publishes its own. Whatever refers to a council
 * follows its code, and the codes it had before are kept. The audit log is append-only and stays under the code it was
 * written for: the council that the code belonged to reads it on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DO $$
  DECLARE reference record;
  BEGIN
    FOR reference IN SELECT conrelid::regclass AS holder, conname, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE contype = 'f' AND confrelid = 'council'::regclass
    LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s ON UPDATE CASCADE',
        reference.holder, reference.conname, reference.conname, reference.definition);
    END LOOP;
  END $$;

  CREATE TABLE council_code (
    former text PRIMARY KEY, gss text NOT NULL REFERENCES council ON UPDATE CASCADE,
    rekeyed_at timestamptz NOT NULL DEFAULT now(), CHECK (former <> gss));
  CREATE INDEX council_code_gss ON council_code (gss);
  COMMENT ON TABLE council_code IS
    'Codes that councils had before, and the code each has now. Public; written by the command line (rekey-council).';
  GRANT SELECT ON council_code TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT ON council_code TO tocsin_worker;

  ALTER POLICY council_of_the_signed_in_person ON audit
    USING (nullif(current_setting('app.council', true), '') = council
      OR council IN (SELECT former FROM council_code
        WHERE gss = nullif(current_setting('app.council', true), '')));
  `.execute(db);
}
