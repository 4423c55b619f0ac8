import { sql, type Kysely } from 'kysely';

const tables = ['supplier_list', 'supplier_list_row', 'vendor'] as const;

/**
 * A council's list of suppliers out of its finance system: checked and given back within the hour. What stays is its own
 * number of each firm, and who that is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE supplier_list (
    id bigint PRIMARY KEY DEFAULT opaque_number(52),
    council text NOT NULL UNIQUE REFERENCES council ON UPDATE CASCADE, file_name text NOT NULL,
    headings jsonb NOT NULL, bank jsonb NOT NULL, has_vendors boolean NOT NULL, row_count int NOT NULL,
    uploaded_by text NOT NULL, uploaded_at timestamptz NOT NULL DEFAULT now(), checked_at timestamptz,
    UNIQUE (id, council));
  COMMENT ON TABLE supplier_list IS
    'The list of suppliers that a council has had checked last: deleted within the hour. Written by web, checked by ingest.';
  COMMENT ON COLUMN supplier_list.bank IS 'Headings of bank details, whose columns were taken out unread.';

  CREATE TABLE supplier_list_row (
    list_id bigint NOT NULL, council text NOT NULL REFERENCES council ON UPDATE CASCADE, row int NOT NULL,
    cells jsonb NOT NULL, vendor text, name text NOT NULL, printed_ref text, ref text, postcode text, kind text NOT NULL,
    outcome text NOT NULL, company_number text, reason text, same_as int, PRIMARY KEY (list_id, row, council),
    FOREIGN KEY (list_id, council) REFERENCES supplier_list (id, council) ON UPDATE CASCADE ON DELETE CASCADE);
  CREATE INDEX supplier_list_row_waiting ON supplier_list_row (list_id, row) WHERE outcome = 'waiting';
  COMMENT ON TABLE supplier_list_row IS
    'A row of that list as it came, and who it is: goes with its list. Written by web, told by ingest.';

  CREATE TABLE vendor (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, number text NOT NULL, name text NOT NULL,
    company_number text, outcome text NOT NULL, reason text, listed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (council, number));
  CREATE INDEX vendor_company ON vendor (council, company_number) WHERE company_number IS NOT NULL;
  COMMENT ON TABLE vendor IS
    'The number by which a council pays a firm, its name there, and which company that is; of people none. Written by ingest.';

  GRANT SELECT, INSERT (council, file_name, headings, bank, has_vendors, row_count, uploaded_by), DELETE
    ON supplier_list TO tocsin_web;
  GRANT SELECT, INSERT (list_id, council, row, cells, vendor, name, printed_ref, ref, postcode, kind, outcome)
    ON supplier_list_row TO tocsin_web;
  GRANT SELECT ON vendor TO tocsin_web;
  GRANT SELECT, INSERT, UPDATE, DELETE ON supplier_list, supplier_list_row, vendor TO tocsin_worker;
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
}
