import { sql, type Kysely } from 'kysely';

/**
 * What people do with an alert has words of its own kind: `said`, in the place of one note. A form that is sent twice is
 * one deed. Whoever is given an alert is told by a letter to one address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE alert_action ADD COLUMN said jsonb, ADD COLUMN form text, ADD COLUMN told_at timestamptz,
    ADD UNIQUE (id, council);
  CREATE UNIQUE INDEX alert_action_form ON alert_action (alert_id, form, council) WHERE form IS NOT NULL;
  CREATE INDEX alert_action_to_tell ON alert_action (id) WHERE action = 'assign' AND said IS NOT NULL AND told_at IS NULL;
  COMMENT ON TABLE alert_action IS
    'What people of a council did with an alert, added only: how it stands is folded from these rows. It leaves the council in nothing. Written by web; told_at by notifier.';
  COMMENT ON COLUMN alert_action.said IS 'What belongs to the deed; null in rows from before, which have a note at most.';
  COMMENT ON COLUMN alert_action.form IS 'Of the form by which it was sent, so that one that is sent twice is one deed.';
  COMMENT ON COLUMN alert_action.told_at IS 'When those were told whom an assignment concerns.';

  ALTER TABLE alert ADD COLUMN snoozed_until date;
  COMMENT ON COLUMN alert.snoozed_until IS 'It is out of the inbox before that day. As status and owner: how its deeds leave it.';

  ALTER TABLE letter DROP CONSTRAINT letter_kind_check, DROP CONSTRAINT letter_to_one,
    ADD CONSTRAINT letter_kind_check CHECK (kind IN ('opening', 'catch-up', 'digest', 'assigned')),
    ADD CONSTRAINT letter_to_one
      CHECK (num_nonnulls(channel, address, due_at) = CASE WHEN kind IN ('digest', 'assigned') THEN 3 ELSE 0 END),
    ADD COLUMN deed_id bigint,
    ADD CONSTRAINT letter_deed_id_fkey FOREIGN KEY (deed_id, council) REFERENCES alert_action (id, council) ON UPDATE CASCADE,
    ADD CONSTRAINT letter_of_deed CHECK ((kind = 'assigned') = (deed_id IS NOT NULL));
  CREATE UNIQUE INDEX letter_deed ON letter (deed_id, channel, address) WHERE deed_id IS NOT NULL;
  COMMENT ON COLUMN letter.deed_id IS 'The deed by which an alert was given to somebody.';

  GRANT INSERT (said, form) ON alert_action TO tocsin_web;
  GRANT UPDATE (snoozed_until) ON alert TO tocsin_web;
  REVOKE UPDATE ON alert_action FROM tocsin_worker;
  GRANT UPDATE (told_at) ON alert_action TO tocsin_worker;
  `.execute(db);
}
