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
  await seedPrivateRows(worker, database, councilA.gss, '99000001');
  await seedPrivateRows(worker, database, councilB.gss, '99000002');
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
    trx.updateTable('recipient').set({ active: false }).where('council', '=', councilB.gss).execute(),
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

/** What a session of council A hears when it writes a row that refers to this row of another table. */
async function answerTo(attempt: (id: string) => ReturnType<typeof sql>, id: string): Promise<string> {
  return asCouncil(web, councilA.gss, async (trx) => {
    // One register of a council is in force at a time.
    await sql`update register_upload set undone_at = now()`.execute(trx);
    await attempt(id).execute(trx);
    return 'written';
  }).catch((error: unknown) => {
    const { message, code, detail } = error as { message: string; code: string; detail?: string };
    return `${code} ${message} ${detail ?? ''}`.replaceAll(`(${id}, `, '(id, ');
  });
}

test.each([
  [
    'register_upload',
    (id: string) => sql`insert into register_line (upload_id, council, row, supplier_name, title)
      values (${id}, ${councilA.gss}, 2, 'Example', 'Example')`,
  ],
  [
    'register_upload',
    (
      id: string,
    ) => sql`insert into register_upload (council, file_name, sha256, line_count, uploaded_by, replaces)
      values (${councilA.gss}, 'a.csv', 'a', 0, 'officer', ${id})`,
  ],
  [
    'alert',
    (id: string) => sql`insert into alert_action (alert_id, council, action, by_whom)
      values (${id}, ${councilA.gss}, 'acknowledge', 'officer')`,
  ],
  [
    'match_decision',
    (id: string) => sql`insert into match_decision (council, printed_text, undoes, by_whom)
      values (${councilA.gss}, 'EXAMPLE||', ${id}, 'officer')`,
  ],
] as const)(
  'a row of %s of another council is referred to by nobody, and answers as one that is not there',
  async (table, attempt) => {
    const owner = openDatabase(database.adminUrl, { max: 1 });
    const { rows } = await sql<{ id: string; council: string }>`
    select min(id)::text as id, council from ${sql.table(table)} group by council`.execute(owner);
    await owner.destroy();
    const idOf = (gss: string) => rows.find(({ council }) => council === gss)?.id ?? '';
    const [theirs, none] = [await answerTo(attempt, idOf(councilB.gss)), await answerTo(attempt, '999999')];
    expect(theirs).toContain('violates foreign key constraint');
    expect(theirs).toBe(none);
    expect(await answerTo(attempt, idOf(councilA.gss))).not.toContain('foreign key');
  },
);

test('nobody gives a row its number, since asking whether one is taken would tell of others', async () => {
  for (const table of ['alert_action', 'match_decision', 'recipient', 'register_line', 'audit'])
    await expect(
      asCouncil(web, councilA.gss, (trx) =>
        sql`insert into ${sql.table(table)} (id, council) overriding system value values (1, ${councilA.gss})`.execute(
          trx,
        ),
      ),
    ).rejects.toThrow(/permission denied/);
});

test('the statistics of Postgres tell neither a council nor the national role a value of a private table', async () => {
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await sql`analyze`.execute(owner);
  await owner.destroy();
  const listed = [...privateTables];
  for (const db of [web, national]) {
    const told = await sql`
      select tablename from pg_stats where tablename = any(${listed}::text[])
      union all select tablename from pg_stats_ext where tablename = any(${listed}::text[])
      union all select tablename from pg_stats_ext_exprs where tablename = any(${listed}::text[])`.execute(
      db,
    );
    expect(told.rows).toEqual([]);
    await expect(sql`select from pg_statistic`.execute(db)).rejects.toThrow(/permission denied/);
  }
});
