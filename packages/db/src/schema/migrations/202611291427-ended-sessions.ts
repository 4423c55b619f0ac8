import { sql, type Kysely } from 'kysely';

/** What is over of signing in is dropped by the nightly round: sessions after their time, links that work no longer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  GRANT DELETE ON session, sign_in_link TO tocsin_worker;
  COMMENT ON TABLE session IS
    'Who is signed in, at which council, in which browser. Written by sign-in; ended by an administrator too; dropped by ingest 90 days after the end.';
  `.execute(db);
}
