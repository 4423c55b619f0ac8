import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { inject } from 'vitest';
import { onServer, withDatabase } from './admin.ts';
import { describeSchema } from './dump.ts';

/** What each release left: `database.sql`, `migrations.json`, and from 0.2.0 on `sql.json`. */
export const releasesFolder = fileURLToPath(new URL('../releases', import.meta.url));

/** The folders of releases, and of two commits before the first whose databases are about, oldest first. */
export const releases: readonly string[] = readdirSync(releasesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));

/** Tables that hold nothing between two acts, or nothing any more. */
export const EMPTY_AT_REST = ['award_subcontractor', 'national_release', 'register_key', 'register_load'];

/** The SHA-256 of each migration's file, by its name and in order. */
export function migrationHashes(): Readonly<Record<string, string>> {
  const folder = fileURLToPath(new URL('../../packages/db/src/schema/migrations', import.meta.url));
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [
        file.replace(/\.ts$/, ''),
        createHash('sha256')
          .update(readFileSync(path.join(folder, file)))
          .digest('hex'),
      ]),
  );
}

/** One file that a release left; undefined where it left none. */
export function leftBy(release: string, file: string): string | undefined {
  const place = path.join(releasesFolder, release, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

export interface OldDatabase {
  readonly adminUrl: string;
  readonly client: Client;
  drop(): Promise<void>;
}

/** A database of the server of this run with the schema and rows of a dump, as its release left them. */
export async function restore(dump: string): Promise<OldDatabase> {
  const { databaseUrl } = inject('stack');
  const name = `tocsin_old_${randomBytes(6).toString('hex')}`;
  await onServer(databaseUrl, `CREATE DATABASE ${name}`);
  const adminUrl = withDatabase(databaseUrl, name);
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(dump);
  return {
    adminUrl,
    client,
    async drop() {
      await client.end();
      await onServer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The whole schema of a database as lines of SQL, the same for two databases that have the same. */
export async function schemaOf(client: Client): Promise<readonly string[]> {
  const { before, after } = await describeSchema(client, { sorted: true });
  return [...before, ...after];
}

/** Every row of every table, each value as text. */
type Row = Readonly<Record<string, string | null>>;
export type Rows = Readonly<Record<string, readonly Row[]>>;

export async function rowsOf(client: Client): Promise<Rows> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select c.relname as name, string_agg(format('%1$I::text as %1$I', a.attname), ', ' order by a.attname) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1`,
  );
  const all: Record<string, readonly Record<string, string | null>[]> = {};
  for (const { name, columns } of rows)
    all[name] = (await client.query<Record<string, string | null>>(`select ${columns} from "${name}"`)).rows;
  return all;
}

/**
 * What a migration takes out of a row on purpose. The day on which we looked stood for the day of what a register or a
 * case without dates says; such a day is unknown now. Why a message failed is a code, and bears nobody's words.
 */
const TAKEN_OUT: Readonly<Record<string, (row: Row) => Row>> = {
  observation: (row) => (isOfALook(row) && 'occurred_on' in row ? { ...row, occurred_on: null } : row),
  outbox: (row) => ({ ...row, ...codeOf(row, 'last_error'), ...codeOf(row, 'dead_reason') }),
};

function codeOf(row: Row, column: string): Row {
  const words = row[column] ?? null;
  return words === null ? {} : { [column]: 'not-kept' };
}

function isOfALook({ kind, content }: Row): boolean {
  if (kind === 'company-profile' || kind === 'officer-changes') return true;
  return kind === 'insolvency-case' && JSON.stringify(JSON.parse(content ?? '{}').dates) === '[]';
}

/** Rows that were there before and are not after: lost, or changed in a column that both have. Each with its table. */
export function lostRows(before: Rows, after: Rows): readonly string[] {
  return Object.entries(before).flatMap(([table, rows]) => {
    const now = after[table];
    if (now === undefined) return rows.length > 0 ? [`every row of ${table}`] : [];
    const shared = Object.keys(rows[0] ?? {}).filter((column) => now[0] && column in now[0]);
    const textOf = (row: Row) => `${table} ${JSON.stringify(shared.map((column) => [column, row[column]]))}`;
    const there = new Set(now.map(textOf));
    return rows
      .filter((row) => !there.has(textOf(row)))
      .map((row) => textOf(TAKEN_OUT[table]?.(row) ?? row))
      .filter((text) => !there.has(text));
  });
}
