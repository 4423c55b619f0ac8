import type { Trx } from '@tocsin/db';
import { sql } from 'kysely';

/** Every row of a table as a text of the columns that the session of `trx` may read; none where it may read none. */
export async function seenTexts(trx: Trx, table: string): Promise<readonly string[]> {
  const { rows: columns } = await sql<{ name: string }>`
    select attname as name from pg_attribute where attrelid = to_regclass(${table}) and attnum > 0
      and not attisdropped and has_column_privilege(attrelid, attnum, 'SELECT')`.execute(trx);
  if (columns.length === 0) return [];
  const read = sql.join(columns.map(({ name }) => sql`${sql.ref(name)}::text`));
  const { rows } = await sql<{ text: string }>`
    select concat_ws(' ', ${read}) as text from ${sql.table(table)}`.execute(trx);
  return rows.map(({ text }) => text);
}
