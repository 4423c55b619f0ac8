import { sql, type Kysely } from 'kysely';

/**
 * How long rows stay. While a hold stands nothing in its scope ends by itself or is erased. Of an archived document that
 * nothing cites the bytes go; that it was fetched stays, and it is archived again where it comes again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE hold (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    kind text NOT NULL CHECK (kind IN ('information-request', 'dispute')), reference text NOT NULL,
    supplier_id bigint REFERENCES supplier, by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz, released_by text, CHECK (num_nonnulls(released_at, released_by) IN (0, 2)));
  CREATE INDEX hold_standing ON hold (council) WHERE released_at IS NULL;
  COMMENT ON TABLE hold IS
    'A request for information or a dispute: until it is released nothing in its scope ends or is erased. Written by web and the command line.';
  COMMENT ON COLUMN hold.supplier_id IS 'What it is about; null = everything of the council.';
  ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
  ALTER TABLE hold FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON hold TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON hold TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT (council, kind, reference, supplier_id, by_whom), UPDATE (released_at, released_by) ON hold TO tocsin_web;
  GRANT SELECT, INSERT, UPDATE, DELETE ON hold TO tocsin_worker;

  ALTER TABLE document DROP CONSTRAINT document_kept_check,
    ADD CONSTRAINT document_kept_check CHECK (kept IN ('whole', 'members', 'nothing') AND (kept <> 'nothing' OR body = ''));
  CREATE INDEX observation_document ON observation USING brin (document_id) WITH (pages_per_range = 16, autosummarize = on);
  CREATE OR REPLACE FUNCTION document_is_cut_down_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $fn$
    BEGIN
      IF OLD.kept = 'nothing' OR OLD.kept = 'whole' AND NEW.kept = 'members' THEN RETURN NEW; END IF;
      IF NEW.kept = 'nothing' AND NOT EXISTS (SELECT FROM observation WHERE document_id = OLD.id) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'document % stays as it is: only what was kept whole is cut down to its members, once, and only what nothing cites is dropped', OLD.id;
    END
  $fn$;
  DROP TRIGGER document_is_cut_down_once ON document;
  CREATE TRIGGER document_is_cut_down_once BEFORE UPDATE ON document
    FOR EACH ROW EXECUTE FUNCTION document_is_cut_down_once();
  GRANT UPDATE (retrieved_at) ON document TO tocsin_worker;
  COMMENT ON COLUMN document.kept IS 'What body holds: the bytes as they were received, the members of them that the source '
    'reads and lists, or nothing, where nothing has cited it. The sha256 is of the bytes as received in any case.';

  GRANT UPDATE (said) ON returned_mail TO tocsin_worker;
  `.execute(db);
}
