import { sql, type Kysely } from 'kysely';

/** The pages ask of their own people, too, whether they may act: some act for the national body. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`GRANT SELECT (is_national) ON tenant TO tocsin_web`.execute(db);
}
