import { sql, type Kysely } from 'kysely';

/** An entry takes its number once it holds the lock of its chain: two written at once are then numbered as chained. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit:' || coalesce(NEW.council, '')));
    NEW.id := nextval('audit_id_seq');
    SELECT hash INTO NEW.previous_hash FROM audit
      WHERE council IS NOT DISTINCT FROM NEW.council ORDER BY id DESC LIMIT 1;
    NEW.hash := encode(sha256(convert_to(concat_ws('|', coalesce(NEW.previous_hash, ''), NEW.at AT TIME ZONE 'UTC',
      coalesce(NEW.council, ''), NEW.actor, NEW.action, NEW.subject, NEW.detail::text), 'UTF8')), 'hex');
    RETURN NEW;
  END $$;
  GRANT USAGE ON SEQUENCE audit_id_seq TO tocsin_web, tocsin_worker;
  `.execute(db);
}
