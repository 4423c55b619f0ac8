import { sql, type Kysely } from 'kysely';

/**
 * Payments are written by COPY alone, in the transaction that has just made or found their document, council and
 * mentions. Asking three tables again for each of millions of rows made loading several times slower.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE payment DROP CONSTRAINT payment_document_id_fkey, DROP CONSTRAINT payment_council_fkey,
    DROP CONSTRAINT payment_mention_id_fkey;
  `.execute(db);
}
