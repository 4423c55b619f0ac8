import { sql, type Kysely } from 'kysely';

/**
 * Anyone may ask for a look at a company that nobody's contract or payment names: it is looked at as whoever is followed,
 * and known to all from then on. That a council had followed it is told by nothing before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE asked_look (
    supplier_id bigint PRIMARY KEY REFERENCES supplier ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE asked_look IS
    'Companies that somebody asked to be looked at for everybody, and when last: who asked stands in the log of a council. Written by ingest.';
  GRANT SELECT, INSERT, UPDATE, DELETE ON asked_look TO tocsin_worker;
  ALTER TABLE asked_look ENABLE ROW LEVEL SECURITY;
  CREATE POLICY worker_serves_all_councils ON asked_look TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT ON asked_look TO tocsin_web, tocsin_national;
  CREATE POLICY of_suppliers_that_are_seen ON asked_look FOR SELECT TO tocsin_web, tocsin_national
    USING (EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id OFFSET 0));
  COMMENT ON COLUMN supplier.supplies_publicly IS
    'A published contract or payment names it, or somebody asked for a look at it for everybody. Written by ingest.';
  COMMENT ON COLUMN supplier.public_since IS
    'When it first became known to everybody; null where nobody knows, or it is not. Written by ingest.';
  `.execute(db);
}
