import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** What the newest edition of a list holds of some of its rows. */
export interface ListedRows {
  /** The publisher's date of it; null while none was read. */
  readonly issued: string | null;
  /** By the ids of the rows. */
  readonly rows: ReadonlyMap<string, unknown>;
}

/** Rows of the newest edition of a list, by the publisher's ids of them; those that it does not have are left out. */
export async function findListedRows(
  db: Db | Trx,
  sourceId: string,
  ids: readonly string[],
): Promise<ListedRows> {
  const edition = await db
    .selectFrom('table_edition')
    .select('issued')
    .where('source_id', '=', sourceId)
    .orderBy(sql`version collate "C"`, 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('table_row')
    .select(['row_id', 'row'])
    .where('source_id', '=', sourceId)
    .where('row_id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
  return { issued: edition?.issued ?? null, rows: new Map(rows.map(({ row_id, row }) => [row_id, row])) };
}
