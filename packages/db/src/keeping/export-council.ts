import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { columnsIn, type Catalogued } from './catalogue.ts';
import { dataControllers, purposes } from './catalogue-words.ts';
import { countedInside } from '../schema/tables.ts';
import { isOwn, ownTables } from './own-rows.ts';
import { periods } from './retention.ts';

/** So many rows are in memory at once. */
const AT_ONCE = 1_000;

export interface ExportedTable {
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Writes everything that a council is controller of into a new folder, as of one moment: for each table a file of JSON lines
 * (UTF-8, one object a row; bytes in base64), and `manifest.json`, written last, which says what they are, how many rows and
 * with which SHA-256. Hashes of secrets are left out, and so is what is counted over all councils. `db` is the worker's.
 */
export async function exportCouncil(
  db: Db,
  council: { readonly gss: string; readonly name: string },
  folder: string,
): Promise<readonly ExportedTable[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty: an export needs a folder of its own. Nothing was written.`);
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const { rows } = await sql<{ at: Date }>`select now() as at`.execute(trx);
      const tables: ExportedTable[] = [];
      for (const table of ownTables) tables.push(await writeTable(trx, table, council.gss, folder));
      const manifest = {
        council: council.gss,
        name: council.name,
        takenAt: rows[0]?.at,
        format: 'JSON lines, UTF-8; instants in UTC, days as YYYY-MM-DD, money in pence, bytes in base64',
        tables: tables.map((written, at) => ({ ...written, ...saidOf(ownTables[at]) })),
      };
      const text = `${JSON.stringify(manifest, null, 1)}\n`;
      await writeFile(path.join(folder, 'manifest.json'), text, { flag: 'wx', mode: 0o600, flush: true });
      return tables;
    });
}

function saidOf(of: Catalogued | undefined) {
  if (!of) return {};
  const { what, controller, why, keep, personal, secret } = of;
  return {
    what,
    controller: dataControllers[controller],
    why: purposes[why].why,
    kept: periods[keep],
    personal: columnsIn(personal),
    leftOut: columnsIn(secret),
  };
}

async function writeTable(trx: Trx, of: Catalogued, council: string, folder: string): Promise<ExportedTable> {
  const { table, secret } = of;
  const file = `${table}.jsonl`;
  const inside: Readonly<Partial<Record<string, readonly string[]>>> = countedInside;
  const without = ['nth', ...columnsIn(secret), ...(inside[table] ?? [])];
  const { columns, orderedBy } = await findColumns(trx, table, without);
  const members = columns.map(({ name, type }) =>
    type === 'bytea'
      ? sql`${sql.lit(name)}, encode(${sql.ref(`${table}.${name}`)}, 'base64')`
      : sql`${sql.lit(name)}, ${sql.ref(`${table}.${name}`)}`,
  );
  await sql`declare own_rows no scroll cursor for
    select json_build_object(${sql.join(members)})::text as line from ${sql.table(table)} where ${isOwn(of, council)}
    order by ${sql.ref(`${table}.${orderedBy}`)}`.execute(trx);
  const out = createWriteStream(path.join(folder, file), { flags: 'wx', mode: 0o600 });
  const hash = createHash('sha256');
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(AT_ONCE)} from own_rows`.execute(trx);
    if (rows.length === 0) break;
    const text = rows.map(({ line }) => `${line}\n`).join('');
    hash.update(text);
    count += rows.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  await sql`close own_rows`.execute(trx);
  out.end();
  await once(out, 'close');
  return { table, file, rows: count, sha256: hash.digest('hex') };
}

async function findColumns(trx: Trx, table: string, without: readonly string[]) {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
      order by attnum`.execute(trx);
  const orderedBy = rows.find(({ name }) => name === 'nth') ?? rows[0];
  return {
    columns: rows.filter(({ name }) => !without.includes(name)),
    orderedBy: orderedBy?.name ?? '',
  };
}
