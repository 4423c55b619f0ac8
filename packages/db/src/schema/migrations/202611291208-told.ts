import { sql, type Kysely } from 'kysely';

const tables = ['telling_rule', 'responsible', 'subscription', 'telling'] as const;

/**
 * Who of a council is told, how and why: what the council and each of its people have chosen, and of each alert everybody
 * who is told with the reason. A digest is a letter to one address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE telling_rule (
    council text PRIMARY KEY REFERENCES council ON UPDATE CASCADE, lines jsonb NOT NULL DEFAULT '{}', inbox text,
    head_of_procurement bigint,
    FOREIGN KEY (head_of_procurement, council) REFERENCES membership (person_id, council) ON UPDATE CASCADE);
  COMMENT ON TABLE telling_rule IS
    'The lines from which a council is told how, where it has set its own; its shared inbox and head of procurement. Written by web.';

  CREATE TABLE responsible (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, of text NOT NULL CHECK (of IN ('owner', 'service')),
    printed text NOT NULL, person_id bigint NOT NULL, PRIMARY KEY (council, of, printed),
    FOREIGN KEY (person_id, council) REFERENCES membership (person_id, council) ON UPDATE CASCADE);
  COMMENT ON TABLE responsible IS
    'Who is meant by what contracts print as owner, and who answers for a service. Written by web.';

  CREATE TABLE subscription (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, person_id bigint NOT NULL, chosen jsonb NOT NULL,
    PRIMARY KEY (council, person_id),
    FOREIGN KEY (person_id, council) REFERENCES membership (person_id, council) ON UPDATE CASCADE);
  COMMENT ON TABLE subscription IS
    'What a person of a council wants to be told of, and how; by her role where there is none. Written by web.';

  CREATE TABLE telling (
    alert_id bigint NOT NULL, council text NOT NULL REFERENCES council ON UPDATE CASCADE, channel text NOT NULL,
    address text NOT NULL, person_id bigint REFERENCES person,
    how text NOT NULL CHECK (how IN ('at-once', 'after-quiet-hours', 'digest')), due_at timestamptz NOT NULL,
    reason jsonb NOT NULL, letter_id bigint, PRIMARY KEY (alert_id, channel, address, council),
    FOREIGN KEY (alert_id, council) REFERENCES alert (id, council) ON UPDATE CASCADE ON DELETE CASCADE,
    FOREIGN KEY (letter_id, council) REFERENCES letter (id, council) ON UPDATE CASCADE);
  CREATE INDEX telling_digest ON telling (due_at) WHERE how = 'digest' AND letter_id IS NULL;
  CREATE INDEX telling_letter ON telling (letter_id) WHERE letter_id IS NOT NULL;
  COMMENT ON TABLE telling IS
    'Who is told of an alert, how, when and why. Written by notifier, which sends what is due.';
  COMMENT ON COLUMN telling.letter_id IS 'The digest in which it was told.';

  ALTER TABLE letter DROP CONSTRAINT letter_kind_check,
    ADD CONSTRAINT letter_kind_check CHECK (kind IN ('opening', 'catch-up', 'digest')),
    ADD COLUMN channel text, ADD COLUMN address text, ADD COLUMN due_at timestamptz,
    ADD CONSTRAINT letter_to_one CHECK (num_nonnulls(channel, address, due_at) = CASE kind WHEN 'digest' THEN 3 ELSE 0 END);
  CREATE UNIQUE INDEX letter_digest ON letter (council, channel, address, due_at) WHERE kind = 'digest';
  COMMENT ON COLUMN letter.due_at IS 'Of a digest: eight in the morning of its day; one a day and address.';

  ALTER TABLE alert ADD COLUMN acknowledge_by timestamptz, ADD COLUMN escalated integer NOT NULL DEFAULT 0;
  CREATE INDEX alert_to_acknowledge ON alert (acknowledge_by) WHERE acknowledge_by IS NOT NULL AND status = 'raised';
  COMMENT ON COLUMN alert.acknowledge_by IS 'When the next in line is told unless somebody acknowledges it; null = never.';
  COMMENT ON COLUMN alert.escalated IS 'How often the next in line was told.';

  GRANT SELECT, INSERT (council, lines, inbox, head_of_procurement), UPDATE (lines, inbox, head_of_procurement)
    ON telling_rule TO tocsin_web;
  GRANT SELECT, INSERT (council, of, printed, person_id), UPDATE (person_id), DELETE ON responsible TO tocsin_web;
  GRANT SELECT, INSERT (council, person_id, chosen), UPDATE (chosen) ON subscription TO tocsin_web;
  GRANT SELECT ON telling TO tocsin_web;
  GRANT SELECT ON telling_rule, responsible, subscription TO tocsin_worker;
  GRANT SELECT, INSERT, UPDATE ON telling TO tocsin_worker;
  `.execute(db);
  for (const table of tables)
    await sql`
    ALTER TABLE ${sql.table(table)} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${sql.table(table)} FORCE ROW LEVEL SECURITY;
    CREATE POLICY council_of_the_signed_in_person ON ${sql.table(table)} TO tocsin_web
      USING (council = nullif(current_setting('app.council', true), ''))
      WITH CHECK (council = nullif(current_setting('app.council', true), ''));
    CREATE POLICY worker_serves_all_councils ON ${sql.table(table)} TO tocsin_worker USING (true) WITH CHECK (true);
    `.execute(db);
}
