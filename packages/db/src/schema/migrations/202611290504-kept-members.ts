import { sql, type Kysely } from 'kysely';

/**
 * Of answers of publishers' APIs, of notices and of accounts the archive holds only the members that are read. Whoever
 * reads the pages reads no body at all. What earlier versions archived whole is cut down by the worker, which may change
 * nothing else of a document, and each once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE document ADD COLUMN kept text NOT NULL DEFAULT 'whole' CHECK (kept IN ('whole', 'members'));
  COMMENT ON COLUMN document.kept IS 'What body holds: the bytes as they were received, of which sha256 is taken in any '
    'case, or the members of them that the source reads and lists (nothing where they could not be read).';
  COMMENT ON TABLE document IS 'The archive: every fetched response. Written by ingest before what it says is stored.';
  CREATE INDEX document_kept_whole ON document (source_id, id) WHERE kept = 'whole';

  REVOKE SELECT ON document FROM tocsin_web, tocsin_national;
  GRANT SELECT (id, source_id, sha256, url, content_type, retrieved_at, packing, status, run_id, kept)
    ON document TO tocsin_web, tocsin_national;

  GRANT UPDATE (body, packing, kept) ON document TO tocsin_worker;
  CREATE FUNCTION document_is_cut_down_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $fn$
    BEGIN
      IF OLD.kept = 'whole' AND NEW.kept = 'members' THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'document % stays as it is: only what was kept whole is cut down to its members, once', OLD.id;
    END
  $fn$;
  CREATE TRIGGER document_is_cut_down_once BEFORE UPDATE OF body, packing, kept ON document
    FOR EACH ROW EXECUTE FUNCTION document_is_cut_down_once();
  `.execute(db);
}
