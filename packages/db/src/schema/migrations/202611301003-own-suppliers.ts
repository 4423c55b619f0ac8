import { sql, type Kysely } from 'kysely';

/** Sources that ask only about whom we watch, and the canary's, of whose suppliers nobody else is to see anything. */
const asked = `source_id IN ('companies-house-company', 'companies-house-stream', 'accounts-packs', 'canary')`;

/** What they say bears first under what it is kept for the suppliers of a number. */
const ofAsked = (table: string) => `EXISTS (SELECT FROM supplier_ref
  WHERE supplier_ref.scheme = 'GB-COH' AND supplier_ref.kept_as = split_part(${table}.ref, '/', 1))`;

const own = (table: string) => `${table}.council = nullif(current_setting('app.council', true), '')`;
const isSeen = 'EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id OFFSET 0)';

const troubled = `coalesce(substring(item FROM '^company/([^/]+)'), substring(item FROM '#company=([^&]+)'))`;

const day = (instant: string) => `(${instant} AT TIME ZONE 'Europe/London')::date`;
const assessed = day('assessment.assessed_at');

/**
 * Whoever comes to know a number by papers of her own, after others had followed it, was shown what had been read for them.
 * For her it is a supplier of its own from then on, which bears the number too, and of which only is kept what is read
 * since. A supplier is known to a council while its papers in force name it, and no longer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE supplier_ref DROP CONSTRAINT supplier_ref_pkey, ADD PRIMARY KEY (scheme, ref, supplier_id),
    ADD COLUMN since timestamptz,
    ADD COLUMN kept_as text GENERATED ALWAYS AS (CASE WHEN since IS NULL THEN ref ELSE ref || '~' || supplier_id END) STORED;
  CREATE UNIQUE INDEX supplier_ref_of_all ON supplier_ref (scheme, ref) WHERE since IS NULL;
  CREATE UNIQUE INDEX supplier_ref_kept_as ON supplier_ref (kept_as, scheme);
  COMMENT ON COLUMN supplier_ref.since IS
    'Of a supplier of one council''s own: when its papers came to name the number, which others had followed before; null of the one for everybody.';
  COMMENT ON COLUMN supplier_ref.kept_as IS 'Under what is kept what the register says of it.';

  ALTER POLICY supplies_publicly_or_known_to_own_council ON supplier USING (supplies_publicly
    OR EXISTS (SELECT FROM register_line JOIN register_upload ON register_upload.id = upload_id
      WHERE register_line.supplier_id = supplier.id AND ${sql.raw(own('register_line'))}
        AND (undone_at IS NULL OR waits) OFFSET 0)
    OR EXISTS (SELECT FROM own_payee JOIN own_spend_file ON own_spend_file.id = file_id
      WHERE own_payee.supplier_id = supplier.id AND ${sql.raw(own('own_payee'))} AND state IN ('waits', 'taken') OFFSET 0)
    OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = supplier.id AND ${sql.raw(own('alert'))} OFFSET 0));
  ALTER POLICY of_suppliers_that_are_seen ON observation USING (NOT (${sql.raw(asked)}) OR ${sql.raw(ofAsked('observation'))});
  ALTER POLICY of_suppliers_that_are_seen ON withdrawal USING (NOT (${sql.raw(asked)}) OR ${sql.raw(ofAsked('withdrawal'))});
  ALTER POLICY of_suppliers_that_are_seen ON source_trouble USING (${sql.raw(troubled)} IS NULL OR EXISTS (
    SELECT FROM supplier_ref WHERE scheme = 'GB-COH' AND supplier_ref.ref = ${sql.raw(troubled)}
      AND (since IS NULL OR since <= source_trouble.first_at)));
  ALTER POLICY of_suppliers_since_they_are_known ON assessment USING (
    EXISTS (SELECT FROM supplier WHERE supplier.id = supplier_id AND supplies_publicly
      AND (public_since IS NULL OR ${sql.raw(day('public_since'))} <= ${sql.raw(assessed)}) OFFSET 0)
    OR ${sql.raw(isSeen)} AND (
      EXISTS (SELECT FROM register_line JOIN register_upload ON register_upload.id = upload_id
        WHERE register_line.supplier_id = assessment.supplier_id AND ${sql.raw(own('register_line'))}
          AND ${sql.raw(day('uploaded_at'))} <= ${sql.raw(assessed)} OFFSET 0)
      OR EXISTS (SELECT FROM own_payee JOIN own_spend_file ON own_spend_file.id = file_id
        WHERE own_payee.supplier_id = assessment.supplier_id AND ${sql.raw(own('own_payee'))}
          AND ${sql.raw(day('uploaded_at'))} <= ${sql.raw(assessed)} OFFSET 0))
    OR EXISTS (SELECT FROM alert WHERE alert.assessment_id = assessment.id AND ${sql.raw(own('alert'))} OFFSET 0)
    OR EXISTS (SELECT FROM alert WHERE alert.supplier_id = assessment.supplier_id AND ${sql.raw(own('alert'))}
      AND ${sql.raw(day('raised_at'))} <= ${sql.raw(assessed)} OFFSET 0));
  CREATE INDEX alert_assessment ON alert (assessment_id);
  `.execute(db);
}
