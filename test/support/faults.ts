import { countOpen, enqueueAll, openDatabase, type Db } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import type { QueueName } from '@tocsin/messages';
import { openQueues, startRelay, startWorker, type Queues, type Work } from '@tocsin/queue';
import { Queue } from 'bullmq';
import { sql } from 'kysely';
import { freshDatabase, freshRedis, type FreshDatabase } from './stack.ts';
import { until } from './system-wait.ts';
import { silent } from './system.ts';

/** A database and a Redis with a table of effects, on which messages are handled and things are broken. */
export interface Ground {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** As the worker. */
  readonly db: Db;
  readonly queues: Queues;
  readonly startRelay: (sweepAfterMs?: number) => Promise<void>;
  readonly startWorker: <Q extends QueueName>(
    queue: Q,
    handle: (work: Work<Q>) => Promise<void>,
    concurrency?: number,
  ) => void;
  /** Waits until every message has been handled or put aside. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

type Place = Pick<FreshDatabase, 'url' | 'adminUrl' | 'drop'>;

/** On the servers of the run, unless the test brings some that it may break. */
export async function openGround(own: { database?: Place; redisUrl?: string } = {}): Promise<Ground> {
  const database = own.database ?? (await freshDatabase());
  const redisUrl = own.redisUrl ?? (await freshRedis()).url;
  await makeEffectTable(database.adminUrl);
  const db = openDatabase(database.url, { role: 'tocsin_worker', max: 16 });
  const queues = openQueues(redisUrl);
  const stops: (() => Promise<void>)[] = [];
  return {
    databaseUrl: database.url,
    redisUrl,
    db,
    queues,
    async startRelay(sweepAfterMs = 5_000) {
      stops.push(await startRelay({ db, databaseUrl: database.url, queues, logger: silent, sweepAfterMs }));
    },
    startWorker(queue, handle, concurrency = 8) {
      stops.push(startWorker(queue, { redisUrl, db, logger: silent, handle, concurrency }));
    },
    settled: () => until(async () => (await countOpen(db)) === 0),
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await queues.close();
      await db.destroy();
      await database.drop();
    },
  };
}

/** A queue of the ground as Redis keeps it. The caller closes it. */
export function openRawQueue({ redisUrl }: Pick<Ground, 'redisUrl'>, name: QueueName): Queue {
  const { hostname, port, pathname, password } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port), db: Number(pathname.slice(1)), password };
  return new Queue(name, { connection, prefix: '{tocsin}' });
}

/** Without a unique key: an effect that happens twice is seen. */
async function makeEffectTable(adminUrl: string): Promise<void> {
  const owner = openDatabase(adminUrl, { max: 1 });
  await sql`CREATE TABLE effect (message text NOT NULL); GRANT ALL ON effect TO tocsin_worker`.execute(owner);
  await owner.destroy();
}

/** The effect of a message, in the transaction that finishes it. */
export async function leaveEffect(db: Db, work: Work<'score'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`insert into effect select unnest(${work.message.supplierIds}::text[])`.execute(trx);
    await work.finish(trx);
  });
}

/** Messages `1` to `count` on the score queue, each to travel by itself, 500 a transaction. */
export async function enqueueMany(db: Db, count: number, from = 1): Promise<void> {
  for (let first = from; first < from + count; first += 500) {
    const numbers = Array.from({ length: Math.min(500, from + count - first) }, (_, at) => first + at);
    const messages = numbers.map((number) => ({
      message: { v: 2 as const, supplierIds: [SupplierId.parse(String(number))], asOf: null },
      key: `alone:${number}`,
    }));
    await db.transaction().execute((trx) => enqueueAll(trx, 'score', messages));
  }
}

export interface Effects {
  readonly lost: number;
  readonly duplicates: number;
}

/** What became of `count` messages. */
export async function countEffects(db: Db, count: number): Promise<Effects> {
  const { rows } = await sql<{ all: number; distinct: number }>`
    select count(*)::int as all, count(distinct message)::int as distinct from effect`.execute(db);
  const { all = 0, distinct = 0 } = rows[0] ?? {};
  return { lost: count - distinct, duplicates: all - distinct };
}

/** Seconds that something takes; for figures, never for a verdict in `npm test`. */
export async function timed<T>(work: () => Promise<T>): Promise<T & { readonly seconds: number }> {
  const began = performance.now();
  const result = await work();
  return { ...result, seconds: (performance.now() - began) / 1000 };
}
