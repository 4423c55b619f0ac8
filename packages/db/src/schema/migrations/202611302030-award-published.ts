import { sql, type Kysely } from 'kysely';

/** What is published after a day is few awards of all: whoever is judged asks for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX award_published ON award (published_at)`.execute(db);
}
