import { sql, type Kysely } from 'kysely';

/** What the national body asks of the sector again and again, by a name: of the public record alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
  CREATE TABLE saved_query (
    name text PRIMARY KEY CHECK (name <> ''), query text NOT NULL, by_whom text NOT NULL, at timestamptz NOT NULL DEFAULT now());
  COMMENT ON TABLE saved_query IS 'Questions to the ranking of suppliers that the national body has named. Written by web.';
  GRANT SELECT (name), INSERT (name, query, by_whom), UPDATE (query, by_whom, at), DELETE ON saved_query TO tocsin_web;
  GRANT SELECT ON saved_query TO tocsin_national, tocsin_worker;
  GRANT DELETE ON saved_query TO tocsin_worker;
  `.execute(db);
}
