import { sql, type Kysely } from 'kysely';

/** The public record: councils, documents, what they say, suppliers, awards, payments. Readable by every service. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE EXTENSION IF NOT EXISTS pg_trgm;

  CREATE TABLE council (
    gss text PRIMARY KEY, name text NOT NULL, type text NOT NULL, region text,
    county_gss text, starts_on date, ends_on date, replaced_by text[] NOT NULL DEFAULT '{}',
    alt_names text[] NOT NULL DEFAULT '{}');
  COMMENT ON TABLE council IS 'English local authorities, current and abolished. Written by the councils loader.';

  CREATE TABLE source_state (
    source_id text PRIMARY KEY, cursor jsonb, last_started_at timestamptz, last_good_at timestamptz,
    last_error text, last_error_at timestamptz, note text);
  COMMENT ON TABLE source_state IS 'Where each source stands. Written by ingest, with what the cursor produced.';

  CREATE TABLE source_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source_id text NOT NULL, trigger text NOT NULL,
    started_at timestamptz NOT NULL, finished_at timestamptz, outcome text NOT NULL DEFAULT 'running',
    report jsonb, error text);
  CREATE INDEX source_run_latest ON source_run (source_id, id DESC);
  COMMENT ON TABLE source_run IS 'One run of one source with its counts. Written by ingest.';

  CREATE TABLE document (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source_id text NOT NULL, sha256 text NOT NULL,
    url text NOT NULL, content_type text, retrieved_at timestamptz NOT NULL, body bytea NOT NULL,
    UNIQUE (source_id, sha256, url));
  COMMENT ON TABLE document IS 'The archive: every fetched response, byte for byte. Written by ingest before parsing.';

  CREATE TABLE supplier (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, status text, postcode text,
    previous_names text[] NOT NULL DEFAULT '{}', watched boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX supplier_name ON supplier USING gin (name gin_trgm_ops);
  COMMENT ON TABLE supplier IS 'Resolved legal persons. Written by ingest (match) as identifiers are met.';

  CREATE TABLE supplier_ref (
    scheme text NOT NULL, ref text NOT NULL, supplier_id bigint NOT NULL REFERENCES supplier,
    PRIMARY KEY (scheme, ref));
  CREATE INDEX supplier_ref_supplier ON supplier_ref (supplier_id);
  COMMENT ON TABLE supplier_ref IS 'The identifiers of a supplier (GB-COH, GB-CHC). Written with supplier.';

  CREATE TABLE mention (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, printed_ref text, scheme text, ref text,
    postcode text, outcome text NOT NULL DEFAULT 'waiting', supplier_id bigint REFERENCES supplier,
    reason text, score int, candidates text[] NOT NULL DEFAULT '{}', decided_by text, decided_at timestamptz);
  CREATE UNIQUE INDEX mention_text ON mention (name, coalesce(printed_ref, ''), coalesce(postcode, ''));
  CREATE INDEX mention_supplier ON mention (supplier_id);
  COMMENT ON TABLE mention IS 'Suppliers as printed. Written by ingest; outcome by match, or by a person.';

  CREATE TABLE observation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source_id text NOT NULL, ref text NOT NULL,
    version text NOT NULL, kind text NOT NULL, occurred_on date NOT NULL, published_at timestamptz NOT NULL,
    observed_at timestamptz NOT NULL, document_id bigint NOT NULL REFERENCES document,
    mention_id bigint REFERENCES mention, url text NOT NULL, quote text, content jsonb NOT NULL,
    UNIQUE (source_id, ref, version));
  CREATE INDEX observation_mention ON observation (mention_id, published_at);
  COMMENT ON TABLE observation IS 'One thing one document says, with its three times. Written by ingest, never changed.';

  CREATE TABLE look (
    mention_id bigint NOT NULL REFERENCES mention, topic text NOT NULL, source_id text NOT NULL,
    first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, PRIMARY KEY (mention_id, topic, source_id));
  COMMENT ON TABLE look IS 'When a topic of a supplier was last covered completely. Written by ingest.';

  CREATE TABLE award (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ocid text NOT NULL, award_id text NOT NULL,
    source_id text NOT NULL, title text, value_pence numeric(15,0), vat text, gross_pence numeric(15,0),
    awarded_on date, starts_on date, ends_on date, agreement text NOT NULL, status text, cpv text,
    regime text NOT NULL, url text NOT NULL, published_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
    UNIQUE (ocid, award_id));
  COMMENT ON TABLE award IS 'Releases of one award folded into its latest state. Public; written by ingest.';

  CREATE TABLE award_buyer (
    award_id bigint NOT NULL REFERENCES award ON DELETE CASCADE, name text NOT NULL,
    council text REFERENCES council, PRIMARY KEY (award_id, name));
  CREATE INDEX award_buyer_council ON award_buyer (council);
  COMMENT ON TABLE award_buyer IS 'Buyers of an award; council is null for a buyer that is not an English council.';

  CREATE TABLE award_supplier (
    award_id bigint NOT NULL REFERENCES award ON DELETE CASCADE, mention_id bigint NOT NULL REFERENCES mention,
    PRIMARY KEY (award_id, mention_id));
  CREATE INDEX award_supplier_mention ON award_supplier (mention_id);
  COMMENT ON TABLE award_supplier IS 'Suppliers of an award, as printed.';

  CREATE TABLE payment (
    document_id bigint NOT NULL REFERENCES document, row int NOT NULL, council text NOT NULL REFERENCES council,
    mention_id bigint REFERENCES mention, paid_on date NOT NULL, amount_pence numeric(15,0) NOT NULL,
    vat text NOT NULL, department text, purpose text, category text, transaction_ref text,
    PRIMARY KEY (document_id, row));
  CREATE INDEX payment_mention ON payment (mention_id, council, paid_on);
  CREATE INDEX payment_council ON payment (council, paid_on);
  COMMENT ON TABLE payment IS 'Lines of published council spending. Public; written by ingest in bulk.';

  CREATE TABLE setting (key text PRIMARY KEY, value jsonb NOT NULL);
  COMMENT ON TABLE setting IS 'Facts about this installation (sample loaded, period). Written by the command line.';
  `.execute(db);
}
