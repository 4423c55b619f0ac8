import { sql, type Kysely } from 'kysely';

/**
 * What private registers add up to is let out once a financial quarter, judged by all earlier releases, and stays as it
 * was let out. The daily sums of earlier versions, which could be subtracted from each other, have no day of release and
 * are read no more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE private_release (quarter_end date PRIMARY KEY, released_on date NOT NULL, release jsonb NOT NULL);
  COMMENT ON TABLE private_release IS
    'Every release of private aggregates with its private facts, by which later ones are judged. Written and read by notifier alone.';
  REVOKE ALL ON private_release FROM PUBLIC;
  GRANT SELECT, INSERT, UPDATE ON private_release TO tocsin_worker;
  COMMENT ON TABLE national_release IS 'Given up for private_release: no longer written.';

  ALTER TABLE national_private ADD COLUMN released_on date;
  COMMENT ON COLUMN national_private.released_on IS
    'The day of its release; null = a daily sum of an earlier version, read no more.';
  COMMENT ON COLUMN national_private.councils IS 'The least of its step: 5 is 5 to 9, 10 is 10 to 19, 20 is 20 or more.';
  `.execute(db);
}
