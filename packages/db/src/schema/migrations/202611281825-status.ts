import { sql, type Kysely } from 'kysely';

/**
 * What a publisher answered with decides what its answer means, so it is archived with it; and what was answered when
 * somebody looked is kept beside the complete looks. Documents from before count as 200, but for the errors of the
 * register of companies that told a 404 by their body.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE document ADD COLUMN status smallint NOT NULL DEFAULT 200;
  COMMENT ON COLUMN document.status IS 'The HTTP status of the answer; 200 for a file that was handed in.';
  UPDATE document SET status = 404 WHERE source_id IN ('companies-house-company', 'companies-house-stream')
    AND octet_length(body) < 500 AND packing = 'none'
    AND position('"errors"'::bytea IN body) > 0 AND position('-not-found"'::bytea IN body) > 0;

  CREATE TABLE look_answer (
    mention_id bigint NOT NULL REFERENCES mention, topic text NOT NULL, source_id text NOT NULL, answer text NOT NULL,
    first_at timestamptz NOT NULL, last_at timestamptz NOT NULL,
    PRIMARY KEY (mention_id, topic, source_id, answer));
  COMMENT ON TABLE look_answer IS
    'What was answered when a topic of a supplier was asked for: found, empty, none (complete looks, in look too), in-part, not-held, gone. Written by ingest.';

  GRANT SELECT ON look_answer TO tocsin_web, tocsin_national, tocsin_worker;
  GRANT INSERT, UPDATE ON look_answer TO tocsin_worker;
  `.execute(db);
}
