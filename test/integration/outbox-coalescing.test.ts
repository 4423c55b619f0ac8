import { enqueue, enqueueScoring, openDatabase, relayBatch, type Db, type OutboxRow } from '@tocsin/db';
import { SupplierId } from '@tocsin/domain';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await sql`CREATE TABLE news (id int PRIMARY KEY, supplier text); GRANT ALL ON news TO tocsin_worker`.execute(
    owner,
  );
  await owner.destroy();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 8 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** What was handled is done: a queue with much under way has the rest wait for each other. */
async function finish(ids: readonly string[]): Promise<void> {
  await sql`update outbox set done_at = now() where id = any(${ids}::bigint[])`.execute(db);
}

/** Whatever waits or is under way has not done so for long, however slow the machine is. */
async function justNow(): Promise<void> {
  await sql`update outbox set created_at = now() + interval '1 hour',
    sent_at = case when sent_at is not null then now() + interval '1 hour' end where done_at is null`.execute(
    db,
  );
}

function messageAbout(supplier: string) {
  return { v: 2 as const, supplierIds: [SupplierId.parse(supplier)], asOf: null };
}

const moves = fc.array(
  fc.record({
    step: fc.constantFrom('write', 'write', 'commit', 'roll back', 'relay', 'relay while writing'),
    producer: fc.integer({ min: 0, max: 2 }),
    supplier: fc.constantFrom('1', '2'),
  }),
  { minLength: 4, maxLength: 20 },
);

let lastNews = 0;

/** Producers with a transaction of their own each, and a handler that reads the news of the supplier it is told of. */
function openScene() {
  const open = new Map<number, { news: number; supplier: string; trx: Awaited<ReturnType<typeof begin>> }>();
  const committed: number[] = [];
  const read = new Set<number>();
  const begin = () => db.startTransaction().execute();
  // Whoever writes of the same supplier waits for the other's end: that order is Postgres's to keep, not ours to test.
  const mayWrite = (producer: number, supplier: string) =>
    !open.has(producer) && [...open.values()].every((other) => other.supplier !== supplier);

  async function write(producer: number, supplier: string): Promise<void> {
    if (!mayWrite(producer, supplier)) return;
    const trx = await begin();
    const news = (lastNews += 1);
    open.set(producer, { news, supplier, trx });
    await sql`insert into news values (${news}, ${supplier})`.execute(trx);
    await enqueue(trx, 'score', messageAbout(supplier), { key: supplier });
  }
  async function end(producer: number, how: 'commit' | 'roll back'): Promise<void> {
    const own = open.get(producer);
    if (!own) return;
    open.delete(producer);
    await (how === 'commit' ? own.trx.commit() : own.trx.rollback()).execute();
    if (how === 'commit') committed.push(own.news);
  }
  async function relay(beside?: () => Promise<void>): Promise<number> {
    let meanwhile: Promise<void> | undefined;
    const handled: string[] = [];
    const sent = await relayBatch(db, 10, async (rows) => {
      meanwhile = beside?.();
      for (const { id, message } of rows) {
        await handle(message);
        handled.push(id);
      }
    });
    await meanwhile;
    await finish(handled);
    return sent;
  }
  async function handle(message: unknown): Promise<void> {
    const { supplierIds } = message as ReturnType<typeof messageAbout>;
    const { rows } = await sql<{
      id: number;
    }>`select id from news where supplier = any(${supplierIds}::text[])`.execute(db);
    for (const { id } of rows) read.add(id);
  }
  return { open, committed, read, write, end, relay };
}

test('whatever is committed is read by a handler that runs after it, however writers and relay interleave', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (schedule) => {
      const scene = openScene();
      for (const { step, producer, supplier } of schedule) {
        if (step === 'write') await scene.write(producer, supplier);
        else if (step === 'relay') await scene.relay();
        else if (step === 'relay while writing') await scene.relay(() => scene.write(producer, supplier));
        else await scene.end(producer, step === 'commit' ? 'commit' : 'roll back');
      }
      for (const producer of Array.from(scene.open.keys())) await scene.end(producer, 'commit');
      while ((await scene.relay()) > 0);
      expect(scene.committed.filter((news) => !scene.read.has(news))).toEqual([]);
    }),
    { numRuns: 60, seed: 20_261_123 },
  );
});

test('many writers of one key at once are sent as one message, and a later one as a second', async () => {
  const writeAtOnce = (writers: number) =>
    Promise.all(
      Array.from({ length: writers }, () =>
        db.transaction().execute((trx) => enqueue(trx, 'score', messageAbout('7'), { key: '7:' })),
      ),
    );
  const sent: number[] = [];
  const send = async (rows: readonly OutboxRow[]) => void sent.push(rows.length);
  await writeAtOnce(20);
  await relayBatch(db, 100, send);
  await writeAtOnce(1);
  await relayBatch(db, 100, send);
  expect(sent).toEqual([1, 1]);
});

test('what could not be handed over stays, and is handed over the next time', async () => {
  await db.transaction().execute((trx) => enqueue(trx, 'score', messageAbout('8')));
  const away = relayBatch(db, 100, async () => {
    throw new Error('Redis is away');
  });
  await expect(away).rejects.toThrow('Redis is away');
  const sent: OutboxRow[] = [];
  await relayBatch(db, 100, async (rows) => void sent.push(...rows));
  expect(sent).toMatchObject([{ message: messageAbout('8'), sends: 1 }]);
});

afterEach(async () => {
  await sql`update outbox set done_at = now() where done_at is null`.execute(db);
});

test('suppliers that wait together are sent as one message, and whoever is to be apart by itself', async () => {
  const ask = (supplierId: string, together: number | 'alone' = 1) =>
    db.transaction().execute((trx) => enqueueScoring(trx, [supplierId], null, { together }));
  for (const supplierId of ['11', '12', '13']) await ask(supplierId);
  await ask('14', 'alone');
  await ask('15', 'alone');
  const sent: OutboxRow[] = [];
  await relayBatch(db, 100, async (rows) => void sent.push(...rows));
  expect(sent.map(({ message }) => message)).toEqual([
    { v: 2, supplierIds: ['11', '12', '13'], asOf: null },
    { v: 2, supplierIds: ['14'], asOf: null },
    { v: 2, supplierIds: ['15'], asOf: null },
  ]);
  const stored = await db
    .selectFrom('outbox')
    .select('message')
    .where('id', '=', sent[0]?.id ?? '')
    .execute();
  expect(stored).toEqual([{ message: sent[0]?.message }]);
});

test('what is joined while it cannot be handed over is joined and handed over the next time, once', async () => {
  await db.transaction().execute((trx) => enqueueScoring(trx, ['21', '22'], null, { together: 1 }));
  const away = relayBatch(db, 100, async () => {
    throw new Error('Redis is away');
  });
  await expect(away).rejects.toThrow('Redis is away');
  const sent: OutboxRow[] = [];
  while ((await relayBatch(db, 100, async (rows) => void sent.push(...rows))) > 0);
  expect(sent).toMatchObject([{ message: { supplierIds: ['21', '22'] }, sends: 1 }]);
});

test('while every handler of a queue is at work the rest waits, and is joined, for a second at most', async () => {
  const ask = (supplierId: string) =>
    db.transaction().execute((trx) => enqueueScoring(trx, [supplierId], null));
  const sent: OutboxRow[] = [];
  const relay = () => relayBatch(db, 100, async (rows) => void sent.push(...rows));
  for (let supplier = 31; supplier < 35; supplier += 1) {
    await ask(String(supplier));
    await relay();
  }
  expect(sent).toHaveLength(4);
  for (const supplier of ['41', '42']) await ask(supplier);
  await justNow();
  expect(await relay()).toBe(0);
  await finish([sent[0]?.id ?? '']);
  expect(await relay()).toBe(2);
  expect(sent.at(-1)?.message).toMatchObject({ supplierIds: ['41', '42'] });
  await ask('43');
  expect(await relay()).toBe(0);
  await sql`update outbox set created_at = created_at - interval '1 second' where sent_at is null`.execute(
    db,
  );
  expect(await relay()).toBe(1);
});
