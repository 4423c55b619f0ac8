import { sql, type Kysely } from 'kysely';

/**
 * Several awards may stand behind one printed id. Rows that were there keep their `award_id`; it is then the printed
 * one, which is what a missing `printed_id` means.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE award ADD COLUMN printed_id text, ADD COLUMN folded text, ADD COLUMN foreign_value jsonb,
    ADD COLUMN value_doubt text, ADD COLUMN performance jsonb;
  COMMENT ON COLUMN award.printed_id IS 'The id as printed, where award_id is ours because several awards have it.';
  COMMENT ON COLUMN award.folded IS 'Hash of the releases that this row was folded from.';
  COMMENT ON COLUMN award.foreign_value IS 'What is stated in another currency than pounds; in no sum.';
  COMMENT ON COLUMN award.value_doubt IS 'Why the value may not be what it seems, as a sentence.';
  COMMENT ON COLUMN award.performance IS 'What notices publish on how the contract goes: indicators, ratings, its end.';
  `.execute(db);
}
