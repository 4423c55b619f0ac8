import { sql, type Kysely } from 'kysely';

const tables = ['spend_layout', 'own_spend_file', 'own_payee', 'own_payment'] as const;

/**
 * What a council hands in of its own spending, and what it does not publish of it: beside the payments of the public
 * record, never among them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE spend_layout (
    id bigint PRIMARY KEY DEFAULT opaque_number(52), council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    signature text NOT NULL, layout jsonb NOT NULL, said_by text NOT NULL, said_at timestamptz NOT NULL DEFAULT now());
  CREATE UNIQUE INDEX spend_layout_signature ON spend_layout (council, signature);
  COMMENT ON TABLE spend_layout IS
    'How a council’s spending files are read that no map in the code knows; the last word on a header counts. Written by web, ingest.';

  CREATE TABLE own_spend_file (
    id bigint PRIMARY KEY DEFAULT opaque_number(52), council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    file_name text NOT NULL, sha256 text NOT NULL, body bytea, page_url text, said jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'waits', 'taken', 'refused', 'undone')),
    uploaded_by text NOT NULL, uploaded_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz, reason text,
    series text, counts jsonb, first_paid_on date, last_paid_on date, covers datemultirange NOT NULL DEFAULT '{}',
    UNIQUE (id, council));
  CREATE INDEX own_spend_file_council ON own_spend_file (council, state, series);
  COMMENT ON TABLE own_spend_file IS
    'Spending files that a council handed in: looked at, waiting, taken, refused or undone. Written by web, ingest.';
  COMMENT ON COLUMN own_spend_file.page_url IS 'Where it is published, which makes its lines public; null = nowhere: they are the council’s own.';
  COMMENT ON COLUMN own_spend_file.body IS 'Until it is taken or dropped.';

  CREATE TABLE own_payee (
    id bigint PRIMARY KEY DEFAULT opaque_number(52), council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    file_id bigint NOT NULL, name text NOT NULL, printed_ref text, scheme text, ref text, postcode text,
    match_outcome text NOT NULL DEFAULT 'waiting', supplier_id bigint REFERENCES supplier, match_reason text,
    UNIQUE (id, council),
    FOREIGN KEY (file_id, council) REFERENCES own_spend_file (id, council) ON UPDATE CASCADE ON DELETE CASCADE);
  CREATE INDEX own_payee_file ON own_payee (file_id);
  CREATE INDEX own_payee_supplier ON own_payee (supplier_id) WHERE supplier_id IS NOT NULL;
  COMMENT ON TABLE own_payee IS 'Who was paid by an unpublished file, as printed, and which legal person that is. Written by ingest.';

  CREATE TABLE own_payment (
    file_id bigint NOT NULL, row int NOT NULL, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    payee_id bigint, payee text NOT NULL, paid_on date NOT NULL, dated text NOT NULL, amount_pence numeric(15, 0) NOT NULL,
    vat text NOT NULL, department text, purpose text, category text, transaction_ref text, counts boolean NOT NULL DEFAULT true,
    PRIMARY KEY (file_id, row),
    FOREIGN KEY (file_id, council) REFERENCES own_spend_file (id, council) ON UPDATE CASCADE ON DELETE CASCADE,
    FOREIGN KEY (payee_id, council) REFERENCES own_payee (id, council) ON UPDATE CASCADE);
  CREATE INDEX own_payment_payee ON own_payment (payee_id) WHERE payee_id IS NOT NULL;
  COMMENT ON TABLE own_payment IS 'Payments that a council has not published, for its own exposure alone. Written by ingest.';
  COMMENT ON COLUMN own_payment.counts IS 'False where a file that was handed in later says the same of that day.';

  GRANT SELECT, INSERT (council, file_name, sha256, body, page_url, said, uploaded_by),
    UPDATE (said, page_url, state, body, settled_at), DELETE ON own_spend_file TO tocsin_web;
  GRANT SELECT ON spend_layout, own_payee, own_payment TO tocsin_web;
  GRANT SELECT, INSERT, UPDATE, DELETE ON spend_layout, own_spend_file, own_payee, own_payment TO tocsin_worker;
  `.execute(db);
  for (const table of tables)
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY;
    CREATE POLICY council_of_the_signed_in_person ON ${sql.table(table)} TO tocsin_web
      USING (council = nullif(current_setting('app.council', true), ''))
      WITH CHECK (council = nullif(current_setting('app.council', true), ''));
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    `.execute(db);
  // Whom only its own payments name is a supplier for that council, and for nobody else.
  await sql`
  ALTER POLICY supplies_publicly_or_known_to_own_council ON supplier USING (supplies_publicly
    OR EXISTS (SELECT FROM register_line WHERE register_line.supplier_id = supplier.id AND
      register_line.council = nullif(current_setting('app.council', true), '') OFFSET 0)
    OR EXISTS (SELECT FROM own_payee WHERE own_payee.supplier_id = supplier.id AND
      own_payee.council = nullif(current_setting('app.council', true), '') OFFSET 0)
    OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = supplier.id AND
      alert.council = nullif(current_setting('app.council', true), '') OFFSET 0));
  `.execute(db);
}
