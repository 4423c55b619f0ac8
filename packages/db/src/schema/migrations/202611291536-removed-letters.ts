import { sql, type Kysely } from 'kysely';

/** Letters of assignments of the sample's alerts go with the sample, which ingest removes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`GRANT DELETE ON letter TO tocsin_worker`.execute(db);
}
