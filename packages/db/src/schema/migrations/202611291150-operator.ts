import { sql, type Kysely } from 'kysely';

/**
 * The role of the operator: how the queues, the sources and the ways of telling stand, by numbers, moments and codes. No
 * message, no name, no address, nothing that a publisher, a mail server or a person wrote, and no change.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  DO $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('tocsin roles'));
    BEGIN
      CREATE ROLE tocsin_operator LOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    GRANT tocsin_operator TO CURRENT_USER WITH SET TRUE;
  END $$;
  GRANT USAGE ON SCHEMA public TO tocsin_operator;
  GRANT SELECT (id, queue, priority, created_at, available_at, sent_at, sends, starts, failures, lease_until, last_error,
    done_at, dead_at, dead_reason) ON outbox TO tocsin_operator;
  GRANT SELECT (id, source_id, trigger, started_at, finished_at, outcome) ON source_run TO tocsin_operator;
  GRANT SELECT (source_id, hides, tries, first_at, last_at, next_at, settled_at) ON source_trouble TO tocsin_operator;
  GRANT SELECT (failures, failing_since, probe_at, slow_since) ON provider_trouble TO tocsin_operator;
  `.execute(db);
}
