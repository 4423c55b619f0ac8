import { sql, type Kysely } from 'kysely';

/** How fast a council pays is a risk to its suppliers: that it has published it is said on its own page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE payments_notice (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, notice_id text NOT NULL, published_at timestamptz NOT NULL,
    url text NOT NULL, PRIMARY KEY (council, notice_id));
  COMMENT ON TABLE payments_notice IS 'Payments compliance notices (UK17) of councils. Public; written by ingest.';
  REVOKE ALL ON payments_notice FROM tocsin_web, tocsin_national, tocsin_worker;
  GRANT SELECT ON payments_notice TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE ON payments_notice TO tocsin_worker;
  `.execute(db);
}
