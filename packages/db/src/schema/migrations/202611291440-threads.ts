import { sql, type Kysely } from 'kysely';

const tables = ['returned_mail', 'stopped_address'] as const;

/**
 * One thread of mails a cause, and what comes back of mails: alerts name the first of their thread, deliveries carry a code
 * by which a report finds them, and addresses that take no mail any more are sent nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE alert ADD COLUMN thread_id bigint;
  CREATE INDEX alert_thread ON alert (thread_id) WHERE thread_id IS NOT NULL;
  COMMENT ON COLUMN alert.thread_id IS 'The alert with which its thread of mails begins; null = with itself.';

  ALTER TABLE delivery ADD COLUMN return_code text, ADD UNIQUE (id, council);
  ALTER TABLE delivery ALTER COLUMN return_code SET DEFAULT left(replace(gen_random_uuid()::text, '-', ''), 12);
  COMMENT ON COLUMN delivery.return_code IS
    'Stands in the return path of its mail: who reports of a mail has seen it. Null of those before.';

  CREATE TABLE returned_mail (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    delivery_id bigint NOT NULL, kind text NOT NULL CHECK (kind IN ('hard', 'soft', 'complaint')), status text, said text NOT NULL,
    sha256 text NOT NULL, received_at timestamptz NOT NULL, UNIQUE (delivery_id, sha256, council),
    FOREIGN KEY (delivery_id, council) REFERENCES delivery (id, council) ON UPDATE CASCADE ON DELETE CASCADE);
  COMMENT ON TABLE returned_mail IS
    'Reports that a mail did not arrive, or is not wanted: each once. Written by notifier and the command line (bounce).';

  CREATE TABLE stopped_address (
    council text NOT NULL REFERENCES council ON UPDATE CASCADE, channel text NOT NULL, address text NOT NULL,
    stopped_at timestamptz NOT NULL, because text NOT NULL, PRIMARY KEY (council, channel, address));
  COMMENT ON TABLE stopped_address IS
    'Addresses that take no message any more. Written by notifier and the command line (bounce); an administrator lets one be tried again.';

  ALTER TABLE letter DROP CONSTRAINT letter_kind_check, DROP CONSTRAINT letter_to_one,
    ADD CONSTRAINT letter_kind_check CHECK (kind IN ('opening', 'catch-up', 'digest', 'assigned', 'notice')),
    ADD CONSTRAINT letter_to_one CHECK (CASE WHEN kind IN ('digest', 'assigned') THEN num_nonnulls(channel, address, due_at) = 3
      WHEN kind = 'notice' THEN due_at IS NULL AND num_nonnulls(channel, address) <> 1
      ELSE num_nonnulls(channel, address, due_at) = 0 END);
  CREATE INDEX letter_notices ON letter (id) WHERE kind = 'notice' AND sent_at IS NULL;

  GRANT INSERT (channel, address, said) ON letter TO tocsin_web;
  GRANT SELECT ON returned_mail TO tocsin_web;
  GRANT SELECT, DELETE ON stopped_address TO tocsin_web;
  GRANT SELECT, INSERT ON returned_mail, stopped_address TO tocsin_worker;
  GRANT DELETE ON stopped_address TO tocsin_worker;
  GRANT INSERT, UPDATE ON subscription TO tocsin_worker;
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
