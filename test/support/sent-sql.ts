import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';

/** One text of SQL that a service sends, by the file that sends it and the role it is sent as. */
export interface SentSql {
  readonly role: string;
  readonly from: string;
  readonly sql: string;
}

/** What reads or writes rows as one of the three roles; an owner's statements come with the code that is new anyway. */
export function isOurs(role: string, sql: string): boolean {
  return (
    role.startsWith('tocsin_') && /^\s*(select|insert|update|delete|with|merge|copy|create temp)/i.test(sql)
  );
}

/**
 * The distinct statements among those recorded in a folder, in order. Lists of any length are one statement: the
 * shortest stands for them.
 */
export function distinctSql(folder: string): readonly SentSql[] {
  const all = readdirSync(folder).flatMap(
    (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as readonly SentSql[],
  );
  const shortest = new Map<string, SentSql>();
  for (const sent of all) {
    const key = `${sent.role} ${shapeOf(sent.sql)}`;
    const known = shortest.get(key);
    if (!known || isBefore(sent, known)) shortest.set(key, sent);
  }
  return [...shortest.values()].toSorted((one, other) => (isBefore(one, other, 'from') ? -1 : 1));
}

function isBefore(one: SentSql, other: SentSql, first: 'length' | 'from' = 'length'): boolean {
  const keyOf = ({ from, role, sql }: SentSql) =>
    first === 'from' ? [from, role, sql] : [String(sql.length).padStart(6, '0'), sql, from];
  return keyOf(one).join('\n') < keyOf(other).join('\n');
}

/** A statement without the numbers of its parameters and without what repeats. */
export function shapeOf(sql: string): string {
  return sql
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/\$(, \$)+/g, '$')
    .replaceAll(/(\([^()]*\))(, \1)+/g, '$1')
    .replaceAll(/\s+/g, ' ');
}

/**
 * Has Postgres analyse and plan every statement as the role that sends it, running none. Returns those that it refuses,
 * each with the reason.
 */
export async function refusedSql(client: Client, statements: readonly SentSql[]): Promise<readonly string[]> {
  const staging = statements.filter(({ sql }) => makesTables(sql));
  const refused: string[] = [];
  for (const { role, from, sql } of statements) {
    if (isTemporary(sql)) continue;
    await client.query(`begin; set local role ${role}`);
    await makeTemporary(
      client,
      staging.filter((table) => table.role === role).map((table) => table.sql),
    );
    await client
      .query(`explain (generic_plan) ${asPlanned(sql)}`)
      .catch((error: Error) => refused.push(`${from} as ${role}: ${error.message}: ${sql}`));
    await client.query('rollback');
  }
  return refused;
}

function isTemporary(sql: string): boolean {
  return /^\s*create temp/i.test(sql);
}

/** The load of a register makes the tables of the next one through a function of the owner. */
function makesTables(sql: string): boolean {
  return isTemporary(sql) || /^\s*select register_begin_load\(\)/i.test(sql);
}

/** Makes the tables that a transaction makes for itself; one may be made from another, so all are tried in turn. */
async function makeTemporary(client: Client, tables: readonly string[]): Promise<void> {
  for (let left = tables, before = Infinity; left.length > 0 && left.length < before;) {
    before = left.length;
    const failed: string[] = [];
    for (const table of left) {
      await client.query('savepoint made');
      await client.query(table.replaceAll(/\$\d+/g, 'NULL')).catch(async () => {
        await client.query('rollback to made');
        failed.push(table);
      });
    }
    left = failed;
  }
}

/** COPY is not planned: an insert of the same columns asks the same of the schema. */
function asPlanned(sql: string): string {
  const copy = /^\s*copy\s+(\S+)\s*\(([^)]*)\)\s+from/i.exec(sql);
  if (!copy) return sql;
  const [, table = '', columns = ''] = copy;
  const values = columns.split(',').map((_, at) => `$${at + 1}`);
  return `insert into ${table} (${columns}) values (${values.join(', ')})`;
}
