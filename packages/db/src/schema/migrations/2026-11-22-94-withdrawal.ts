import { sql, type Kysely } from 'kysely';

/** What publishers take back. What was said stays as it was recorded; whether it still stands is asked of this table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE withdrawal (
    source_id text NOT NULL, ref text NOT NULL, version text NOT NULL, published_at timestamptz NOT NULL,
    observed_at timestamptz NOT NULL, document_id bigint NOT NULL REFERENCES document, url text NOT NULL,
    PRIMARY KEY (source_id, ref, version));
  COMMENT ON TABLE withdrawal IS
    'Observations that their publisher took back: all of a ref (ending in /: all below it) up to a version. Written by ingest.';
  GRANT SELECT ON withdrawal TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT ON withdrawal TO tocsin_worker;
  `.execute(db);
}
