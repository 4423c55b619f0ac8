import { openDatabase, type Db } from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages, type PagesUnderTest } from '../support/pages-app.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlerts, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// How much one page shows before it says that there is more.

const TODAY = '2026-11-23';
let database: FreshDatabase;
let db: Db;
let pages: Omit<PagesUnderTest, 'alerts' | 'database'>;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.adminUrl, { max: 2 });
  await saveTestCouncils(db);
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, TODAY);
  const causes = Array.from({ length: 26 }, (_, nth) => `band:severe:${nth + 1}`);
  await raiseTestAlerts(db, { council: councilA.gss, supplierId, assessmentId }, causes);
  pages = await openPages(database, TODAY);
});
afterAll(async () => {
  await pages.stop();
  await db.destroy();
  await database.drop();
});

const read = async (url: string) =>
  (await pages.app.inject({ url, cookies: { tocsin_council: councilA.gss } })).body;
const countOf = (body: string, pattern: RegExp) => new Set(body.match(pattern)).size;

test('twenty-five alerts are on a page of the inbox, and the rest on the next', async () => {
  const alerts = /\/alerts\/\d+/g;
  expect(countOf(await read('/alerts'), alerts)).toBe(25);
  expect(countOf(await read('/alerts?page=2'), alerts)).toBe(1);
});

test('fifty entries are on a page of the audit log, which leads to those before them while there are any', async () => {
  const enter = (count: number) =>
    sql`insert into audit (council, actor, action, subject)
      select ${councilA.gss}, 'Ann', 'did', 'thing ' || nth || '.' from generate_series(1, ${count}::int) as nth`.execute(
      db,
    );
  await sql`delete from audit`.execute(db);
  await enter(50);
  const all = await read('/audit');
  expect(countOf(all, /thing \d+\./g)).toBe(50);
  expect(all).not.toContain('Older entries');
  await sql`insert into audit (council, actor, action, subject) values (${councilA.gss}, 'Ann', 'did', 'newest')`.execute(
    db,
  );
  const first = await read('/audit');
  expect(countOf(first, /thing \d+\./g)).toBe(49);
  const [, older = ''] = /href="(\/audit\?before=[0-9a-f]{64})"/.exec(first) ?? [];
  const next = await read(older);
  expect(countOf(next, /thing \d+\./g)).toBe(1);
  expect(next).not.toContain('Older entries');
});

test('an entry of the audit log says its details in plain words, text without quotes', async () => {
  await sql`insert into audit (council, actor, action, subject, detail)
    values (${councilA.gss}, 'Ann', 'decided', 'a name', ${JSON.stringify({ as: 'Example Ltd', lines: 3 })})`.execute(
    db,
  );
  expect(await read('/audit')).toContain('as: Example Ltd, lines: 3');
});

test('two hundred messages that have not arrived are shown, and how many there are', async () => {
  await sql`insert into delivery (alert_id, council, channel, recipient)
    select (select min(id) from alert), ${councilA.gss}, 'smtp', 'officer-' || nth || '@example.org'
    from generate_series(1, ${201 - 26}::int) as nth`.execute(db);
  await sql`update delivery set recipient = 'officer-' || id || 'x@example.org'`.execute(db);
  const body = await read('/deliveries');
  expect(countOf(body, /officer-\d+x@example\.org/g)).toBe(200);
  expect(body).toContain('201');
});

test('fifty suppliers are found by a part of a name, and none by a single letter', async () => {
  await sql`insert into supplier (name, supplies_publicly)
    select 'SAMPLE CARE ' || nth || ' LTD', true from generate_series(1, 51) as nth`.execute(db);
  expect(countOf(await read('/suppliers?q=sample+care'), /sample care \d+ ltd/gi)).toBe(50);
  expect(countOf(await read('/suppliers?q=s'), /sample care \d+ ltd/gi)).toBe(0);
  expect(countOf(await read('/suppliers?q=sa'), /sample care \d+ ltd/gi)).toBe(50);
});
