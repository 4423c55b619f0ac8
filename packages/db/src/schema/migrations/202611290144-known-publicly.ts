import { sql, type Kysely } from 'kysely';

/** By whom a supplier may be seen, of each table that tells of one, in the words of that table. */
const guarded = {
  supplier_ref: 'EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id)',
  assessment: 'EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id)',
  current_assessment: 'EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id)',
  source_trouble: `NOT starts_with(item, 'company/') OR EXISTS (
    SELECT FROM supplier_ref WHERE scheme = 'GB-COH' AND supplier_ref.ref = split_part(item, '/', 2))`,
} as const;

/**
 * That somebody watches a company may be a council's secret: one that only a private register has named is a supplier
 * for the council whose register it is, and for nobody else. Once something public names it, it is one for all. What
 * was asked about it because it is watched does not count: publishers whose sources ask only about whom we watch.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE supplier ADD COLUMN only_private boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN supplier.only_private IS
    'Only private registers have named it: a supplier for the councils whose they are, and for no others. Written by ingest.';
  UPDATE supplier SET only_private = true
  WHERE EXISTS (SELECT FROM register_line WHERE supplier_id = supplier.id)
    AND NOT EXISTS (SELECT FROM mention WHERE supplier_id = supplier.id AND (
      EXISTS (SELECT FROM award_supplier WHERE mention_id = mention.id)
      OR EXISTS (SELECT FROM award_subcontractor WHERE mention_id = mention.id)
      OR EXISTS (SELECT FROM payment WHERE mention_id = mention.id)
      OR EXISTS (SELECT FROM observation WHERE mention_id = mention.id
        AND source_id NOT IN ('companies-house-company', 'companies-house-stream', 'accounts-packs'))));

  ALTER TABLE supplier ENABLE ROW LEVEL SECURITY;
  CREATE POLICY worker_serves_all_councils ON supplier TO tocsin_worker USING (true) WITH CHECK (true);
  CREATE POLICY known_publicly ON supplier FOR SELECT TO tocsin_national USING (NOT only_private);
  CREATE POLICY known_publicly_or_by_own_register ON supplier FOR SELECT TO tocsin_web
    USING (NOT only_private OR EXISTS (SELECT FROM register_line WHERE register_line.supplier_id = supplier.id
      AND register_line.council = nullif(current_setting('app.council', true), '')));
  `.execute(db);
  for (const [table, seen] of Object.entries(guarded))
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    CREATE POLICY of_suppliers_that_are_seen ON ${sql.table(table)} FOR SELECT TO tocsin_web, tocsin_national
      USING (${sql.raw(seen)});
    `.execute(db);
}
