import { sql, type Kysely } from 'kysely';

/**
 * The worker takes the sample out again. What publishers said it may never delete: of that the owner's function forgets
 * exactly the documents that the setting `sample-documents` lists by their hashes, which the sample writes as it loads.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`GRANT DELETE ON look_answer, council_coverage, adjournment TO tocsin_worker`.execute(db);
  await sql`
    CREATE FUNCTION sample_forget_documents() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = public, pg_temp AS $fn$
    DECLARE
      forgotten bigint[];
    BEGIN
      SELECT array_agg(document.id) INTO forgotten FROM setting
        CROSS JOIN jsonb_array_elements_text(value) AS hash JOIN document ON sha256 = hash
        WHERE key = 'sample-documents';
      DELETE FROM withdrawal WHERE document_id = ANY (forgotten);
      DELETE FROM observation WHERE document_id = ANY (forgotten);
      DELETE FROM document WHERE id = ANY (forgotten);
    END
    $fn$`.execute(db);
  await sql`REVOKE ALL ON FUNCTION sample_forget_documents FROM PUBLIC`.execute(db);
  await sql`GRANT EXECUTE ON FUNCTION sample_forget_documents TO tocsin_worker`.execute(db);
}
