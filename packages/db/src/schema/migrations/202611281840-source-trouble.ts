import { sql, type Kysely } from 'kysely';

/** What a source could not have, item by item, so that one odd answer stops nothing and nothing is forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE source_trouble (
    source_id text NOT NULL, item text NOT NULL, reason text NOT NULL, hides boolean NOT NULL, tries int NOT NULL,
    first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, next_at timestamptz, settled_at timestamptz,
    PRIMARY KEY (source_id, item));
  CREATE INDEX source_trouble_due ON source_trouble (source_id, next_at) WHERE settled_at IS NULL;
  COMMENT ON TABLE source_trouble IS
    'Items that a source could not have or read, each with its own later try; next_at is null once it is left to a person, settled_at is set when it was read after all. Written by ingest; the command line asks for a try at once.';
  COMMENT ON COLUMN source_trouble.hides IS 'True for a list or a span of time: nobody knows what is in it.';

  GRANT SELECT ON source_trouble TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE, DELETE ON source_trouble TO tocsin_worker;
  `.execute(db);
}
