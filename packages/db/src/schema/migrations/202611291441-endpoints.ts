import { sql, type Kysely } from 'kysely';

const tables = ['endpoint', 'calendar_address'] as const;

/**
 * Places that councils and their people have named for messages beside mail, calendars at secret addresses, and what GOV.UK
 * Notify says of messages by itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE endpoint (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    channel text NOT NULL CHECK (channel IN ('teams', 'webhook')), name text NOT NULL, url text NOT NULL, person_id bigint,
    levels text[] NOT NULL DEFAULT '{}', secret_version integer NOT NULL DEFAULT 1, rotated_at timestamptz,
    made_by text NOT NULL, made_at timestamptz NOT NULL, removed_at timestamptz, missed_since timestamptz,
    UNIQUE (council, channel, name), CHECK (person_id IS NULL OR channel = 'teams'),
    FOREIGN KEY (person_id, council) REFERENCES membership (person_id, council) ON UPDATE CASCADE);
  CREATE UNIQUE INDEX endpoint_of_person ON endpoint (council, person_id) WHERE person_id IS NOT NULL AND removed_at IS NULL;
  COMMENT ON TABLE endpoint IS
    'Web addresses to which alerts are posted: of a council, or of one of its people. Written by web; missed_since is taken back by notifier.';
  COMMENT ON COLUMN endpoint.name IS 'Stands for it wherever a recipient is named: the address itself is a secret.';
  COMMENT ON COLUMN endpoint.secret_version IS 'Of the secret by which a webhook is signed, made from the operator''s; the one before counts for a day.';
  COMMENT ON COLUMN endpoint.missed_since IS 'Somebody asked for what did not arrive since then to be sent again.';

  CREATE TABLE calendar_address (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, council text NOT NULL REFERENCES council ON UPDATE CASCADE,
    person_id bigint NOT NULL, token_hash text NOT NULL, made_at timestamptz NOT NULL, revoked_at timestamptz,
    used_at timestamptz, UNIQUE (token_hash, council),
    FOREIGN KEY (person_id, council) REFERENCES membership (person_id, council) ON UPDATE CASCADE);
  CREATE UNIQUE INDEX calendar_of_person ON calendar_address (council, person_id) WHERE revoked_at IS NULL;
  CREATE INDEX calendar_token ON calendar_address (token_hash);
  COMMENT ON TABLE calendar_address IS
    'Secret addresses at which calendar programs read the days of a council. Written by web; used_at by sign-in.';

  CREATE TABLE notify_receipt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, reference text NOT NULL, status text NOT NULL, received_at timestamptz NOT NULL);
  COMMENT ON TABLE notify_receipt IS
    'What GOV.UK Notify says of messages by itself, until it is taken over. Written by web; taken over and deleted by notifier.';

  ALTER TABLE telling_rule ADD COLUMN mail_by text NOT NULL DEFAULT 'smtp' CHECK (mail_by IN ('smtp', 'govuk-notify'));
  COMMENT ON COLUMN telling_rule.mail_by IS 'By which way mails of the council are sent.';

  GRANT SELECT, INSERT (council, channel, name, url, person_id, levels, made_by, made_at),
    UPDATE (url, levels, secret_version, rotated_at, removed_at, missed_since) ON endpoint TO tocsin_web;
  GRANT SELECT, UPDATE (missed_since) ON endpoint TO tocsin_worker;
  GRANT SELECT (id, council, person_id, made_at, revoked_at, used_at), INSERT (council, person_id, token_hash, made_at),
    UPDATE (revoked_at) ON calendar_address TO tocsin_web;
  GRANT SELECT ON calendar_address TO tocsin_worker, tocsin_sign_in;
  GRANT UPDATE (used_at) ON calendar_address TO tocsin_sign_in;
  GRANT INSERT (reference, status, received_at) ON notify_receipt TO tocsin_web;
  GRANT SELECT, DELETE ON notify_receipt TO tocsin_worker;
  GRANT INSERT (mail_by), UPDATE (mail_by) ON telling_rule TO tocsin_web;
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
  await sql`CREATE POLICY sign_in_asks_who_it_is ON calendar_address TO tocsin_sign_in USING (true) WITH CHECK (true)`.execute(
    db,
  );
}
