import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openClient } from '../schema/database.ts';
import { migrate } from '../schema/migrate.ts';
import * as known from '../schema/migration-list.ts';
import { checkBackup, NOTHING_CHANGED, tableFile, type CheckedBackup, type Manifest } from './manifest.ts';
import { readSealed } from './sealed-file.ts';
import {
  bypassesPolicies,
  columnList,
  contentsOf,
  findMigrations,
  findStoredTables,
  PLAIN_SETTINGS,
  tableName,
  type StoredTable,
} from './stored-tables.ts';

export interface RestoreReport {
  /** What was committed after this moment is not in it. */
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
}

/**
 * Puts a backup into an empty database, in one transaction that is kept only if every table equals what was saved, by
 * count and checksum. `adminUrl` signs in as for `migrate`, which runs first where there are no tables yet. Throws a sentence
 * for the operator, having changed no row, where the backup is not whole, the schema another, or rows are there already.
 */
export async function restore(adminUrl: string, folder: string, passphrase?: string): Promise<RestoreReport> {
  const checked = await checkBackup(folder, passphrase);
  const { manifest } = checked;
  refuseOtherSchema(manifest.migrations, Object.keys(known).sort(), 'this version of Tocsin');
  const client = openClient(adminUrl);
  await client.connect();
  try {
    await makeTables(client, adminUrl, manifest);
    const tables = tablesIn(await findStoredTables(client), manifest);
    await client.query('begin');
    await client.query(PLAIN_SETTINGS);
    await client.query(`lock table ${tables.map(({ name }) => tableName(name)).join(', ')}`);
    await withoutHindrance(client, tables, () => putRows(client, tables, folder, checked));
    for (const { name, last, called } of manifest.sequences)
      await client.query('select setval($1, $2, $3)', [tableName(name), last, called]);
    await client.query('commit');
    for (const { name } of tables) await client.query(`analyze ${tableName(name)}`);
    return {
      takenAt: manifest.takenAt,
      tables: tables.length,
      rows: manifest.tables.reduce((sum, { rows }) => sum + Number(rows), 0),
    };
  } finally {
    await client.end();
  }
}

/** Migrates a database without tables; any other must have run the migrations that the backup's had. */
async function makeTables(client: Client, adminUrl: string, manifest: Manifest): Promise<void> {
  const { rows: others } = await client.query<{ tables: number }>(
    `select count(*)::int as tables from pg_tables where schemaname = 'public'`,
  );
  if (others[0]?.tables === 0) await migrate(adminUrl);
  else refuseOtherSchema(manifest.migrations, await findMigrations(client), 'this database');
}

function refuseOtherSchema(saved: readonly string[], there: readonly string[], where: string): void {
  const missing = saved.filter((name) => !there.includes(name));
  const more = there.filter((name) => !saved.includes(name));
  if (missing.length + more.length === 0) return;
  const differences = [
    ...(missing.length > 0 ? [`lacks ${missing.length} migrations, the last ${missing.at(-1)}`] : []),
    ...(more.length > 0 ? [`has ${more.length} more migrations, the last ${more.at(-1)}`] : []),
  ];
  throw new Error(
    `The backup is of another schema: ${where} ${differences.join(' and ')}. Restore it with the version of Tocsin that ` +
      `made it, then start the newer one, which brings it up to date. ${NOTHING_CHANGED}`,
  );
}

/** The tables of the database that the backup fills: the same, with the same columns. */
function tablesIn(stored: readonly StoredTable[], manifest: Manifest): readonly StoredTable[] {
  const shapeOf = (tables: readonly Pick<StoredTable, 'name' | 'columns'>[]) =>
    JSON.stringify(tables.map(({ name, columns }) => [name, columns]));
  if (shapeOf(stored) === shapeOf(manifest.tables)) return stored;
  throw new Error(`The tables of this database are not those of the backup. ${NOTHING_CHANGED}`);
}

async function putRows(
  client: Client,
  tables: readonly StoredTable[],
  folder: string,
  { manifest, key }: CheckedBackup,
): Promise<void> {
  await refuseUsed(client, tables);
  for (const [at, table] of tables.entries()) {
    const into = client.query(copyFrom(`copy ${tableName(table.name)} (${columnList(table)}) from stdin`));
    await readSealed(tableFile(folder, table.name), table.name, into, key);
    const { rows, checksum } = await contentsOf(client, table);
    const saved = manifest.tables[at];
    if (saved?.rows !== rows || saved.checksum !== checksum)
      throw new Error(
        `${table.name} is not what was saved: ${rows} rows instead of ${saved?.rows}, or others. ${NOTHING_CHANGED}`,
      );
  }
}

async function refuseUsed(client: Client, tables: readonly StoredTable[]): Promise<void> {
  const used: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query(`select from ${tableName(name)} limit 1`);
    if (rows.length > 0) used.push(name);
  }
  if (used.length === 0) return;
  throw new Error(
    `This database holds rows already (${used.slice(0, 5).join(', ')}${used.length > 5 ? ` and ${used.length - 5} more tables` : ''}): ` +
      `a backup is restored into an empty one. ${NOTHING_CHANGED}`,
  );
}

/**
 * While rows are put in, nothing refers, fires or hides: keys between tables are made anew afterwards, which checks
 * them; triggers wait, since the audit log's would write another chain; policies, which COPY refuses to write under, do
 * not bind the owner. All of it is back, or undone with the transaction.
 */
async function withoutHindrance(
  client: Client,
  tables: readonly StoredTable[],
  work: () => Promise<void>,
): Promise<void> {
  const trusted = await bypassesPolicies(client);
  const held = trusted ? [] : tables.filter(({ forced }) => forced);
  const keys = await findForeignKeys(client);
  const triggers = await findTriggers(client);
  for (const { name } of held)
    await client.query(`alter table ${tableName(name)} no force row level security`);
  for (const { table, name } of keys)
    await client.query(`alter table ${tableName(table)} drop constraint ${escapeIdentifier(name)}`);
  for (const { table, name } of triggers)
    await client.query(`alter table ${tableName(table)} disable trigger ${escapeIdentifier(name)}`);
  await work();
  for (const { table, name } of triggers)
    await client.query(`alter table ${tableName(table)} enable trigger ${escapeIdentifier(name)}`);
  for (const { table, name, definition } of keys)
    await client.query(
      `alter table ${tableName(table)} add constraint ${escapeIdentifier(name)} ${definition}`,
    );
  for (const { name } of held) await client.query(`alter table ${tableName(name)} force row level security`);
}

interface OfTable {
  readonly table: string;
  readonly name: string;
}

async function findForeignKeys(
  client: Client,
): Promise<readonly (OfTable & { readonly definition: string })[]> {
  const { rows } = await client.query<OfTable & { definition: string }>(
    `select c.relname::text as table, conname::text as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = conrelid
     where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  return rows;
}

async function findTriggers(client: Client): Promise<readonly OfTable[]> {
  const { rows } = await client.query<OfTable>(
    `select c.relname::text as table, tgname::text as name from pg_trigger join pg_class c on c.oid = tgrelid
     where not tgisinternal and tgenabled = 'O' and c.relnamespace = 'public'::regnamespace order by 1, 2`,
  );
  return rows;
}
