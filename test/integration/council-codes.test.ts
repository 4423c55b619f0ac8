import {
  asCouncil,
  findAuditEntries,
  findBrokenAudit,
  findCouncil,
  findCouncils,
  findFormerCodes,
  openDatabase,
  privateTables,
  rekeyCouncil,
  resolveBuyer,
  saveCouncils,
  saveRecipient,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { GssCode } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSpend } from '../support/spend-files.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { runVerb } from '../support/system-cli.ts';
import { countPrivateRows, seedPrivateRows } from '../support/system-private.ts';
import { startSystem } from '../support/system.ts';

/** A new council under a stand-in, the code that it gets, and the councils around it. */
const [standIn, real] = [GssCode.parse('E99000911'), GssCode.parse('E06000911')];
const [county, neighbour] = [GssCode.parse('E10000901'), GssCode.parse('E06000912')];
const district = GssCode.parse('E07000913');
const plain = { type: 'Unitary authority', region: null, county_gss: null, starts_on: null, alt_names: [] };
const lasting = { ...plain, ends_on: null, replaced_by: [] };
const listed = [
  { gss: standIn, name: 'East Example Council', ...lasting },
  { gss: neighbour, name: 'West Example Council', ...lasting, county_gss: standIn },
  {
    gss: county,
    name: 'Example County Council',
    ...plain,
    ends_on: '2027-03-31',
    replaced_by: [standIn, neighbour],
  },
  { gss: district, name: 'Example District', ...lasting, type: 'District', county_gss: county },
];

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  await list(listed);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

async function list(councils: Parameters<typeof saveCouncils>[1]): Promise<void> {
  await db.transaction().execute((trx) => saveCouncils(trx, councils));
}

const rekey = (from: GssCode, to: GssCode) => db.transaction().execute((trx) => rekeyCouncil(trx, from, to));

async function fill(gss: string): Promise<void> {
  await asCouncil(db, gss, (trx) =>
    saveRecipient(trx, {
      council: gss,
      address: 'officer@example.com',
      role: 'officer',
      levels: ['severe'],
    }),
  );
  await seedPrivateRows(db, database, gss, '99000001');
  await loadSpend(db, gss, 'spend.csv', [{ day: '2026-01-05', payee: 'Example Paving Ltd', net: '700.00' }]);
  await sql`with award as (insert into award (ocid, award_id, source_id, title, agreement, status, regime, url, published_at,
      updated_at) values ('ocds-1', '1', 'find-a-tender', 'Paving', 'contract', 'active', 'unknown', 'https://example.com/1',
      '2026-01-01', '2026-01-01') returning id)
    insert into award_buyer (award_id, name, council) select id, 'East Example', ${gss} from award`.execute(
    db,
  );
  await sql`insert into shared_decision (id, mention_id, council, verdict, reason, at)
    select 1, id, ${gss}, 'none', 'known', now() from mention limit 1`.execute(db);
  await sql`insert into national_release (release) values (${JSON.stringify({ aggregates: [], facts: [{ council: gss, path: ['severe'], pence: 1 }] })}::jsonb)`.execute(
    db,
  );
  await sql`insert into private_release (quarter_end, released_on, release) values ('2026-06-30', '2026-08-11',
    ${JSON.stringify({ aggregates: [], facts: [{ council: gss, path: ['severe'], pence: 1 }] })}::jsonb)`.execute(
    db,
  );
  await writeSetting(db, 'council', gss);
}

/** Where a code is stored, in any column of any table. */
async function placesOf(code: string): Promise<string[]> {
  const owner = openDatabase(database.adminUrl, { max: 1 });
  try {
    const { rows: columns } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and data_type <> 'bytea' order by 1, 2`.execute(
      owner,
    );
    const places: string[] = [];
    for (const { table, column } of columns) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
        where ${sql.ref(column)}::text like ${`%${code}%`}`.execute(owner);
      if (rows[0]?.n) places.push(`${table}.${column}`);
    }
    return places;
  } finally {
    await owner.destroy();
  }
}

/** Sentences that people wrote or read, and hashes of files: they stay as they were. */
const kept = [
  'audit.council',
  'audit.detail',
  'audit.subject',
  'audit_checkpoint.council',
  'contest.claim',
  'contest.fact',
  'council_code.former',
  'hold.reference',
  'match_decision.note',
  'register_line.title',
  'register_upload.sha256',
  'register_draft.sha256',
  'supplier_list_row.cells',
];

test('everything stored for a council goes to its new code, public and private, and nothing but history names the old one', async () => {
  await fill(standIn);
  const before = await placesOf(standIn);
  expect(before).toEqual(
    expect.arrayContaining([
      ...privateTables.map((table) => `${table}.council`),
      'allocation.successor',
      'award_buyer.council',
      'payment.council',
      'spend_file.council',
      'shared_decision.council',
      'council.replaced_by',
      'council.county_gss',
      'alert.exposure',
      'national_release.release',
      'private_release.release',
      'setting.value',
    ]),
  );
  expect(await rekey(standIn, real)).toEqual({
    outcome: 're-keyed',
    name: 'East Example Council',
    payments: 1,
  });
  expect((await placesOf(standIn)).filter((place) => !kept.includes(place))).toEqual([]);
  const after = await placesOf(real);
  expect(before.filter((place) => !kept.includes(place) && !after.includes(place))).toEqual([]);
});

test('the council sees all that was its own, with the log kept under its old code unbroken, and nobody else does', async () => {
  await fill(standIn);
  await rekey(standIn, real);
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  try {
    const counts = await asCouncil(web, real, countPrivateRows);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const entries = await asCouncil(web, real, (trx) => findAuditEntries(trx, 50));
    expect(entries[0]).toMatchObject({ action: 're-keyed council', detail: { from: standIn, to: real } });
    expect(entries.map(({ action }) => action)).toContain('acknowledged alert');
    expect(await asCouncil(web, neighbour, countPrivateRows)).toEqual(privateTables.map(() => 0));
    expect(await findCouncil(web, standIn)).toMatchObject({ gss: real });
    expect(await findBrokenAudit(db)).toEqual([]);
  } finally {
    await web.destroy();
  }
});

test('a list that still has the stand-in does not bring it back, and one that has both codes is read as one council', async () => {
  await rekey(standIn, real);
  await list(listed);
  await list([{ gss: real, name: 'East Example Unitary', ...lasting }, ...listed]);
  const councils = await db
    .selectFrom('council')
    .select(['gss', 'name', 'replaced_by', 'county_gss'])
    .orderBy('gss')
    .execute();
  expect(councils).toEqual([
    { gss: real, name: 'East Example Unitary', replaced_by: [], county_gss: null },
    { gss: neighbour, name: 'West Example Council', replaced_by: [], county_gss: real },
    { gss: district, name: 'Example District', replaced_by: [], county_gss: county },
    { gss: county, name: 'Example County Council', replaced_by: [real, neighbour], county_gss: null },
  ]);
});

test('a notice that prints the code of before is still the council’s', async () => {
  await rekey(standIn, real);
  const councilOf = resolveBuyer(await findCouncils(db), await findFormerCodes(db));
  expect(councilOf({ name: 'A Team of It', ids: [standIn] }, '2026-11-23')).toBe(real);
});

test('re-keyed again to the same code nothing changes, and a third code takes all of it further', async () => {
  const third = GssCode.parse('E06000913');
  await rekey(standIn, real);
  expect(await rekey(standIn, real)).toMatchObject({ outcome: 'already', name: 'East Example Council' });
  await expect(rekey(standIn, third)).rejects.toThrow(/was re-keyed to E06000911 before/);
  await rekey(real, third);
  expect(await findCouncil(db, standIn)).toMatchObject({ gss: third });
  await expect(rekey(third, standIn)).rejects.toThrow(/is a code that E06000913 had before/);
});

test('another council’s code is refused; the same council under its new code gives way while it holds nothing', async () => {
  await expect(rekey(standIn, neighbour)).rejects.toThrow(/is the code of West Example Council, not of East/);
  await expect(rekey(GssCode.parse('E06000999'), real)).rejects.toThrow(
    /not the GSS code of an English council/,
  );
  await expect(rekey(standIn, standIn)).rejects.toThrow(/nothing was changed/);
  await list([{ gss: real, name: 'The East Example Council', ...lasting }]);
  await fill(real);
  await expect(rekey(standIn, real)).rejects.toThrow(/has rows of its own in register_upload, .*payment/);
  expect(await findCouncil(db, standIn)).toMatchObject({ gss: standIn });
  const another = GssCode.parse('E06000914');
  await list([{ gss: another, name: 'East Example Council', ...lasting }]);
  expect(await rekey(standIn, another)).toMatchObject({ outcome: 're-keyed' });
});

test('every reference to a council follows its code', async () => {
  const { rows } = await sql<{ stuck: string }>`select conname as stuck from pg_constraint
    where contype = 'f' and confrelid = 'council'::regclass and confupdtype <> 'c'`.execute(db);
  expect(rows).toEqual([]);
});

test('the operator gives East Surrey the code that the ONS publishes, and scripts may go on naming the stand-in', async () => {
  const system = await startSystem();
  try {
    const told = await runVerb(system, 'rekey-council', 'E99000001', 'e06000998');
    expect(told.report).toEqual({
      council: 'E06000998',
      name: 'East Surrey Council',
      from: 'E99000001',
      outcome: 're-keyed',
      payments: 0,
    });
    const again = await runVerb(system, 'rekey-council', 'E99000001', 'E06000998');
    expect(again).toMatchObject({ code: 0, report: { outcome: 'already' } });
    const set = await runVerb(
      system,
      'setup',
      '--council',
      'E99000001',
      '--recipient',
      'a@b.example',
      '--sources',
      'none',
    );
    expect(set).toMatchObject({ code: 0, report: { council: 'East Surrey Council' } });
    const recipient = await system.db.selectFrom('recipient').select('council').executeTakeFirst();
    expect(recipient).toEqual({ council: 'E06000998' });
    const wrong = await runVerb(system, 'rekey-council', 'East Surrey', 'E06000997');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('Did you mean: East Surrey Council is E06000998?');
    expect((await runVerb(system, 'rekey-council', 'E06000998', 'surrey')).stderr).toContain(
      'is not a GSS code',
    );
  } finally {
    await system.stop();
  }
});
