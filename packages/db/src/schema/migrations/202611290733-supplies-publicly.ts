import { sql, type Kysely } from 'kysely';

/** Sources that ask only about whom we watch. */
const asked = `source_id IN ('companies-house-company', 'companies-house-stream', 'accounts-packs')`;

/** What they say bears the number of the company that was asked about, first. */
const ofAsked = (table: string) => `EXISTS (SELECT FROM supplier_ref
  WHERE supplier_ref.scheme = 'GB-COH' AND supplier_ref.ref = split_part(${table}.ref, '/', 1))`;

/** What hangs on a published contract or payment is public, whoever it will turn out to be. */
const onContract = `EXISTS (SELECT FROM award_supplier WHERE mention_id = mention.id)
  OR EXISTS (SELECT FROM award_subcontractor WHERE mention_id = mention.id)
  OR EXISTS (SELECT FROM payment WHERE mention_id = mention.id)`;

/** By whom a row may be seen, of each table that tells of suppliers, in the words of that table. */
const guarded = {
  mention: `EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id) OR ${onContract}`,
  observation: `NOT (${asked}) OR ${ofAsked('observation')}`,
  withdrawal: `NOT (${asked}) OR ${ofAsked('withdrawal')}`,
  look: 'EXISTS (SELECT FROM mention WHERE mention.id = mention_id)',
  look_answer: 'EXISTS (SELECT FROM mention WHERE mention.id = mention_id)',
  fact_set: 'EXISTS (SELECT FROM assessment WHERE assessment.facts_hash = fact_set.facts_hash)',
} as const;

/**
 * A notice names a company to everybody, and that we follow it to nobody: it was looked at, and is judged day by day,
 * because somebody watches it, which may be one council's secret. A supplier is one for all once a published contract
 * or payment names it; before that for the councils whose own register does, and for those who were told of it. What
 * notices say of others is kept and waits.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE supplier ADD COLUMN supplies_publicly boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN supplier.supplies_publicly IS
    'A published contract or payment names it, or did: a supplier for everybody. Written by ingest, never taken back.';
  UPDATE supplier SET supplies_publicly = true
  WHERE EXISTS (SELECT FROM mention WHERE supplier_id = supplier.id AND (${sql.raw(onContract)}));

  DROP POLICY known_publicly ON supplier;
  DROP POLICY known_publicly_or_by_own_register ON supplier;
  ALTER TABLE supplier DROP COLUMN only_private;
  CREATE POLICY supplies_publicly ON supplier FOR SELECT TO tocsin_national USING (supplies_publicly);
  CREATE POLICY supplies_publicly_or_known_to_own_council ON supplier FOR SELECT TO tocsin_web
    USING (supplies_publicly
      OR EXISTS (SELECT FROM register_line WHERE register_line.supplier_id = supplier.id
        AND register_line.council = nullif(current_setting('app.council', true), ''))
      OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = supplier.id
        AND alert.council = nullif(current_setting('app.council', true), '')));

  INSERT INTO setting (key, value) SELECT 'assessed-live', 'true' FROM setting
    WHERE key = 'sample' AND EXISTS (SELECT FROM assessment WHERE NOT replayed);

  CREATE INDEX assessment_facts ON assessment USING hash (facts_hash);
  REVOKE SELECT ON document FROM tocsin_web, tocsin_national;
  GRANT SELECT (id, source_id, sha256, content_type, retrieved_at, packing, status, run_id, kept)
    ON document TO tocsin_web, tocsin_national;

  -- Postgres asks who may see a row before it reads what stands in its JSON: an index on that would not be used.
  ALTER TABLE observation ADD COLUMN parent_number text;
  COMMENT ON COLUMN observation.parent_number IS
    'Of who controls a company: the number that is printed beside the parent. Written by the trigger.';
  UPDATE observation SET parent_number = content #>> '{parent,ref,id}' WHERE kind = 'parent-company';
  DROP INDEX observation_parent;
  CREATE INDEX observation_parent ON observation (parent_number) WHERE kind = 'parent-company';
  CREATE FUNCTION observation_names_parent() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $fn$
    BEGIN
      NEW.parent_number := NEW.content #>> '{parent,ref,id}';
      RETURN NEW;
    END
  $fn$;
  CREATE TRIGGER observation_names_parent BEFORE INSERT ON observation
    FOR EACH ROW WHEN (NEW.kind = 'parent-company') EXECUTE FUNCTION observation_names_parent();
  `.execute(db);
  for (const [table, seen] of Object.entries(guarded))
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    CREATE POLICY of_suppliers_that_are_seen ON ${sql.table(table)} FOR SELECT TO tocsin_web, tocsin_national
      USING (${sql.raw(seen)});
    `.execute(db);
}
