import { sql, type Kysely } from 'kysely';

/**
 * Councils publish days again: corrected, as a quarter, to date. Of a file it is kept which days it covers and on which
 * of them its lines are still the ones that count; of files read before, the days between their first and last payment.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE spend_file
    ADD COLUMN covers datemultirange NOT NULL DEFAULT '{}',
    ADD COLUMN in_force datemultirange NOT NULL DEFAULT '{}',
    ADD COLUMN months int NOT NULL DEFAULT 1,
    ADD COLUMN revised boolean NOT NULL DEFAULT false;
  UPDATE spend_file SET covers = datemultirange(daterange(first_paid_on, last_paid_on, '[]')),
    months = greatest(1, round((last_paid_on - first_paid_on) / 30.4)::int)
    WHERE first_paid_on IS NOT NULL;
  UPDATE spend_file SET in_force = covers WHERE replaced_by IS NULL;
  COMMENT ON COLUMN spend_file.covers IS 'Stretches of days over which the file has payments.';
  COMMENT ON COLUMN spend_file.in_force IS 'Days of covers on which no newer publication took the place of its lines.';
  COMMENT ON COLUMN spend_file.months IS 'How many months the file is about.';
  COMMENT ON COLUMN spend_file.revised IS 'Whether its name says that it corrects what was published before.';
  `.execute(db);
}
