import { escapeIdentifier, type ClientBase } from 'pg';

/** A table whose rows a backup holds. */
export interface StoredTable {
  readonly name: string;
  /** In the order of their names: databases of different ages have them in different orders. */
  readonly columns: readonly string[];
  /** Whether rows are seen by those only whom its policies name. */
  readonly secured: boolean;
  /** Whether its owner is held to the policies too. */
  readonly forced: boolean;
}

/** A count of rows, and a sum over them that does not depend on their order. */
export interface Contents {
  readonly rows: string;
  readonly checksum: string;
}

/**
 * What no backup holds: how far migrations ran (a restored database has run them itself), and a loading of the register
 * of companies that is under way, which begins anew.
 */
const LEFT_OUT = [
  'kysely_migration',
  'kysely_migration_lock',
  'register_load',
  'register_company_next',
  'register_block_next',
  'register_word_next',
  'register_word_load',
];

/** Every table of the database, in the order of their names; partitions, views and extensions have none of their own. */
export async function findStoredTables(client: ClientBase): Promise<readonly StoredTable[]> {
  const { rows } = await client.query<StoredTable>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attname) as columns,
       c.relrowsecurity as secured, c.relforcerowsecurity as forced
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     group by c.oid order by c.relname collate "C"`,
    [LEFT_OUT],
  );
  return rows;
}

/** The migrations that ran, sorted; none where there is no database of ours. */
export async function findMigrations(client: ClientBase): Promise<readonly string[]> {
  const { rows: there } = await client.query(`select from pg_tables where schemaname = 'public'
    and tablename = 'kysely_migration'`);
  if (there.length === 0) return [];
  const { rows } = await client.query<{ name: string }>('select name from public.kysely_migration');
  return rows.map(({ name }) => name).sort();
}

export interface SequenceState {
  readonly name: string;
  readonly last: string;
  readonly called: boolean;
}

/** Where each sequence stands. */
export async function findSequences(client: ClientBase): Promise<readonly SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
     order by relname collate "C"`,
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query<Omit<SequenceState, 'name'>>(
      `select last_value::text as last, is_called as called from ${tableName(name)}`,
    );
    states.push(...state.map((one) => ({ name, ...one })));
  }
  return states;
}

/** Whether the signed-in user sees every row whatever the policies say. */
export async function bypassesPolicies(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
  );
  return rows[0]?.bypasses ?? false;
}

/** The first 64 bits of the SHA-256 of each row, summed: the same for the same rows in whatever order. */
export async function contentsOf(client: ClientBase, table: StoredTable): Promise<Contents> {
  const { rows } = await client.query<Contents>(
    `select count(*)::text as rows, coalesce(sum(('x' || left(encode(sha256(convert_to(one::text, 'UTF8')), 'hex'), 16))
       ::bit(64)::bigint::numeric), 0)::text as checksum
     from (select ${columnList(table)} from ${tableName(table.name)}) one`,
  );
  const [contents] = rows;
  if (!contents) throw new Error(`${table.name} gave no checksum`);
  return contents;
}

export function tableName(name: string): string {
  return `public.${escapeIdentifier(name)}`;
}

export function columnList({ columns }: Pick<StoredTable, 'columns'>): string {
  return columns.map((column) => escapeIdentifier(column)).join(', ');
}

/** Values are written alike whatever the server is set to, and nobody cuts the work short. */
export const PLAIN_SETTINGS = `
  set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
  set local extra_float_digits = 1; set local timezone = 'UTC'; set local client_encoding = 'UTF8';
  set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0`;
