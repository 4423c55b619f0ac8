import { sql, type Kysely } from 'kysely';

const privateTables = [
  'register_upload',
  'register_line',
  'recipient',
  'alert',
  'alert_action',
  'delivery',
  'audit',
];

/**
 * The three roles and row-level security. `tocsin_web` sees the council of the signed-in person (`app.council`, set in
 * the transaction); `tocsin_worker` works for all councils; `tocsin_national` sees no private row at all.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DO $$
  DECLARE role text;
  BEGIN
    -- Roles belong to the cluster: another database of it may be making them at this moment.
    PERFORM pg_advisory_xact_lock(hashtext('tocsin roles'));
    FOREACH role IN ARRAY ARRAY['tocsin_web', 'tocsin_worker', 'tocsin_national'] LOOP
      BEGIN
        EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', role);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
      EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE', role);
    END LOOP;
  END $$;
  GRANT USAGE ON SCHEMA public TO tocsin_web, tocsin_worker, tocsin_national;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tocsin_worker;
  REVOKE UPDATE, DELETE ON audit, observation, document FROM tocsin_worker;
  GRANT SELECT ON council, source_state, source_run, document, supplier, supplier_ref, mention, observation, look,
    award, award_buyer, award_supplier, payment, setting, fact_set, assessment, current_assessment
    TO tocsin_web, tocsin_national;
  GRANT SELECT ON national_private TO tocsin_national;
  GRANT SELECT, INSERT, UPDATE ON outbox TO tocsin_web;
  GRANT SELECT, INSERT, UPDATE ON register_upload, register_line, recipient TO tocsin_web;
  GRANT SELECT ON alert, delivery TO tocsin_web;
  GRANT UPDATE (status, owner) ON alert TO tocsin_web;
  GRANT SELECT, INSERT ON alert_action, audit TO tocsin_web;
  `.execute(db);
  for (const table of privateTables) {
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY;
    CREATE POLICY council_of_the_signed_in_person ON ${sql.table(table)} TO tocsin_web
      USING (council = nullif(current_setting('app.council', true), ''))
      WITH CHECK (council = nullif(current_setting('app.council', true), ''));
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    `.execute(db);
  }
}
