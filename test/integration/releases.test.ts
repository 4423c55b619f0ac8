import { findBrokenAudit, migrate, openDatabase } from '@tocsin/db';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpDatabase } from '../support/dump.ts';
import { EMPTY_AT_REST, leftBy, lostRows, releases, restore, rowsOf, schemaOf } from '../support/releases.ts';
import type { OldDatabase, Rows } from '../support/releases.ts';
import { refusedSql, shapeOf } from '../support/sent-sql.ts';
import { freshDatabase } from '../support/stack.ts';

let current: readonly string[];
beforeAll(async () => {
  const fresh = await freshDatabase();
  const client = new Client({ connectionString: fresh.adminUrl });
  await client.connect();
  current = await schemaOf(client);
  await client.end();
  await fresh.drop();
});

/**
 * What sessions of earlier versions could do and nobody may any more, since councils could read or ask of each other by
 * it: such a request is refused while its version still runs beside the new one.
 */
const CLOSED = /^\S+ as tocsin_(web|national): permission denied for table (outbox|document):/;

test('every release has left its database', () => {
  expect(releases.filter((release) => leftBy(release, 'database.sql') === undefined)).toEqual([]);
  expect(releases).toEqual(expect.arrayContaining(['0.1.0', '0.1.0-385eb8c', '0.1.0-fbb380f']));
});

describe.each(releases)('a database of %s', (release) => {
  const dump = leftBy(release, 'database.sql') ?? '';
  let old: OldDatabase;
  let before: Rows;
  let applied: readonly string[];
  beforeAll(async () => {
    old = await restore(dump);
    before = await rowsOf(old.client);
    applied = await migrate(old.adminUrl);
  });
  afterAll(() => old.drop());

  test('has rows in every table of its time, so that every change of a table meets some', () => {
    const empty = Object.entries(before).filter(([, rows]) => rows.length === 0);
    expect(empty.map(([table]) => table).filter((table) => !EMPTY_AT_REST.includes(table))).toEqual([]);
  });

  test('is brought up to date and loses no row and no value', async () => {
    const after = await rowsOf(old.client);
    expect(lostRows(before, after)).toEqual([]);
    const ran = after['kysely_migration']?.map(({ name }) => name) ?? [];
    expect(ran).toHaveLength((before['kysely_migration']?.length ?? 0) + applied.length);
  });

  test('has the schema of a new one afterwards', async () => {
    expect(await schemaOf(old.client)).toEqual(current);
  });

  test('has nothing more to run the second time', async () => {
    expect(await migrate(old.adminUrl)).toEqual([]);
  });

  test('answers the services of its time still, while they run beside the new ones', async () => {
    const sql = leftBy(release, 'sql.json');
    const refused = await refusedSql(old.client, sql === undefined ? [] : JSON.parse(sql));
    expect(refused.filter((one) => !CLOSED.test(one))).toEqual([]);
  });

  test('keeps its audit log unbroken', async () => {
    const db = openDatabase(old.adminUrl, { max: 1 });
    expect(await findBrokenAudit(db)).toEqual([]);
    await db.destroy();
  });
});

test('a dump that is restored gives the same dump again', async () => {
  const dump = leftBy('0.1.0', 'database.sql') ?? '';
  const old = await restore(dump);
  expect(await dumpDatabase(old.client)).toBe(dump);
  await old.drop();
});

test('a row that an upgrade lost, or changed, is found', () => {
  const before = { payment: [{ id: '1', pence: '100' }], council: [{ gss: 'E06000902' }] };
  const after = { payment: [{ id: '1', pence: '101', vat: 'net' }], council: [{ gss: 'E06000902' }] };
  expect(lostRows(before, after)).toEqual(['payment [["id","1"],["pence","100"]]']);
  expect(lostRows(before, { council: [] })).toEqual(['every row of payment', 'council []']);
});

test('a statement that an old service sends and the new schema refuses is found', async () => {
  const old = await restore(leftBy('0.1.0', 'database.sql') ?? '');
  const from = 'packages/db/src/spend/spend.ts';
  const asked = { from, role: 'tocsin_web', sql: 'select name from council where gss = $1' };
  const gone = { ...asked, sql: 'select motto from council where gss = $1' };
  const forbidden = { ...asked, sql: 'delete from audit where id = $1' };
  const copied = { from, role: 'tocsin_worker', sql: 'copy payment (council, motto) from stdin' };
  expect(await refusedSql(old.client, [asked, gone, forbidden, copied])).toEqual([
    expect.stringContaining('column "motto" does not exist'),
    expect.stringContaining('permission denied for table audit'),
    expect.stringContaining('column "motto" of relation "payment" does not exist'),
  ]);
  await old.drop();
});

test('a statement on tables that its transaction makes for itself is planned on them', async () => {
  const old = await restore(leftBy('0.1.0', 'database.sql') ?? '');
  const about = { from: 'packages/db/src/record/table-staging.ts', role: 'tocsin_worker' };
  const statements = [
    'create temporary table changed on commit drop as select row_id from staged where row_id = $1',
    'create temporary table staged (row_id text not null) on commit drop',
    'copy staged (row_id) from stdin',
    'select row_id from changed where row_id = $1',
  ].map((sql) => ({ ...about, sql }));
  expect(await refusedSql(old.client, statements)).toEqual([]);
  expect(await refusedSql(old.client, statements.slice(2))).toHaveLength(2);
  await old.drop();
});

test('a statement on the tables of a register that is being loaded is planned on them', async () => {
  const database = await freshDatabase();
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const about = { from: 'packages/db/src/who/load-register.ts', role: 'tocsin_worker' };
  const copy = { ...about, sql: 'copy register_block_next (key, number) from stdin (format binary)' };
  const begin = { ...about, sql: 'select register_begin_load()' };
  expect(await refusedSql(client, [copy])).toHaveLength(1);
  expect(await refusedSql(client, [begin, copy])).toEqual([]);
  await client.end();
  await database.drop();
});

test('statements that differ in the length of their lists alone are one', () => {
  const one = 'insert into "look" ("a", "b") values ($1, $2) on conflict do nothing';
  const three = 'insert into "look" ("a", "b") values ($1, $2), ($3, $4), ($5, $6) on conflict do nothing';
  expect(shapeOf(three)).toBe(shapeOf(one));
  expect(shapeOf('select 1 from a where b in ($1, $2, $3)')).toBe(shapeOf('select 1 from a where b in ($1)'));
  expect(shapeOf('select 1 from a where b = $1')).not.toBe(shapeOf('select 1 from a where c = $1'));
});
