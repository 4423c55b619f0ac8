import { sql, type Kysely } from 'kysely';

/** A printed name may hold several companies: a person says so, and nobody is taken for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  ALTER TABLE shared_decision DROP CONSTRAINT shared_decision_verdict_check;
  ALTER TABLE shared_decision ADD CONSTRAINT shared_decision_verdict_check CHECK (verdict IN
    ('company', 'none', 'several', 'public-body', 'charity', 'society', 'individual', 'other'));
  `.execute(db);
}
