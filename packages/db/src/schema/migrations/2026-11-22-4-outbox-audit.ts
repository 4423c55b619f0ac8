import { sql, type Kysely } from 'kysely';

/** The outbox (Postgres is the memory, Redis only the bell) and the hash-chained audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, queue text NOT NULL, key text, message jsonb NOT NULL,
    priority int NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now(),
    available_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz, sends int NOT NULL DEFAULT 0,
    starts int NOT NULL DEFAULT 0, failures int NOT NULL DEFAULT 0, lease_until timestamptz, last_error text,
    done_at timestamptz, dead_at timestamptz, dead_reason text);
  CREATE UNIQUE INDEX outbox_coalesce ON outbox (queue, key) WHERE sent_at IS NULL AND done_at IS NULL AND dead_at IS NULL;
  CREATE INDEX outbox_unsent ON outbox (priority, id) WHERE sent_at IS NULL AND done_at IS NULL AND dead_at IS NULL;
  CREATE INDEX outbox_unfinished ON outbox (sent_at) WHERE sent_at IS NOT NULL AND done_at IS NULL AND dead_at IS NULL;
  CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
  COMMENT ON TABLE outbox IS 'Every message between services. Written with the result that caused it; relayed to Redis.';

  CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), council text,
    actor text NOT NULL, action text NOT NULL, subject text NOT NULL, detail jsonb NOT NULL DEFAULT '{}',
    previous_hash text, hash text NOT NULL);
  COMMENT ON TABLE audit IS 'Who did what: append-only, one hash chain a council. Written by every service.';

  CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit:' || coalesce(NEW.council, '')));
    SELECT hash INTO NEW.previous_hash FROM audit
      WHERE council IS NOT DISTINCT FROM NEW.council ORDER BY id DESC LIMIT 1;
    NEW.hash := encode(sha256(convert_to(concat_ws('|', coalesce(NEW.previous_hash, ''), NEW.at AT TIME ZONE 'UTC',
      coalesce(NEW.council, ''), NEW.actor, NEW.action, NEW.subject, NEW.detail::text), 'UTF8')), 'hex');
    RETURN NEW;
  END $$;
  CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();
  `.execute(db);
}
