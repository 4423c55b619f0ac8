import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import {
  Client,
  DatabaseError,
  escapeIdentifier,
  Pool,
  types as standardTypes,
  type CustomTypesConfig,
  type PoolClient,
} from 'pg';
import type { Database } from './tables.ts';

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;
/** What services sign in as; they own nothing. */
export const roles = [
  'tocsin_web',
  'tocsin_worker',
  'tocsin_national',
  'tocsin_sign_in',
  'tocsin_operator',
] as const;
export type Role = (typeof roles)[number];

const DATE = 1082;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;

function parseAmount(text: string): number {
  const amount = Number(text);
  if (Number.isInteger(amount) && !Number.isSafeInteger(amount))
    throw new Error(`amount beyond exact integers: ${text}`);
  return amount;
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
  [NUMERIC]: parseAmount,
};

const types: CustomTypesConfig = {
  getTypeParser: (oid, format) => parsers[oid] ?? standardTypes.getTypeParser(oid, format),
};

/** Every session counts in UTC, so that no query says something else where a server keeps another time. */
function sessionOptions(role: Role | undefined): string {
  return role ? `-c TimeZone=UTC -c role=${role}` : '-c TimeZone=UTC';
}

const pools = new WeakMap<Db, Pool>();

/**
 * Opens a pool. With `role`, every connection acts as that role: either the URL already signs in as it, or the
 * signed-in user is a member of it. Dates are ISO strings, instants UTC ISO strings, money an integer number of pence.
 */
export function openDatabase(url: string, options: { role?: Role; max?: number } = {}): Db {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    options: sessionOptions(options.role),
  });
  // A connection that the server closes (restart, failover) must not end the process: idle, the pool replaces it; in
  // the middle of a transaction, its next query fails.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  return db;
}

/** One connection that is not of a pool; the caller connects and ends it. */
export function openClient(url: string, role?: Role): Client {
  return new Client({ connectionString: url, options: sessionOptions(role) });
}

/** How a pool stands: its connections, those of them that nobody uses, and who waits for one. Null of another database. */
export function poolOf(db: Db): Readonly<Record<'connections' | 'idle' | 'waiting', number>> | null {
  const pool = pools.get(db);
  return pool ? { connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount } : null;
}

/** Runs `work` in a transaction whose connection it may use for COPY too. `db` comes from `openDatabase`. */
export async function bulkTransaction<T>(
  db: Db,
  work: (trx: Trx, client: PoolClient) => Promise<T>,
): Promise<T> {
  const pool = pools.get(db);
  if (!pool) throw new Error('bulk work needs a database opened by openDatabase');
  const client = await pool.connect();
  const one = { connect: async () => client, end: async () => undefined };
  const bulk = new Kysely<Database>({ dialect: new PostgresDialect({ pool: one }) });
  return bulk.transaction().execute((trx) => work(trx, client));
}

/**
 * A connection of its own by which to ask whether Postgres answers; it is kept, since opening one takes longer than an
 * answer, and opened anew where it is lost.
 */
export function openPulse(url: string): {
  readonly ask: () => Promise<void>;
  readonly close: () => Promise<void>;
} {
  const pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  return {
    async ask() {
      await pool.query('select');
    },
    close: () => pool.end(),
  };
}

/** Runs `work` in a transaction that sees and writes the private rows of one council only. */
export async function asCouncil<T>(db: Db, council: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('app.council', ${council}, true)`.execute(trx);
    return work(trx);
  });
}

/**
 * Runs `work` while no other process runs under the same name; false, having done nothing, when one does. The lock
 * belongs to a connection, so a process that dies gives it back.
 */
export async function aloneWith(db: Db, name: string, work: () => Promise<void>): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{
      got: boolean;
    }>`select pg_try_advisory_lock(hashtext(${name})) as got`.execute(connection);
    if (!rows[0]?.got) return false;
    try {
      await work();
      return true;
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(connection);
    }
  });
}

/**
 * Calls `onNotice` whenever some transaction notifies the channel. Reconnects by itself; notices sent while it was
 * away are lost, so callers poll as well. Returns the function that stops it.
 */
export async function listen(
  url: string,
  role: Role,
  channel: string,
  onNotice: () => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: Client;
  async function connect(): Promise<void> {
    client = openClient(url, role);
    client.on('notification', onNotice);
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!stopped) setTimeout(() => void connect().catch(() => undefined), 1000).unref();
    });
    await client.connect();
    await client.query(`listen ${escapeIdentifier(channel)}`);
  }
  await connect();
  return async () => {
    stopped = true;
    await client.end();
  };
}

/** What Postgres says when it ends a transaction so that another may go on: a deadlock, or an order that cannot be kept. */
const FOR_ANOTHER = new Set(['40P01', '40001']);
const ATTEMPTS = 5;

/**
 * A transaction that is done again where Postgres ended it in favour of another: nothing of it was kept. `work` must do
 * nothing but what the transaction undoes. Throws what the last attempt threw.
 */
export async function inTransaction<Result>(db: Db, work: (trx: Trx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const gaveWay = error instanceof DatabaseError && FOR_ANOTHER.has(error.code ?? '');
      if (!gaveWay || attempt === ATTEMPTS) throw error;
    }
}
