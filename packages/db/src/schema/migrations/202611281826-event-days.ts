import { sql, type Kysely } from 'kysely';

/**
 * The day of an event is the one that its publisher gives, or none: what was recorded of the day on which we looked is
 * taken out. An alert carries the event's own day, its publication and when we first saw it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE observation ALTER COLUMN occurred_on DROP NOT NULL`.execute(db);
  await sql`UPDATE observation SET occurred_on = NULL WHERE kind IN ('company-profile', 'officer-changes')
    OR (kind = 'insolvency-case' AND content->'dates' = '[]')`.execute(db);
  await sql`ALTER TABLE alert ADD COLUMN event_day date, ADD COLUMN published_on date, ADD COLUMN seen_at timestamptz`.execute(
    db,
  );
  // A register that dates no entry was stored as published when we looked, and a notice of an appointment as about the
  // day of its publication.
  await sql`
    UPDATE alert SET seen_at = told.seen_at, published_on = CASE WHEN dated THEN published END,
      event_day = CASE WHEN began <> (told.seen_at AT TIME ZONE 'Europe/London')::date AND began <> published
        OR family IN ('winding-up-petition', 'creditors-decision', 'strike-off') AND dated THEN began END
    FROM (
      SELECT raised.id, event->>'family' AS family, (event->>'on')::date AS began,
        (first->>'retrievedAt')::timestamptz AS seen_at, first->>'publishedAt' <> first->>'retrievedAt' AS dated,
        ((first->>'publishedAt')::timestamptz AT TIME ZONE 'Europe/London')::date AS published
      FROM alert raised JOIN assessment ON assessment.id = raised.assessment_id
      CROSS JOIN LATERAL jsonb_array_elements(formal_events) AS event
      CROSS JOIN LATERAL (SELECT event->'evidence'->0 AS first) AS evidence
      WHERE raised.cause = 'formal:' || (event->>'ref')) AS told
    WHERE told.id = alert.id`.execute(db);
  await sql`UPDATE alert SET event_day = as_of WHERE kind = 'band'`.execute(db);
}
