import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';

/** A question to the ranking of suppliers by the name that somebody gave it. */
export interface SavedQuery {
  readonly name: string;
  /** As it stands in an address, behind the question mark. */
  readonly query: string;
}

/** Keeps a question under a name, in place of another of that name. */
export async function saveQuery(db: Db, { name, query }: SavedQuery, by: string): Promise<void> {
  await db
    .insertInto('saved_query')
    .values({ name, query, by_whom: by })
    .onConflict((known) => known.column('name').doUpdateSet({ query, by_whom: by, at: sql<string>`now()` }))
    .execute();
}

/** Forgets a question. */
export async function removeQuery(db: Db, name: string): Promise<void> {
  await db.deleteFrom('saved_query').where('name', '=', name).execute();
}

/** Every question that is kept, by name. `db` acts as the national role. */
export async function findSavedQueries(db: Db): Promise<readonly SavedQuery[]> {
  return db.selectFrom('saved_query').select(['name', 'query']).orderBy('name').execute();
}
