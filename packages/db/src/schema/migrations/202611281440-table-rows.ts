import { sql, type Kysely } from 'kysely';

/**
 * Lists that their publisher issues again and again as a whole: what each row read last, so that the next edition is
 * compared with it. One pair of tables for all such sources.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE table_edition (
    source_id text NOT NULL, version text NOT NULL, issued text NOT NULL, document_id bigint NOT NULL REFERENCES document,
    rows int NOT NULL, changed int NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source_id, version));
  COMMENT ON TABLE table_edition IS
    'Editions of lists that were compared with the one before; issued is the publisher''s date, version tells apart two of one date. Written by ingest.';

  CREATE TABLE table_row (
    source_id text NOT NULL, row_id text NOT NULL, hash bytea NOT NULL, "row" json NOT NULL,
    PRIMARY KEY (source_id, row_id));
  COMMENT ON TABLE table_row IS
    'The rows of the latest edition of each list, with the SHA-256 of what is kept of them. Written with table_edition.';

  GRANT SELECT ON table_edition, table_row TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT ON table_edition TO tocsin_worker;
  GRANT INSERT, UPDATE, DELETE ON table_row TO tocsin_worker;
  `.execute(db);
}
