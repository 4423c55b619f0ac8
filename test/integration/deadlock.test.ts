import { inTransaction, openDatabase, type Trx } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { max: 4 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Two that each hold what the other asks for next: the second lock is asked for once both have their first. */
async function inEachOthersWay(first: (tries: number) => void) {
  let holding = 0;
  let both: () => void = () => undefined;
  const bothHold = new Promise<void>((resolve) => (both = resolve));
  let tries = 0;
  const takes = (mine: number, theirs: number) => async (trx: Trx) => {
    first((tries += 1));
    await sql`select pg_advisory_xact_lock(${mine})`.execute(trx);
    holding += 1;
    if (holding >= 2) both();
    await bothHold;
    await sql`select pg_advisory_xact_lock(${theirs})`.execute(trx);
    return mine;
  };
  return Promise.allSettled([inTransaction(db, takes(1, 2)), inTransaction(db, takes(2, 1))]);
}

test('of two that wait for each other the one that Postgres ends begins anew, and both are done', async () => {
  let tries = 0;
  const done = await inEachOthersWay((count) => (tries = count));
  expect(done).toEqual([
    { status: 'fulfilled', value: 1 },
    { status: 'fulfilled', value: 2 },
  ]);
  expect(tries).toBe(3);
});

test('what is wrong for another reason is not tried again', async () => {
  let tries = 0;
  const broken = inTransaction(db, async (trx) => {
    tries += 1;
    await sql`select 1 / 0`.execute(trx);
  });
  await expect(broken).rejects.toThrow('division by zero');
  expect(tries).toBe(1);
});

test('what Postgres ends again and again is given up and said', async () => {
  let tries = 0;
  const hopeless = inTransaction(db, async (trx) => {
    tries += 1;
    await sql`do $$ begin raise exception 'gave way' using errcode = 'deadlock_detected'; end $$`.execute(
      trx,
    );
  });
  await expect(hopeless).rejects.toThrow('gave way');
  expect(tries).toBe(5);
});
