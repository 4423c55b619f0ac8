import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openClient } from '../schema/database.ts';
import { tableFile, writeManifest, type Manifest } from './manifest.ts';
import { keyOf, writeSealed } from './sealed-file.ts';
import {
  bypassesPolicies,
  columnList,
  contentsOf,
  findMigrations,
  findSequences,
  findStoredTables,
  PLAIN_SETTINGS,
  tableName,
  type StoredTable,
} from './stored-tables.ts';

export interface BackupReport {
  /** Everything committed before this moment is in it, and nothing after. */
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  /** On the disk, compressed. */
  readonly bytes: number;
  readonly encrypted: boolean;
}

/**
 * Writes every row of every table into a new folder, private ones included, as of one moment, while everything goes on.
 * `adminUrl` signs in as for `migrate`. With a passphrase the rows are encrypted. A folder that holds
 * anything is refused; a backup that fails leaves no file.
 */
export async function backup(adminUrl: string, folder: string, passphrase?: string): Promise<BackupReport> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty: a backup needs a folder of its own. Nothing was written.`);
  const client = openClient(adminUrl);
  try {
    await client.connect();
    const migrations = await findMigrations(client);
    if (migrations.length === 0)
      throw new Error('There is no database of Tocsin at this address. Nothing was written.');
    const salt = passphrase === undefined ? null : randomBytes(16);
    const key = passphrase === undefined || salt === null ? undefined : await keyOf(passphrase, salt);
    const taken = await writeTables(client, folder, key);
    const manifest = {
      format: 1 as const,
      migrations: [...migrations],
      salt: salt?.toString('hex') ?? null,
      ...taken,
    };
    await writeManifest(folder, manifest, key);
    return {
      takenAt: taken.takenAt,
      tables: taken.tables.length,
      rows: taken.tables.reduce((sum, { rows }) => sum + Number(rows), 0),
      bytes: taken.tables.reduce((sum, { bytes }) => sum + bytes, 0),
      encrypted: key !== undefined,
    };
  } catch (error) {
    // What is half a backup is not left to be taken for one.
    for (const file of await readdir(folder)) await rm(path.join(folder, file));
    throw error;
  } finally {
    await client.end();
  }
}

/** All in one snapshot. The locks come before it, so that no table is another by the time it is read. */
async function writeTables(
  client: Client,
  folder: string,
  key: Buffer | undefined,
): Promise<Pick<Manifest, 'takenAt' | 'tables' | 'sequences'>> {
  const stored = await findStoredTables(client);
  const trusted = await bypassesPolicies(client);
  if (!trusted) await refuseHiddenRows(client, stored);
  await client.query('begin isolation level repeatable read read only');
  await client.query(
    `lock table ${stored.map(({ name }) => tableName(name)).join(', ')} in access share mode`,
  );
  await client.query(PLAIN_SETTINGS);
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
  const takenAt = rows[0]?.at.toISOString() ?? '';
  const tables: Manifest['tables'][number][] = [];
  for (const table of stored) {
    if (table.secured && !trusted) await client.query('set local role tocsin_worker');
    const contents = await contentsOf(client, table);
    const lines = client.query(copyTo(`copy ${tableName(table.name)} (${columnList(table)}) to stdout`));
    const written = await writeSealed(tableFile(folder, table.name), table.name, lines, key);
    await client.query('reset role');
    tables.push({ name: table.name, columns: [...table.columns], ...contents, ...written });
  }
  const sequences = [...(await findSequences(client))];
  await client.query('commit');
  return { takenAt, tables, sequences };
}

/**
 * A user whom row-level security holds reads private tables as the worker, whose policy shows every row. Where it does not,
 * rows would be missing without a word.
 */
async function refuseHiddenRows(client: Client, tables: readonly StoredTable[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename::text as name from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE'
       and cmd = 'ALL' and qual = 'true' and 'tocsin_worker' = any (roles)`,
  );
  const open = new Set(rows.map(({ name }) => name));
  const hidden = tables.filter(({ name, secured }) => secured && !open.has(name));
  if (hidden.length === 0) return;
  const names = hidden.map(({ name }) => name).join(', ');
  throw new Error(
    `This user cannot see every row of ${names}: sign in as one with BYPASSRLS. Nothing was written.`,
  );
}
