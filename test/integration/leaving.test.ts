import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  asCouncil,
  audit,
  catalogueRows,
  columnsIn,
  eraseCouncil,
  expire,
  exportCouncil,
  findActors,
  openAuditNames,
  openDatabase,
  openFor,
  privateTables,
  recordHold,
  releaseHold,
  verifyAudit,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPerson, tenantOf } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { seedPrivateRows } from '../support/system-private.ts';

const LASTING = new Set(['audit', 'audit_checkpoint']);
const leaving = councilA.gss;
const AT = '2026-11-23T12:00:00.000Z';

let database: FreshDatabase;
let owner: Db;
let worker: Db;
beforeAll(async () => {
  database = await freshDatabase();
  owner = openDatabase(database.adminUrl, { max: 1 });
  worker = openFor('command line', database.adminUrl, { max: 2 });
  await saveTestCouncils(worker);
  for (const [{ gss }, number] of [
    [councilA, '99000001'],
    [councilB, '99000002'],
  ] as const) {
    await worker
      .insertInto('recipient')
      .values({
        council: gss,
        address: `inbox@${gss.toLowerCase()}.example`,
        role: 'procurement',
        levels: ['severe'],
      })
      .execute();
    await seedPrivateRows(worker, database, gss, number);
  }
});
afterAll(async () => {
  await Promise.all([owner.destroy(), worker.destroy()]);
  await database.drop();
});

async function countOf(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where council = ${leaving}`.execute(owner);
  return rows[0]?.n ?? 0;
}

/** A sum over the rows of every table that are not the leaving council's, by table. */
async function othersRows(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { table } of catalogueRows) {
    const { rows: has } = await sql`
      select from pg_attribute where attrelid = ${table}::regclass and attname = 'council' and not attisdropped`.execute(
      owner,
    );
    const theirs =
      table === 'person'
        ? sql`exists (select from membership where person_id = person.id and council is distinct from ${leaving})`
        : has.length > 0 && (privateTables as readonly string[]).includes(table)
          ? sql`council is distinct from ${leaving}`
          : sql`true`;
    const { rows } = await sql<{ sum: string }>`
      select coalesce(sum(hashtextextended(${sql.table(table)}::text, 0)::numeric), 0)::text as sum
      from ${sql.table(table)} where ${theirs}`.execute(owner);
    sums[table] = rows[0]?.sum ?? '';
  }
  return sums;
}

test('an export holds every row of which the council is controller, says what it is, and holds no secret', async () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'leaving-')), 'export');
  await exportCouncil(worker, councilA, folder);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const tables: readonly { table: string; file: string; rows: number; sha256: string; what: string }[] =
    manifest.tables;
  expect(privateTables.filter((name) => !tables.some(({ table }) => table === name))).toEqual([]);
  for (const { table, file, rows, sha256, what } of tables) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    expect([table, createHash('sha256').update(text).digest('hex')]).toEqual([table, sha256]);
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect([table, lines.length]).toEqual([table, rows]);
    if (table !== 'person') expect([table, rows]).toEqual([table, await countOf(table)]);
    expect(lines.filter((line) => 'council' in line && line.council !== leaving)).toEqual([]);
    const secrets = columnsIn(catalogueRows.find((row) => row.table === table)?.secret);
    expect(lines.flatMap((line) => Object.keys(line).filter((column) => secrets.includes(column)))).toEqual(
      [],
    );
    expect(what).not.toBe('');
  }
  expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
  const [draft] = readFileSync(path.join(folder, 'register_draft.jsonl'), 'utf8').split('\n');
  expect(Buffer.from(JSON.parse(draft ?? '').body, 'base64').toString()).toBe(`of ${leaving}`);
  await expect(exportCouncil(worker, councilA, folder)).rejects.toThrow('is not empty');
  expect(existsSync(path.join(folder, 'audit.jsonl'))).toBe(true);
});

test('while a hold stands nothing is erased', async () => {
  const id = await asCouncil(worker, leaving, (trx) =>
    recordHold(trx, {
      council: leaving,
      kind: 'dispute',
      reference: 'Claim 7',
      supplierId: null,
      by: 'officer',
    }),
  );
  const erasing = worker
    .transaction()
    .execute((trx) => eraseCouncil(trx, leaving, '2026-11-24', 'command line'));
  await expect(erasing).rejects.toThrow(`Hold ${id} stands`);
  expect(await countOf('alert')).toBeGreaterThan(0);
  await asCouncil(worker, leaving, (trx) =>
    releaseHold(trx, { council: leaving, id, by: 'officer', at: AT }),
  );
});

test('no entry of the audit log names what somebody has written or is called', async () => {
  const { rows } = await sql<{ said: string }>`
    select concat_ws(' ', actor, subject, detail::text) as said from audit where council = ${leaving}`.execute(
    owner,
  );
  const said = rows.map((row) => row.said).join('\n');
  for (const written of [
    'contracts-99000001@',
    'contracts.csv',
    'Care homes',
    'Ledger',
    'Finance system',
    'Person adm',
    'FOI of',
  ])
    expect([written, said.includes(written)]).toEqual([written, false]);
  expect(said).toMatch(/name \d+/);
  const open = await asCouncil(worker, leaving, openAuditNames);
  expect(open(said)).toContain('“Finance system”');
});

test('once it is erased nothing of the council is in a private table, its log stays and names nobody, others’ rows are as they were', async () => {
  const both = await seedPerson(worker, database, councilB.gss, 'of-both', ['officer']);
  await sql`insert into membership (person_id, council, roles, since) values (${both}, ${leaving}, '{officer}', ${AT})`.execute(
    owner,
  );
  await sql`
    update register_line set supplier_id = (select id from supplier order by nth limit 1) where council = ${leaving}`.execute(
    owner,
  );
  const [before, logged] = [await othersRows(), await countOf('audit')];
  const erased = await worker
    .transaction()
    .execute((trx) => eraseCouncil(trx, leaving, '2026-11-24', 'command line'));
  for (const table of privateTables) {
    if (LASTING.has(table)) continue;
    expect([table, await countOf(table)]).toEqual([table, 0]);
    expect([table, (erased[table] ?? 0) > 0]).toEqual([table, true]);
  }
  expect(await countOf('audit')).toBe(logged + 1);
  expect((await verifyAudit(worker)).broken).toEqual([]);
  expect([...(await asCouncil(worker, leaving, findActors)).values()]).not.toContain(
    `Person administrator-${leaving.toLowerCase()}`,
  );
  const after = await othersRows();
  const changed = Object.keys(before).filter((table) => before[table] !== after[table]);
  // Whom only its register named is looked at no longer; its directory and its links in mails go.
  expect(changed.filter((table) => !['supplier', 'tenant', 'sign_in_link'].includes(table))).toEqual([]);
  const tenants = await owner.selectFrom('tenant').select('id').execute();
  expect(tenants.map(({ id }) => id)).toEqual([tenantOf(councilB.gss)]);
});

test('entries past seven years end, the last hash stands for them, and the chain goes on from it', async () => {
  const entry = { actor: 'person 1', action: 'acknowledged alert', subject: 'alert 1' };
  const old = (council: string | null, year: number) =>
    sql`insert into audit (council, actor, action, subject, at) values (${council}, 'person 1', 'signed in', 'person 1',
      ${`${year}-03-01T09:00:00Z`})`.execute(owner);
  const [ended, going] = ['E09000033', councilB.gss];
  for (const year of [2010, 2011, 2012]) await old(ended, year);
  await sql`delete from audit where council = ${going}`.execute(owner);
  await sql`delete from audit_checkpoint where council = ${going}`.execute(owner);
  for (const year of [2010, 2011]) await old(going, year);
  await worker.transaction().execute((trx) => audit(trx, { council: going, ...entry }));
  const endOld = async () => (await expire(worker, AT)).audit;
  const holding = await asCouncil(worker, going, (trx) =>
    recordHold(trx, {
      council: going,
      kind: 'dispute',
      reference: 'Claim 7',
      supplierId: null,
      by: 'person 1',
    }),
  );
  expect(await endOld()).toBe(3);
  await asCouncil(worker, going, (trx) =>
    releaseHold(trx, { council: going, id: holding, by: 'person 1', at: AT }),
  );
  expect(await endOld()).toBe(2);
  expect(await endOld()).toBe(0);
  await worker.transaction().execute((trx) => audit(trx, { council: ended, ...entry }));
  const check = await verifyAudit(worker);
  expect(check).toMatchObject({ broken: [], ended: 6 });
  const { rows } = await sql<{ entries: string; previous: string }>`
    select entries, (select previous_hash from audit where audit.council = audit_checkpoint.council order by id limit 1) = hash as previous
    from audit_checkpoint where council in (${ended}, ${going}) order by council`.execute(owner);
  expect(rows).toEqual([
    { entries: '2', previous: true },
    { entries: '3', previous: true },
  ]);
});

test('no service ends an entry that is younger, or leaves a checkpoint of its own making', async () => {
  const { id } = await owner
    .selectFrom('audit')
    .select('id')
    .where('council', '=', councilB.gss)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const leave = sql`update audit_checkpoint set last_id = ${id} where council = ${councilB.gss}`;
  await expect(leave.execute(worker)).rejects.toThrow('younger than seven years');
  const forge = sql`update audit_checkpoint set hash = 'other'`;
  await expect(forge.execute(worker)).rejects.toThrow('permission denied');
  await sql`delete from audit`.execute(worker);
  const left = await owner.selectFrom('audit').select('id').where('id', '=', id).execute();
  expect(left).toEqual([{ id }]);
});
