import { sql, type Kysely } from 'kysely';

/** Of tables from before whose rows go when a council leaves. */
const given = [
  'allocation',
  'api_key',
  'calendar_address',
  'council_sign_in',
  'endpoint',
  'invitation',
  'match_decision',
  'membership',
  'person',
  'responsible',
  'returned_mail',
  'subscription',
  'telling',
  'telling_rule',
  'tenant',
];

/**
 * A council may leave with what is its own. The audit log stays: names that its entries need stand in a table beside it, and
 * entries that are older than seven years end, the last hash of them standing in for them. The worker deletes no entry that
 * is younger, that no such hash stands for, or that a hold is about.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE audit_name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    words text NOT NULL, UNIQUE (council, words));
  COMMENT ON TABLE audit_name IS
    'What entries of the audit log call “name 12”: words of a council that may name somebody. Outside the hash, so that they can be erased. Written with audit.';
  ALTER TABLE audit_name ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_name FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON audit_name TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON audit_name TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT (council, words) ON audit_name TO tocsin_web;
  GRANT SELECT, INSERT, DELETE ON audit_name TO tocsin_worker;

  CREATE TABLE audit_checkpoint (
    council text UNIQUE NULLS NOT DISTINCT, last_id bigint NOT NULL, hash text NOT NULL, entries bigint NOT NULL,
    until timestamptz NOT NULL, left_at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE audit_checkpoint IS
    'The last entry of each chain of the audit log that has ended, from whose hash the chain goes on. Written by ingest.';
  ALTER TABLE audit_checkpoint ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_checkpoint FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON audit_checkpoint TO tocsin_web
    USING (nullif(current_setting('app.council', true), '') = council
      OR council IN (SELECT former FROM council_code WHERE gss = nullif(current_setting('app.council', true), '')))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON audit_checkpoint TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY sign_in_asks_who_it_is ON audit_checkpoint TO tocsin_sign_in USING (true) WITH CHECK (true);
  CREATE POLICY operator_is_an_actor ON audit_checkpoint TO tocsin_operator
    USING (council IS NULL) WITH CHECK (council IS NULL);
  GRANT SELECT ON audit_checkpoint TO tocsin_web;
  GRANT SELECT (council, hash) ON audit_checkpoint TO tocsin_sign_in, tocsin_operator;
  GRANT SELECT, INSERT (council, last_id), UPDATE (last_id) ON audit_checkpoint TO tocsin_worker;

  -- Whoever leaves a checkpoint says only where: what it holds is taken from the chain, which must have ended up to there.
  CREATE FUNCTION audit_checkpoint_of_chain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $fn$
    DECLARE
      before bigint := 0;
    BEGIN
      IF EXISTS (SELECT FROM audit WHERE council IS NOT DISTINCT FROM NEW.council AND id <= NEW.last_id
        AND at >= now() - interval '7 years') THEN
        RAISE EXCEPTION 'an entry up to % is younger than seven years', NEW.last_id;
      END IF;
      IF TG_OP = 'UPDATE' THEN before := OLD.entries; NEW.council := OLD.council; END IF;
      SELECT hash, at INTO STRICT NEW.hash, NEW.until FROM audit
        WHERE council IS NOT DISTINCT FROM NEW.council AND id = NEW.last_id;
      SELECT before + count(*) INTO NEW.entries FROM audit
        WHERE council IS NOT DISTINCT FROM NEW.council AND id <= NEW.last_id;
      NEW.left_at := now();
      RETURN NEW;
    END
  $fn$;
  CREATE TRIGGER audit_checkpoint_of_chain BEFORE INSERT OR UPDATE ON audit_checkpoint
    FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_of_chain();

  CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit:' || coalesce(NEW.council, '')));
    NEW.id := nextval('audit_id_seq');
    SELECT hash INTO NEW.previous_hash FROM audit
      WHERE council IS NOT DISTINCT FROM NEW.council ORDER BY id DESC LIMIT 1;
    IF NOT FOUND THEN
      SELECT hash INTO NEW.previous_hash FROM audit_checkpoint WHERE council IS NOT DISTINCT FROM NEW.council;
    END IF;
    NEW.hash := encode(sha256(convert_to(concat_ws('|', coalesce(NEW.previous_hash, ''), NEW.at AT TIME ZONE 'UTC',
      coalesce(NEW.council, ''), NEW.actor, NEW.action, NEW.subject, NEW.detail::text), 'UTF8')), 'hex');
    RETURN NEW;
  END $$;

  CREATE POLICY ended_behind_a_checkpoint ON audit AS RESTRICTIVE FOR DELETE TO tocsin_worker
    USING (at < now() - interval '7 years'
      AND EXISTS (SELECT FROM audit_checkpoint WHERE audit_checkpoint.council IS NOT DISTINCT FROM audit.council
        AND audit.id <= last_id)
      AND NOT EXISTS (SELECT FROM hold WHERE hold.council = audit.council AND released_at IS NULL));
  GRANT DELETE ON audit TO tocsin_worker;

  -- What one council decided for all stays when it leaves.
  ALTER TABLE shared_decision DROP CONSTRAINT IF EXISTS shared_decision_id_fkey;
  `.execute(db);
  for (const table of given) await sql`GRANT DELETE ON ${sql.table(table)} TO tocsin_worker`.execute(db);
}
