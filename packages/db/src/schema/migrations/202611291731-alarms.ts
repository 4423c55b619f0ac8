import { sql, type Kysely } from 'kysely';

/** Sources that ask only about whom we watch, and the canary's, of whose suppliers nobody else is to see anything. */
const asked = `source_id IN ('companies-house-company', 'companies-house-stream', 'accounts-packs', 'canary')`;

/** What they say bears the number of the company that it is about, first. */
const ofAsked = (table: string) => `EXISTS (SELECT FROM supplier_ref
  WHERE supplier_ref.scheme = 'GB-COH' AND supplier_ref.ref = split_part(${table}.ref, '/', 1))`;

/**
 * The canary, a made-up notice that goes the whole way each hour to a made-up council, and the operator's alarms. What is
 * of the canary is told by one function, and nobody but the workers sees its council; its suppliers stand in no register
 * but that council's, so that the policies which keep such suppliers to themselves hold for them too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE FUNCTION is_canary(code text) RETURNS boolean IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT code IN ('E99999990', 'canary') OR starts_with(code, '99998') $$;
  COMMENT ON FUNCTION is_canary IS
    'Whether a code of a council, an id of a source or a number of a company is the canary''s. As packages/domain/src/canary.ts.';

  ALTER TABLE council ENABLE ROW LEVEL SECURITY;
  CREATE POLICY worker_serves_all_councils ON council TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY no_canary ON council FOR SELECT TO tocsin_web, tocsin_national, tocsin_sign_in
    USING (NOT is_canary(gss));
  ALTER POLICY of_suppliers_that_are_seen ON observation USING (NOT (${sql.raw(asked)}) OR ${sql.raw(ofAsked('observation'))});
  ALTER POLICY of_suppliers_that_are_seen ON withdrawal USING (NOT (${sql.raw(asked)}) OR ${sql.raw(ofAsked('withdrawal'))});

  CREATE TABLE canary_round (
    hour timestamptz PRIMARY KEY, recorded_at timestamptz NOT NULL, matched_at timestamptz, assessed_at timestamptz,
    raised_at timestamptz, arrived_at timestamptz);
  COMMENT ON TABLE canary_round IS
    'How far the made-up notice of each hour has come. Written by ingest, kept for seven days.';

  CREATE FUNCTION canary_forget() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $fn$
  BEGIN
    DELETE FROM observation WHERE source_id = 'canary' AND observed_at < current_setting('app.canary_before')::timestamptz;
    DELETE FROM document WHERE source_id = 'canary' AND retrieved_at < current_setting('app.canary_before')::timestamptz;
  END $fn$;
  REVOKE ALL ON FUNCTION canary_forget FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION canary_forget TO tocsin_worker;

  CREATE TABLE alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cause text NOT NULL, subject text NOT NULL, says text NOT NULL,
    found_at timestamptz NOT NULL, opened_at timestamptz, clear_since timestamptz, ended_at timestamptz,
    told_at timestamptz, end_told_at timestamptz, CHECK (ended_at IS NULL OR opened_at IS NOT NULL));
  CREATE UNIQUE INDEX alarm_under_way ON alarm (cause, subject) WHERE ended_at IS NULL;
  CREATE INDEX alarm_untold ON alarm (id) WHERE ended_at IS NOT NULL AND end_told_at IS NULL;
  COMMENT ON TABLE alarm IS
    'What is wrong with the system, one row an episode. Our own words, with numbers, codes and ids of sources. Written by ingest.';
  COMMENT ON COLUMN alarm.opened_at IS 'Null while it has not lasted long enough to be told.';

  CREATE TABLE retry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, queue text NOT NULL, reason text NOT NULL, asked_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz, messages integer);
  COMMENT ON TABLE retry IS
    'The operator wants messages that were put aside for one reason sent again. Written by web, done by ingest.';

  ALTER TABLE delivery ADD COLUMN reason_code text;
  COMMENT ON COLUMN delivery.reason_code IS
    'The code in last_error, which may also hold words of others: a status of HTTP or SMTP, a code of the system.';
  CREATE FUNCTION delivery_reason() RETURNS trigger LANGUAGE plpgsql AS $fn$
  BEGIN
    NEW.reason_code := coalesce(substring(NEW.last_error from '^HTTP [0-9]{3}'),
      substring(NEW.last_error from '^[245][0-9]{2}(?:[ -][245][.][0-9]{1,3}[.][0-9]{1,3})?(?= |$)'),
      substring(NEW.last_error from '^E[A-Z_]{2,20}$'), CASE WHEN NEW.last_error IS NOT NULL THEN 'other' END);
    RETURN NEW;
  END $fn$;
  CREATE TRIGGER delivery_reason BEFORE INSERT OR UPDATE OF last_error ON delivery FOR EACH ROW
    WHEN (NEW.last_error IS NOT NULL) EXECUTE FUNCTION delivery_reason();
  UPDATE delivery SET last_error = last_error WHERE last_error IS NOT NULL;
  CREATE INDEX delivery_waits ON delivery (created_at) WHERE status IN ('created', 'temporary-failure');
  CREATE POLICY operator_counts ON delivery FOR SELECT TO tocsin_operator USING (NOT is_canary(council));

  GRANT SELECT, INSERT, UPDATE, DELETE ON canary_round, alarm TO tocsin_worker;
  GRANT SELECT, UPDATE (done_at, messages) ON retry TO tocsin_worker;
  GRANT SELECT ON canary_round, alarm TO tocsin_operator;
  GRANT SELECT, INSERT (queue, reason) ON retry TO tocsin_operator;
  GRANT SELECT (channel, status, reason_code, tries, created_at, updated_at, next_try_at, sending_until) ON delivery
    TO tocsin_operator;
  GRANT SELECT (source_id, last_started_at, last_good_at, last_error_at) ON source_state TO tocsin_operator;
  GRANT SELECT (name) ON kysely_migration TO tocsin_operator;
  `.execute(db);
}
