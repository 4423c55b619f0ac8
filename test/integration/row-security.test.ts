import { asCouncil, openDatabase, privateTables, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAcrossPool } from '../support/faults-pool.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { countPrivateRows, seedPrivateRows } from '../support/system-private.ts';

let database: FreshDatabase;
let web: Db;
let national: Db;
beforeAll(async () => {
  database = await freshDatabase();
  const worker = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  await saveTestCouncils(worker);
  await seedPrivateRows(worker, councilA.gss, '99000001');
  await seedPrivateRows(worker, councilB.gss, '99000002');
  await worker.destroy();
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  national = openDatabase(database.nationalUrl, { role: 'tocsin_national', max: 1 });
});
afterAll(async () => {
  await Promise.all([web.destroy(), national.destroy()]);
  await database.drop();
});

test('a pooled connection shows no private row once its council is unset, rolled back or failed', async () => {
  const { reads, leaked, own } = await readAcrossPool(2);
  expect({ leaked, own: own > 0 }).toEqual({ leaked: 0, own: true });
  expect(reads).toBe(2 * 6 * privateTables.length);
});

test('a council sees its own rows of every private table and none of another', async () => {
  for (const { gss } of [councilA, councilB])
    await asCouncil(web, gss, async (trx) => {
      expect(Math.min(...(await countPrivateRows(trx)))).toBeGreaterThan(0);
      for (const table of privateTables) {
        const { rows } = await sql<{
          council: string;
        }>`select distinct council from ${sql.table(table)}`.execute(trx);
        expect(rows).toEqual([{ council: gss }]);
      }
    });
});

test('a council can neither change nor write rows of another', async () => {
  const lines = await asCouncil(web, councilA.gss, (trx) =>
    trx.updateTable('register_line').set({ title: 'changed' }).where('council', '=', councilB.gss).execute(),
  );
  expect(lines).toMatchObject([{ numUpdatedRows: 0n }]);
  const row = { council: councilB.gss, address: 'a@b.example', role: 'officer', levels: ['severe'] };
  await expect(
    asCouncil(web, councilA.gss, (trx) => trx.insertInto('recipient').values(row).execute()),
  ).rejects.toThrow(/row-level security/);
});

test('the national role is refused every private table', async () => {
  for (const table of privateTables)
    await expect(sql`select 1 from ${sql.table(table)}`.execute(national)).rejects.toThrow(
      /permission denied/,
    );
});
