import { sql, type Kysely } from 'kysely';

const day = (instant: string) => `(${instant} AT TIME ZONE 'Europe/London')::date`;
const assessed = day('assessment.assessed_at');
const ofOwnCouncil = (table: string) => `${table}.council = nullif(current_setting('app.council', true), '')`;

const published = `EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id AND supplies_publicly
  AND (public_since IS NULL OR ${day('public_since')} <= ${assessed}) OFFSET 0)`;

/**
 * How a company stood on days before it became known to somebody tells her that others followed it then: to everybody it
 * becomes known when a contract or payment names it, to a council when its own papers do or it is told of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE supplier ADD COLUMN public_since timestamptz;
  COMMENT ON COLUMN supplier.public_since IS
    'When a published contract or payment first named it; null where nobody knows, or none does yet. Written by ingest.';
  ALTER POLICY of_suppliers_that_are_seen ON assessment TO tocsin_national USING (${sql.raw(published)});
  CREATE POLICY of_suppliers_since_they_are_known ON assessment FOR SELECT TO tocsin_web USING (${sql.raw(published)}
    OR EXISTS (SELECT FROM register_line JOIN register_upload ON register_upload.id = upload_id
      WHERE register_line.supplier_id = assessment.supplier_id AND ${sql.raw(ofOwnCouncil('register_line'))}
        AND ${sql.raw(day('uploaded_at'))} <= ${sql.raw(assessed)} OFFSET 0)
    OR EXISTS (SELECT FROM own_payee JOIN own_spend_file ON own_spend_file.id = file_id
      WHERE own_payee.supplier_id = assessment.supplier_id AND ${sql.raw(ofOwnCouncil('own_payee'))}
        AND ${sql.raw(day('uploaded_at'))} <= ${sql.raw(assessed)} OFFSET 0)
    OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = assessment.supplier_id AND ${sql.raw(ofOwnCouncil('alert'))}
      AND (alert.assessment_id = assessment.id OR ${sql.raw(day('raised_at'))} <= ${sql.raw(assessed)}) OFFSET 0));
  `.execute(db);
}
