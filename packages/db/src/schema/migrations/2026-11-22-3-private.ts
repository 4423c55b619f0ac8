import { sql, type Kysely } from 'kysely';

/** What belongs to one council. Every table here gets row-level security in the roles migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE register_upload (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council,
    file_name text NOT NULL, sha256 text NOT NULL, line_count int NOT NULL, uploaded_by text NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now(), matched_at timestamptz, undone_at timestamptz,
    UNIQUE (council, sha256));
  COMMENT ON TABLE register_upload IS 'A council''s own contract register as handed in. Written by web and the command line.';

  CREATE TABLE register_line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, upload_id bigint NOT NULL REFERENCES register_upload ON DELETE CASCADE,
    council text NOT NULL REFERENCES council, row int NOT NULL, supplier_name text NOT NULL, printed_ref text,
    scheme text, ref text, supplier_id bigint REFERENCES supplier, match_outcome text NOT NULL DEFAULT 'waiting',
    match_reason text, title text NOT NULL, value_pence numeric(15,0), vat text NOT NULL DEFAULT 'unknown',
    starts_on date, ends_on date, criticality text NOT NULL DEFAULT 'unknown', owner text, service text,
    regime text NOT NULL DEFAULT 'unknown', details jsonb NOT NULL DEFAULT '{}', UNIQUE (upload_id, row));
  CREATE INDEX register_line_supplier ON register_line (supplier_id);
  CREATE INDEX register_line_council ON register_line (council);
  COMMENT ON TABLE register_line IS 'One contract of a council''s own register. Written with its upload; match by ingest.';

  CREATE TABLE recipient (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council,
    address text NOT NULL, role text NOT NULL, channel text NOT NULL DEFAULT 'smtp', levels text[] NOT NULL,
    active boolean NOT NULL DEFAULT true, UNIQUE (council, channel, address));
  COMMENT ON TABLE recipient IS 'Who is told at a council. Written by setup and the settings page.';

  CREATE TABLE alert (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council,
    supplier_id bigint NOT NULL REFERENCES supplier, assessment_id bigint NOT NULL REFERENCES assessment,
    cause text NOT NULL, kind text NOT NULL, title text NOT NULL, from_band text, to_band text NOT NULL,
    status text NOT NULL DEFAULT 'raised', owner text, as_of date NOT NULL, exposure jsonb NOT NULL,
    replayed boolean NOT NULL DEFAULT false, raised_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (council, supplier_id, cause));
  CREATE INDEX alert_inbox ON alert (council, raised_at DESC);
  COMMENT ON TABLE alert IS 'A reason for one council to look. Raised by notifier; status by web.';

  CREATE TABLE alert_action (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, alert_id bigint NOT NULL REFERENCES alert,
    council text NOT NULL REFERENCES council, action text NOT NULL, by_whom text NOT NULL, note text,
    at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX alert_action_alert ON alert_action (alert_id);
  COMMENT ON TABLE alert_action IS 'What people did with an alert. Written by web.';

  CREATE TABLE delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, alert_id bigint NOT NULL REFERENCES alert,
    council text NOT NULL REFERENCES council, channel text NOT NULL, recipient text NOT NULL,
    status text NOT NULL DEFAULT 'created', tries int NOT NULL DEFAULT 0, last_error text,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (alert_id, channel, recipient));
  COMMENT ON TABLE delivery IS 'One message to one person. Written by notifier.';
  `.execute(db);
}
