import { sql, type Kysely } from 'kysely';

/**
 * What a council is told in one letter instead of singly: how its suppliers stood when Tocsin began to listen for it
 * (the opening report, one a council, ever), and what became known late. Councils that have handed in a register or
 * whose spending was read before have been told singly so far: their first day is over.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE document ADD COLUMN run_id bigint REFERENCES source_run;
  COMMENT ON COLUMN document.run_id IS 'The run on schedule that brought it first; null = somebody handed it in.';

  CREATE TABLE letter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    kind text NOT NULL CHECK (kind IN ('opening', 'catch-up')), begun_at timestamptz NOT NULL DEFAULT now(),
    last_document bigint NOT NULL DEFAULT 0, silent boolean NOT NULL DEFAULT false,
    sent_at timestamptz, said jsonb);
  CREATE UNIQUE INDEX letter_opening ON letter (council) WHERE kind = 'opening';
  CREATE UNIQUE INDEX letter_gathering ON letter (council) WHERE kind = 'catch-up' AND sent_at IS NULL;
  COMMENT ON TABLE letter IS
    'What one council is told together: its opening report, and what became known late. Begun by web or whoever records a register or spending, gathered and sent by notifier.';
  COMMENT ON COLUMN letter.last_document IS 'The newest document when it was begun: what older ones say stood by then.';
  COMMENT ON COLUMN letter.silent IS 'Nobody was sent it: the council had been told singly before there were letters.';
  COMMENT ON COLUMN letter.said IS 'The opening report as it was sent.';
  INSERT INTO letter (council, kind, silent, sent_at)
    SELECT council, 'opening', true, now()
    FROM (SELECT council FROM register_upload UNION SELECT council FROM spend_file) AS known;
  ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
  ALTER TABLE letter FORCE ROW LEVEL SECURITY;
  CREATE POLICY council_of_the_signed_in_person ON letter TO tocsin_web
    USING (council = nullif(current_setting('app.council', true), ''))
    WITH CHECK (council = nullif(current_setting('app.council', true), ''));
  CREATE POLICY worker_serves_all_councils ON letter TO tocsin_worker USING (true) WITH CHECK (true);
  GRANT SELECT, INSERT, UPDATE ON letter TO tocsin_worker;
  GRANT SELECT, INSERT ON letter TO tocsin_web;

  ALTER TABLE alert ADD COLUMN letter_id bigint REFERENCES letter;
  COMMENT ON COLUMN alert.letter_id IS 'The letter in which it is told; null = in mails of its own.';
  CREATE INDEX alert_letter ON alert (letter_id) WHERE letter_id IS NOT NULL;
  ALTER TABLE delivery ALTER COLUMN alert_id DROP NOT NULL, ADD COLUMN letter_id bigint REFERENCES letter,
    ADD CONSTRAINT delivery_of_one CHECK (num_nonnulls(alert_id, letter_id) = 1);
  CREATE UNIQUE INDEX delivery_letter ON delivery (letter_id, channel, recipient);
  `.execute(db);
}
