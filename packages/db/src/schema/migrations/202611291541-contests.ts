import { sql, type Kysely } from 'kysely';

/**
 * Facts that somebody holds to be wrong, what was found at their source and what was decided. Of a published fact the
 * operator decides, who reads what was written and not by whom or where; of a line of a register its own council.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE contest (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text REFERENCES council ON UPDATE CASCADE,
    supplier_id bigint NOT NULL REFERENCES supplier, alert_id bigint, source_id text, ref text, version text,
    register_line bigint, fact text NOT NULL, url text, claim text NOT NULL, evidence text NOT NULL, by_whom text NOT NULL,
    form text, at timestamptz NOT NULL DEFAULT now(), checked_at timestamptz,
    found text CHECK (found IN ('same', 'differs', 'not-in-it', 'not-kept')), decided_at timestamptz, decided_by text,
    verdict text CHECK (verdict IN ('upheld', 'rejected')), wrong text, should_read text, reason text,
    applied_at timestamptz, told_at timestamptz,
    FOREIGN KEY (alert_id, council) REFERENCES alert (id, council) ON UPDATE CASCADE,
    CHECK (num_nonnulls(source_id, ref, version) = CASE WHEN register_line IS NULL THEN 3 ELSE 0 END),
    CHECK (register_line IS NULL OR council IS NOT NULL),
    CHECK (num_nonnulls(decided_at, decided_by, verdict, reason) IN (0, 4)),
    CHECK (verdict IS DISTINCT FROM 'upheld' OR num_nonnulls(wrong, should_read) = 2));
  CREATE UNIQUE INDEX contest_form ON contest (form, council) WHERE form IS NOT NULL;
  CREATE INDEX contest_supplier ON contest (supplier_id);
  COMMENT ON TABLE contest IS
    'Facts that somebody contests, with why. Written by web; decided by an operator, or by an administrator about the own register; checked by ingest, applied and told by notifier.';

  ALTER TABLE withdrawal ADD COLUMN contest bigint, ADD COLUMN wrong text, ADD COLUMN should_read text;
  COMMENT ON COLUMN withdrawal.contest IS 'The decision by which it was taken back here; null where its publisher took it back.';
  COMMENT ON COLUMN withdrawal.should_read IS 'Of a decision: what is so instead of what was written (wrong).';

  ALTER TABLE contest ENABLE ROW LEVEL SECURITY;
  ALTER TABLE contest FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON contest TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY council_decides_about_its_own_register ON contest AS RESTRICTIVE FOR UPDATE TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), '') AND register_line IS NOT NULL)
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON contest TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY operator_decides_about_published_facts ON contest TO tocsin_operator
    USING (register_line IS NULL) WITH CHECK (register_line IS NULL);
  CREATE POLICY operator_is_an_actor ON audit TO tocsin_operator
    USING (council IS NULL) WITH CHECK (council IS NULL);

  GRANT SELECT, INSERT (council, supplier_id, alert_id, source_id, ref, version, register_line, fact, url, claim, evidence,
    by_whom, form), UPDATE (decided_at, decided_by, verdict, wrong, should_read, reason) ON contest TO tocsin_web;
  GRANT SELECT, DELETE, UPDATE (checked_at, found, applied_at, told_at) ON contest TO tocsin_worker;
  GRANT SELECT (id, supplier_id, alert_id, source_id, ref, version, register_line, fact, url, claim, evidence, at,
    checked_at, found, decided_at, verdict, wrong, should_read, reason, applied_at, told_at),
    INSERT (supplier_id, source_id, ref, version, fact, url, claim, evidence, by_whom, form),
    UPDATE (decided_at, decided_by, verdict, wrong, should_read, reason) ON contest TO tocsin_operator;
  GRANT SELECT (id, council, hash), INSERT (council, actor, action, subject, detail) ON audit TO tocsin_operator;
  GRANT USAGE ON SEQUENCE audit_id_seq TO tocsin_operator;
  `.execute(db);
}
