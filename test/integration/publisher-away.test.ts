import { enqueue, findLastRuns, openDatabase, type Db } from '@tocsin/db';
import { openHttp, openLogger, openMemoryLimiter, Refuse } from '@tocsin/runtime';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepTrying, leftAloneFor } from '../../services/ingest/src/keep-trying.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { downloadServer } from '../support/publishers/downloads.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ID = 'register-of-companies';

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const clock = virtualClock();

/** One run of the source while nobody answers for its publisher; whether its message was done with. */
async function runAway(sourceId: string): Promise<boolean> {
  const publisher = await downloadServer({ files: {} });
  await publisher.close();
  const limiter = openMemoryLimiter(clock);
  let isDone = false;
  const finish = async () => {
    isDone = true;
  };
  await keepTrying(
    {
      db,
      logger: openLogger('test', 'silent'),
      now: () => new Date(clock.now()).toISOString(),
      setting: (name) => (name === 'COMPANIES_HOUSE_DOWNLOADS_URL' ? publisher.url : undefined),
      httpFor: ({ id, pace }) => openHttp({ userAgent: 'Tocsin test', limiter, bucket: id, pace, clock }),
    },
    { message: { v: 1, sourceId }, outboxId: '1', afterDeath: false, finish },
  );
  return isDone;
}

async function waiting() {
  const { rows } = await sql<{ message: unknown; wait: number }>`
    select message, round(extract(epoch from available_at - created_at))::int as wait from outbox
    where queue = 'ingest' and sent_at is null and dead_at is null`.execute(db);
  return rows;
}

test('a publisher that is away leaves one message that waits, longer each time, and no dead letter', async () => {
  expect(await runAway(ID)).toBe(true);
  const message = { v: 1, sourceId: ID };
  expect(await waiting()).toEqual([{ message, wait: 30 }]);
  expect(await findLastRuns(db, 1)).toMatchObject([{ outcome: 'failed' }]);
  await sql`update outbox set sent_at = now()`.execute(db);
  expect(await runAway(ID)).toBe(true);
  expect(await waiting()).toEqual([{ message, wait: 60 }]);
  // What its clock asks for meanwhile is the same message.
  expect(await runAway(ID)).toBe(true);
  expect(await waiting()).toHaveLength(1);
});

test('what its clock asked for while it failed waits as long as it has to', async () => {
  await sql`delete from outbox`.execute(db);
  const message = { v: 1 as const, sourceId: ID };
  await db.transaction().execute((trx) => enqueue(trx, 'ingest', message, { key: ID }));
  await runAway(ID);
  expect((await waiting()).map(({ wait }) => wait > 0)).toEqual([true]);
});

test('what will never work is put aside as before', async () => {
  await expect(runAway('no-such-source')).rejects.toThrow(Refuse);
});

test('a publisher is left alone as long as it asked, and never for more than ten minutes of our own', () => {
  const now = '2026-11-23T22:00:00.000Z';
  const waits = (notBefore: number | null) => (failed: number) =>
    leftAloneFor({ notBefore }, failed, now) / 1_000;
  expect([1, 2, 3, 20].map(waits(null))).toEqual([30, 60, 120, 600]);
  expect([1, 20].map(waits(Date.parse(now) + 3_600_000))).toEqual([3_600, 3_600]);
  expect([1, 20].map(waits(Date.parse(now) - 1))).toEqual([30, 600]);
});
