import { sql, type Kysely } from 'kysely';

/** What people allocate of a split council, that council and those that take its place may read and write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DROP POLICY council_of_the_signed_in_person ON allocation;
  CREATE POLICY council_of_the_signed_in_person ON allocation TO tocsin_web
    USING (nullif(current_setting('app.council', true), '') = council
      OR nullif(current_setting('app.council', true), '')
        = ANY ((SELECT replaced_by FROM council AS split WHERE split.gss = allocation.council)::text[]))
    WITH CHECK (nullif(current_setting('app.council', true), '') = council
      OR nullif(current_setting('app.council', true), '')
        = ANY ((SELECT replaced_by FROM council AS split WHERE split.gss = allocation.council)::text[]));
  `.execute(db);
}
