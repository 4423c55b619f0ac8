import { sql, type Kysely } from 'kysely';

/**
 * Every adverse fact has an end: assessments keep the proceedings that are over, an alert may be told in one mail with
 * others, and a council may know a later hearing of a petition, which is its own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE assessment ADD COLUMN endings jsonb NOT NULL DEFAULT '[]';
  COMMENT ON COLUMN assessment.endings IS 'Proceedings that are over, or whose outcome was never published.';

  ALTER TABLE alert ADD COLUMN told_with bigint REFERENCES alert;
  COMMENT ON COLUMN alert.told_with IS 'The alert in whose mail this one was told; null = in mails of its own.';
  CREATE INDEX alert_told_with ON alert (told_with) WHERE told_with IS NOT NULL;

  CREATE TABLE adjournment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    supplier_id bigint NOT NULL REFERENCES supplier, cause text NOT NULL, hearing_on date NOT NULL,
    evidence text NOT NULL, by_whom text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX adjournment_supplier ON adjournment (supplier_id);
  COMMENT ON TABLE adjournment IS
    'A later hearing of a petition that one council knows of, with its evidence. It changes no score and is told to nobody else. Written by web.';
  ALTER TABLE adjournment ENABLE ROW LEVEL SECURITY;
  ALTER TABLE adjournment FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON adjournment TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON adjournment TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON adjournment TO tocsin_worker;
  GRANT SELECT, INSERT ON adjournment TO tocsin_web;
  `.execute(db);
}
