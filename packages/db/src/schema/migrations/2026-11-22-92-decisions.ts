import { sql, type Kysely } from 'kysely';

const privateTables = ['match_decision', 'register_draft'];
const plain = (column: string) => `upper(regexp_replace(btrim(${column}), '\\s+', ' ', 'g'))`;

/**
 * What people decide: who a printed name is, and what becomes of an uploaded register. A decision is private to its
 * council, with its note and the person's name. Of one about a printed name of the public record the worker, and nobody
 * else, passes on what every council may see: ids, a verdict and a reason of a fixed list. `shared_decision` has no
 * column for text, and a line of a council's own register cannot be its subject.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE match_decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council,
    mention_id bigint REFERENCES mention, printed_text text, undoes bigint REFERENCES match_decision, verdict text,
    company_number text, reason text, note text, by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(mention_id, printed_text) = 1), CHECK (num_nonnulls(undoes, verdict) = 1),
    CHECK ((verdict IS NULL) = (reason IS NULL)),
    CHECK ((coalesce(verdict, '') = 'company') = (company_number IS NOT NULL)));
  CREATE INDEX match_decision_mention ON match_decision (mention_id);
  CREATE INDEX match_decision_council ON match_decision (council, id DESC);
  COMMENT ON TABLE match_decision IS
    'Who a printed name is, as people of a council said: a log, undone by later entries. Written by web.';

  CREATE TABLE shared_decision (
    id bigint PRIMARY KEY REFERENCES match_decision, mention_id bigint NOT NULL REFERENCES mention,
    council text NOT NULL REFERENCES council, undoes bigint REFERENCES shared_decision, verdict text,
    company_number text, reason text, at timestamptz NOT NULL,
    CHECK (verdict IN ('company', 'none', 'public-body', 'charity', 'society', 'individual', 'other')),
    CHECK (reason IN ('papers', 'supplier', 'address', 'register', 'known')),
    CHECK (company_number ~ '^[A-Z0-9]{8}$'), CHECK (num_nonnulls(undoes, verdict) = 1));
  CREATE INDEX shared_decision_mention ON shared_decision (mention_id);
  COMMENT ON TABLE shared_decision IS
    'Decisions about printed names of the public record, for every council. No free text. Written by ingest alone.';

  CREATE TABLE register_draft (
    council text PRIMARY KEY REFERENCES council, file_name text NOT NULL, sha256 text NOT NULL, body bytea NOT NULL,
    columns jsonb, uploaded_by text NOT NULL, uploaded_at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE register_draft IS
    'The register that a council looks at before it saves it; one at a time. Written and deleted by web.';

  ALTER TABLE register_upload ADD COLUMN replaces bigint REFERENCES register_upload, ADD COLUMN columns jsonb,
    DROP CONSTRAINT register_upload_council_sha256_key;
  CREATE UNIQUE INDEX register_upload_in_force ON register_upload (council) WHERE undone_at IS NULL;
  COMMENT ON COLUMN register_upload.replaces IS 'The register that comes back when this one is undone.';
  COMMENT ON COLUMN register_upload.columns IS 'What the council said its headings mean; null where they spoke for themselves.';

  CREATE TABLE register_word (word text PRIMARY KEY, companies int NOT NULL);
  COMMENT ON TABLE register_word IS
    'How many registered companies bear a word, so that a misprint is told from a name. Written with register_company.';

  CREATE INDEX mention_plain_name ON mention (${sql.raw(plain('name'))});
  CREATE INDEX register_line_plain_name ON register_line (${sql.raw(plain('supplier_name'))});

  GRANT SELECT, INSERT ON match_decision TO tocsin_web, tocsin_worker;
  GRANT SELECT ON shared_decision, register_word TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT ON shared_decision TO tocsin_worker;
  GRANT INSERT, UPDATE, DELETE, TRUNCATE ON register_word TO tocsin_worker;
  GRANT SELECT, INSERT, UPDATE, DELETE ON register_draft TO tocsin_web, tocsin_worker;
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
