import { sql, type Kysely } from 'kysely';

/** A change of the score tells nobody: what it alone has lifted is remembered, so that no later news tells it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE assessment ADD COLUMN lifted_to text;
  COMMENT ON COLUMN assessment.lifted_to IS
    'The highest band that a change of model alone brought about in this spell at risk; null = none. Nobody is told of it.';
  `.execute(db);
}
