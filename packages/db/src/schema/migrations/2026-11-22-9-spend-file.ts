import { sql, type Kysely } from 'kysely';

/** What a line of spending says of its payee and its day, and which files the lines came from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE payment ADD COLUMN payee text NOT NULL DEFAULT 'named', ADD COLUMN dated text NOT NULL DEFAULT 'day';
  COMMENT ON COLUMN payment.payee IS 'named, individual, redacted or unnamed; only the named have a mention.';
  COMMENT ON COLUMN payment.dated IS 'What was printed: day, month or quarter (its last day is stored), or file (only its name tells).';

  CREATE TABLE spend_file (
    document_id bigint PRIMARY KEY REFERENCES document, council text NOT NULL REFERENCES council,
    series text NOT NULL, records int NOT NULL, payments int NOT NULL, redacted int NOT NULL, refused int NOT NULL,
    first_paid_on date, last_paid_on date, loaded_at timestamptz NOT NULL DEFAULT now(),
    replaced_by bigint REFERENCES document);
  CREATE INDEX spend_file_council ON spend_file (council, series, last_paid_on);
  COMMENT ON TABLE spend_file IS 'Files of council spending that were read, and what replaced them. Public; written with payment.';
  GRANT SELECT ON spend_file TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE ON spend_file TO tocsin_worker;
  `.execute(db);
}
