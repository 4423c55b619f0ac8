import { sql, type Kysely } from 'kysely';

/**
 * Messages between the services bear no words of anybody: why one failed is a code. What earlier versions wrote is
 * dropped, and so is what one of them still writes while it is replaced. Whoever is signed in may only add a message
 * (without a key, which would tell him whether one like it waits); of those put aside that are about the public record
 * everybody may know.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  UPDATE outbox SET last_error = CASE WHEN last_error IS NULL THEN NULL ELSE 'not-kept' END,
      dead_reason = CASE WHEN dead_reason IS NULL THEN NULL ELSE 'not-kept' END
    WHERE last_error IS NOT NULL OR dead_reason IS NOT NULL;
  CREATE FUNCTION outbox_codes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.last_error !~ '^[a-z]+(-[a-z]+)*$' THEN NEW.last_error := 'not-kept'; END IF;
    IF NEW.dead_reason !~ '^[a-z]+(-[a-z]+)*$' THEN NEW.dead_reason := 'not-kept'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER outbox_codes BEFORE INSERT OR UPDATE OF last_error, dead_reason ON outbox FOR EACH ROW
    WHEN (NEW.last_error IS NOT NULL OR NEW.dead_reason IS NOT NULL) EXECUTE FUNCTION outbox_codes();
  COMMENT ON COLUMN outbox.last_error IS 'A code of packages/messages/src/reasons.ts.';
  COMMENT ON COLUMN outbox.dead_reason IS 'A code of packages/messages/src/reasons.ts.';
  REVOKE ALL ON outbox FROM tocsin_web, tocsin_national;
  GRANT INSERT (queue, message, priority, available_at) ON outbox TO tocsin_web;

  CREATE TABLE put_aside (
    message_id bigint PRIMARY KEY REFERENCES outbox ON DELETE CASCADE, queue text NOT NULL, reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE put_aside IS
    'Messages about the public record that wait for a person. Public; written with the outbox by whoever handles it.';
  INSERT INTO put_aside (message_id, queue, reason, at)
    SELECT id, queue, dead_reason, dead_at FROM outbox
    WHERE dead_at IS NOT NULL AND dead_reason IS NOT NULL
      AND (queue IN ('ingest', 'score', 'notify') OR message ->> 'of' = 'mentions');
  GRANT SELECT ON put_aside TO tocsin_web, tocsin_national;
  GRANT SELECT, INSERT, UPDATE, DELETE ON put_aside TO tocsin_worker;
  `.execute(db);
}
