import type { Db } from '@tocsin/db';
import { sql } from 'kysely';

/** Rows of councils that addresses of pages name, each table once. */
const named = [
  'alert',
  'register_upload',
  'register_line',
  'match_decision',
  'allocation',
  'contest',
  'endpoint',
  'hold',
  'invitation',
  'api_key',
] as const;

/** What stands in addresses for what a database holds. */
export interface ShownIds {
  /** Of rows of a council: the first that it has of each kind, and its people. */
  readonly rows: readonly string[];
  /** Printed names, of the public record and of registers. */
  readonly items: readonly string[];
  readonly suppliers: readonly string[];
}

/** Looks up what stands in addresses for what the database of `owner` holds: nobody could guess it. */
export async function findShownIds(owner: Db, council: string): Promise<ShownIds> {
  const ids = async (of: ReturnType<typeof sql>) =>
    (await sql<{ id: string }>`${of}`.execute(owner)).rows.map(({ id }) => id);
  const rows: string[] = [];
  for (const table of named)
    rows.push(
      ...(await ids(
        sql`select id::text from ${sql.table(table)} where council = ${council} order by nth limit 1`,
      )),
    );
  const people = await ids(sql`select person_id::text as id from membership where council = ${council}`);
  const first = (table: string) => ids(sql`select id::text from ${sql.table(table)} order by nth limit 5`);
  return {
    rows: [...rows, ...people],
    items: [
      ...(await first('mention')).map((id) => `mention-${id}`),
      ...(await first('register_line')).map((id) => `line-${id}`),
    ],
    suppliers: await first('supplier'),
  };
}
