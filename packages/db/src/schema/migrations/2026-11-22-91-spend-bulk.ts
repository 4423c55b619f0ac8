import { sql, type Kysely } from 'kysely';

/**
 * Payments arrive a file at a time: a file is loaded once (the key of spend_file), and its lines lie together, so that
 * the pages of a file are found by range. What a council paid is found by its files, what a supplier got by mention.
 * Three wide trees cost more than twice what the rows did. Archived bodies are packed before they are sent.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE payment DROP CONSTRAINT payment_pkey;
  DROP INDEX payment_mention;
  DROP INDEX payment_council;
  CREATE INDEX payment_mention ON payment (mention_id) WHERE mention_id IS NOT NULL;
  CREATE INDEX payment_document ON payment USING brin (document_id) WITH (pages_per_range = 16, autosummarize = on);

  ALTER TABLE document ADD COLUMN packing text NOT NULL DEFAULT 'none' CHECK (packing IN ('none', 'gzip'));
  COMMENT ON COLUMN document.packing IS 'How body holds the bytes as they were fetched, of which sha256 is taken: as they are, or gzipped.';
  `.execute(db);
}
