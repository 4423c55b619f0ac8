import { sql, type Kysely } from 'kysely';

/**
 * A notice that prints a name alone speaks of the company that the public record gives to that name, and besides of each
 * that a council's own register gives to it: no file of another council, published or not, takes that back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE notice_tie (
    mention_id bigint NOT NULL REFERENCES mention ON DELETE CASCADE,
    supplier_id bigint NOT NULL REFERENCES supplier ON DELETE CASCADE,
    reason text NOT NULL, PRIMARY KEY (mention_id, supplier_id));
  CREATE INDEX notice_tie_supplier ON notice_tie (supplier_id);
  COMMENT ON TABLE notice_tie IS
    'Whom registers of councils mean by a name that notices print without a number, beside what the public record makes of it. Written by ingest.';
  GRANT SELECT ON notice_tie TO tocsin_web, tocsin_national;
  GRANT SELECT, INSERT, UPDATE, DELETE ON notice_tie TO tocsin_worker;
  ALTER TABLE notice_tie ENABLE ROW LEVEL SECURITY;
  CREATE POLICY worker_serves_all_councils ON notice_tie TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY of_suppliers_that_are_seen ON notice_tie FOR SELECT TO tocsin_web, tocsin_national
    USING (EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id OFFSET 0));
  ALTER POLICY of_suppliers_that_are_seen ON mention USING (
    EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id)
    OR EXISTS (SELECT FROM award_supplier WHERE mention_id = mention.id OFFSET 0)
    OR EXISTS (SELECT FROM payment WHERE mention_id = mention.id OFFSET 0)
    OR EXISTS (SELECT FROM award_subcontractor WHERE mention_id = mention.id OFFSET 0)
    OR EXISTS (SELECT FROM notice_tie WHERE notice_tie.mention_id = mention.id OFFSET 0));
  `.execute(db);
}
