import {
  countCoverage,
  findCouncil,
  findCouncilCoverage,
  findCouncilOfAlert,
  findCouncils,
  findCouncilsOnRecord,
  findCouncilsToCount,
  findDaysOfNote,
  findNationalPrivate,
  findPaymentsNotices,
  findPrivateFacts,
  findPrivateReleases,
  findLatestDay,
  findReplayedTo,
  findSuccession,
  findTellingCouncil,
  openDatabase,
  readSetting,
  resolveBuyer,
  saveCouncils,
  saveDirection,
  saveRelease,
  writeSetting,
  type CouncilRow,
  type Db,
} from '@tocsin/db';
import { GssCode, type RiskBand } from '@tocsin/domain';
import type { PrivateRelease } from '@tocsin/exposure';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { watchAt } from '../support/watch.ts';

// What is known of councils: which one is meant, what became of it, what it has published, and what all add up to.

const TODAY = '2026-11-23';
const row = (gss: string, name: string, rest: Partial<CouncilRow> = {}): CouncilRow => ({
  gss,
  name,
  type: 'Unitary authority',
  region: 'South West',
  county_gss: null,
  starts_on: null,
  ends_on: null,
  replaced_by: [],
  alt_names: [],
  ...rest,
});
const a = row('E06000901', 'Alpha Council');
const b = row('E06000902', 'Beta Council', { region: null });
const c = row('E06000903', 'Gamma Council');

let database: FreshDatabase;
let db: Db;
let owner: Db;
let one: string;
let two: string;
let three: string;
let four: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  one = await saveTestSupplier(db, '99000001');
  two = await saveTestSupplier(db, '99000002');
  three = await saveTestSupplier(db, '99000003');
  four = await saveTestSupplier(db, '99000004');
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
const save = (...councils: readonly CouncilRow[]) =>
  db.transaction().execute((trx) => saveCouncils(trx, councils));
beforeEach(async () => {
  await emptied(
    owner,
    'delivery',
    'alert',
    'current_assessment',
    'assessment',
    'register_line',
    'register_upload',
  );
  await emptied(
    owner,
    'award_buyer',
    'award_supplier',
    'award',
    'spend_file',
    'payments_notice',
    'council_coverage',
  );
  await emptied(
    owner,
    'observation',
    'mention',
    'document',
    'national_private',
    'private_release',
    'council_code',
  );
  await emptied(owner, 'setting', 'letter', 'council');
  await save(b, a, c);
});

let awards = 0;
/** A published contract of a buyer with a supplier; of a council unless there is none. */
async function award(
  council: string | null,
  supplierId: string | null,
  given: { net?: number; gross?: number } = {},
): Promise<string> {
  awards += 1;
  const { rows } = await sql<{ id: string }>`
    insert into award (ocid, award_id, source_id, value_pence, gross_pence, agreement, regime, url, published_at, updated_at)
    values (${`ocds-${awards}`}, '1', 'find-a-tender', ${given.net ?? null}, ${given.gross ?? null}, 'contract', 'unknown', 'x', now(), now())
    returning id`.execute(db);
  const id = rows[0]?.id ?? '';
  await db
    .insertInto('award_buyer')
    .values({ award_id: id, name: council ?? 'A ministry', council })
    .execute();
  if (supplierId !== null) await placeWith(id, supplierId);
  return id;
}
async function placeWith(awardId: string, supplierId: string): Promise<void> {
  const mention = await db
    .insertInto('mention')
    .values({ name: `EXAMPLE ${awardId} OF ${supplierId}`, supplier_id: supplierId, outcome: 'matched' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('award_supplier').values({ award_id: awardId, mention_id: mention.id }).execute();
}
async function stands(supplierId: string, band: RiskBand, asOf = TODAY): Promise<void> {
  const id = await saveTestAssessment(db, supplierId, asOf);
  await db.updateTable('assessment').set({ band }).where('id', '=', id).execute();
  await db.updateTable('current_assessment').set({ band }).where('supplier_id', '=', supplierId).execute();
}

test('the councils are listed by name, and one is found by its code, or by the code that it had before', async () => {
  expect((await findCouncils(db)).map(({ name }) => name)).toEqual([a.name, b.name, c.name]);
  await db.insertInto('council_code').values({ former: 'E06000999', gss: b.gss }).execute();
  expect((await findCouncil(db, c.gss))?.name).toBe(c.name);
  expect((await findCouncil(db, 'E06000999'))?.name).toBe(b.name);
  expect(await findCouncil(db, 'E06000998')).toBeUndefined();
});

test('a list brings a council up to date, under its own code where the list has that of before, and never twice', async () => {
  await db.insertInto('council_code').values({ former: 'E06000999', gss: b.gss }).execute();
  await save(row('E06000999', 'Beta City Council'), {
    ...c,
    county_gss: 'E06000999',
    replaced_by: ['E06000999'],
  });
  const known = async () => (await findCouncils(db)).map(({ gss, name }) => [gss, name]);
  expect(await known()).toEqual([
    [a.gss, a.name],
    [b.gss, 'Beta City Council'],
    [c.gss, c.name],
  ]);
  expect(await findCouncil(db, c.gss)).toMatchObject({ county_gss: b.gss, replaced_by: [b.gss] });
  await save(row('E06000999', 'Of before'), row(b.gss, 'Of now'));
  expect(await known()).toContainEqual([b.gss, 'Of now']);
});

test('a buyer is the council whose code it bears, else the one of its name that was in force on the day', () => {
  const old = row('E07000001', 'Delta Council', { ends_on: '2026-03-31' });
  const young = row('E06000904', 'Delta Council', { starts_on: '2026-04-01', la_code: 'DLT' });
  const twin = row('E06000905', 'Twin Council');
  const other = row('E06000906', 'Other Council', { alt_names: ['Twin Council', 'The Others & Co'] });
  const codes = new Map([['E06000999', GssCode.parse(twin.gss)]]);
  const of = resolveBuyer([old, young, twin, other], codes);
  const named = (name: string, on: string, ...ids: readonly string[]) => of({ name, ids: [...ids] }, on);
  expect(named('Delta Council', '2026-03-31')).toBe(old.gss);
  expect(named('DELTA council', '2026-04-01')).toBe(young.gss);
  expect(named('Anything', '2026-01-01', 'GB-PPON-X', 'GB-LAE-DLT')).toBe(young.gss);
  expect(named('Delta Council', '2026-03-31', 'E06000999')).toBe(twin.gss);
  expect(named('Others and Co', '2026-01-01')).toBe(other.gss);
  expect(named('Twin Council', '2026-01-01')).toBeNull();
  expect(named('Nobody', '2026-01-01')).toBeNull();
  const ended = resolveBuyer([old]);
  expect(ended({ name: 'Delta Council', ids: [] }, '2026-11-23')).toBe(old.gss);
});

test('pages open with the council that has most placed with a supplier in a proceeding, else with any that has published a contract', async () => {
  expect((await findTellingCouncil(db))?.gss).toBe(a.gss);
  await award(null, one, { net: 900 });
  await award(c.gss, two, { net: 500 });
  expect((await findTellingCouncil(db))?.gss).toBe(c.gss);
  await award(b.gss, one, { net: 100 });
  await award(c.gss, one, { gross: 200 });
  await award(a.gss, one);
  await stands(two, 'severe');
  await stands(one, 'insolvent');
  await db.deleteFrom('award_buyer').where('council', 'is', null).execute();
  expect((await findTellingCouncil(db))?.gss).toBe(c.gss);
});

test('an alert leads to the council whose it is', async () => {
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  const assessmentId = await saveTestAssessment(db, one, TODAY);
  const id = await raiseTestAlert(db, { council: b.gss, supplierId: one, assessmentId }, 'band:severe:1');
  expect((await findCouncilOfAlert(web, id))?.gss).toBe(b.gss);
  expect(await findCouncilOfAlert(web, '999999')).toBeUndefined();
  await web.destroy();
});

let documents = 0;
async function spendFile(council: string, replaced = false): Promise<void> {
  documents += 1;
  const { rows } = await sql<{ id: string }>`insert into document (source_id, sha256, url, retrieved_at, body)
    values ('council-spend', ${`sha ${documents}`}, 'x', now(), '') returning id`.execute(db);
  await sql`insert into spend_file (document_id, council, series, records, payments, redacted, refused, replaced_by)
    values (${rows[0]?.id}, ${council}, ${`s${documents}`}, 0, 0, 0, 0, ${replaced ? rows[0]?.id : null})`.execute(
    db,
  );
}

test('a council is counted when it has published, whoever never was first, then whoever was longest ago', async () => {
  await spendFile(a.gss, true);
  expect(await findCouncilsToCount(db)).toEqual([]);
  await spendFile(a.gss);
  await award(b.gss, one);
  await award(null, one);
  expect(await findCouncilsToCount(db)).toEqual([a.gss, b.gss]);
  const watch = watchAt(`${TODAY}T12:00:00.000Z`);
  await countCoverage(db, a.gss, TODAY, watch);
  expect(await findCouncilsToCount(db)).toEqual([b.gss, a.gss]);
  await countCoverage(db, b.gss, TODAY, watch);
  await sql`update council_coverage set counted_at = now() - interval '1 day' where council = ${b.gss}`.execute(
    db,
  );
  expect(await findCouncilsToCount(db)).toEqual([b.gss, a.gss]);
  await countCoverage(db, b.gss, TODAY, watch);
  expect(await findCouncilsToCount(db)).toEqual([a.gss, b.gss]);
  const counted = async (councils?: readonly string[]) =>
    (await findCouncilCoverage(db, councils)).map(({ name }) => name);
  expect(await counted()).toEqual([a.name, b.name]);
  expect(await counted([b.gss])).toEqual([b.name]);
});

test('payments notices of these councils are told the newest first, as far as they were public by the day', async () => {
  const notice = (council: string, id: string, at: string) =>
    db.insertInto('payments_notice').values({ council, notice_id: id, published_at: at, url: id }).execute();
  await notice(a.gss, 'first', '2026-11-20T09:00:00Z');
  await notice(a.gss, 'next', '2026-11-22T23:59:59Z');
  await notice(b.gss, 'of b', '2026-11-21T09:00:00Z');
  await notice(c.gss, 'of c', '2026-11-21T09:00:00Z');
  await notice(a.gss, 'tomorrow', '2026-11-23T00:00:00Z');
  const urls = async (councils: readonly string[], asOf: string) =>
    (await findPaymentsNotices(db, councils, asOf)).map(({ url }) => url);
  expect(await urls([a.gss, b.gss], '2026-11-22')).toEqual(['next', 'of b', 'first']);
  expect(await urls([a.gss], '2026-11-19')).toEqual([]);
});

test('a reorganisation names who takes part in it, whole or in part, from the day after the last', async () => {
  await save({ ...a, ends_on: '2027-03-31', replaced_by: [c.gss] });
  expect((await findSuccession(db)).changes).toMatchObject([
    { predecessor: a.gss, successor: { code: c.gss, name: c.name }, startsOn: '2027-04-01', extent: 'whole' },
  ]);
  await save({ ...a, ends_on: '2027-03-31', replaced_by: [c.gss, 'E06000999'] });
  const { changes, nameOf } = await findSuccession(db);
  expect(changes.map(({ successor, extent }) => [successor.name, extent])).toEqual([
    [c.name, 'partial'],
    ['E06000999', 'partial'],
  ]);
  expect([a, b, c].map(({ gss }) => nameOf(gss))).toEqual([a.name, b.gss, c.name]);
});

test('a direction is recorded to a council that ends, and to no other', async () => {
  await save({ ...a, ends_on: '2027-03-31', replaced_by: [c.gss] }, { ...b, ends_on: '2027-03-31' });
  const direct = (gss: string) => db.transaction().execute((trx) => saveDirection(trx, gss, '2026-11-01'));
  await direct(a.gss);
  await expect(direct(c.gss)).rejects.toThrow(/No reorganisation of E06000903/);
  expect((await findSuccession(db)).directions).toEqual([
    { council: a.gss, madeOn: '2026-11-01', vestingDay: '2027-04-01' },
  ]);
});

test('a fact about the installation is read by its own key, and written over', async () => {
  await writeSetting(db, 'sources', ['one']);
  await writeSetting(db, 'other', 'two');
  await writeSetting(db, 'sources', ['three']);
  expect(await readSetting(db, 'sources')).toEqual(['three']);
  expect(await readSetting(db, 'other')).toBe('two');
  expect(await readSetting(db, 'neither')).toBeUndefined();
});

test('councils on record come by contracts at risk, each counted once, then by contracts, then by name, and no other buyer does', async () => {
  await award(c.gss, one);
  // Placed with two suppliers at once, and both are at risk.
  await placeWith(await award(c.gss, two), four);
  await award(b.gss, one);
  await award(a.gss, one);
  await award(a.gss, three);
  await award(a.gss, three);
  await award(a.gss, null);
  await award(null, two);
  await stands(two, 'elevated');
  await stands(four, 'elevated');
  await stands(one, 'watch');
  const found = await findCouncilsOnRecord(db, 10);
  expect(found.map(({ gss, contracts, atRisk }) => [gss, contracts, atRisk])).toEqual([
    [c.gss, 2, 1],
    [a.gss, 3, 0],
    [b.gss, 1, 0],
  ]);
  await award(b.gss, three);
  await award(b.gss, three);
  expect((await findCouncilsOnRecord(db, 2)).map(({ gss }) => gss)).toEqual([c.gss, a.gss]);
});

test('days of note are those on which suppliers of published contracts came to be insolvent, the newest first', async () => {
  const on = async (supplierId: string, asOf: string, band: RiskBand, before: RiskBand | null) => {
    const id = await saveTestAssessment(db, supplierId, asOf);
    await db.updateTable('assessment').set({ band, previous_band: before }).where('id', '=', id).execute();
  };
  await on(two, '2026-11-20', 'insolvent', null);
  await on(one, '2026-11-20', 'insolvent', 'severe');
  await on(one, '2026-11-21', 'insolvent', 'insolvent');
  await on(one, '2026-11-22', 'severe', 'elevated');
  await on(three, '2026-11-23', 'insolvent', 'low');
  await award(a.gss, one);
  await award(b.gss, two);
  // That the third is followed may be a council's own affair: only a register of its own may name it.
  expect((await findDaysOfNote(db, 10)).map(({ day }) => day)).toEqual(['2026-11-20']);
  await award(null, three);
  const days = await findDaysOfNote(db, 10);
  expect(days.map(({ day, suppliers }) => [day, suppliers.length])).toEqual([
    ['2026-11-23', 1],
    ['2026-11-20', 2],
  ]);
  expect(days[1]?.suppliers).toEqual(['EXAMPLE 99000001 LTD', 'EXAMPLE 99000002 LTD']);
  expect(await findDaysOfNote(db, 1)).toHaveLength(1);
});

test('the past was replayed to its last day while nothing was assessed live', async () => {
  expect(await findReplayedTo(db)).toBeNull();
  await saveTestAssessment(db, one, '2026-11-20');
  await saveTestAssessment(db, two, '2026-11-21');
  expect(await findReplayedTo(db)).toBeNull();
  await db.updateTable('assessment').set({ replayed: true }).execute();
  expect(await findReplayedTo(db)).toBe('2026-11-21');
  expect(await findLatestDay(db, '2026-11-30')).toBe('2026-11-30');
  await writeSetting(db, 'sample', 'A sample');
  expect(await findLatestDay(db, '2026-11-30')).toBe('2026-11-21');
  await db.updateTable('assessment').set({ replayed: false }).where('supplier_id', '=', one).execute();
  expect(await findReplayedTo(db)).toBeNull();
});

test('that something was assessed live since the sample is known also where it may not be seen', async () => {
  await saveTestAssessment(db, two, '2026-11-21');
  await db.updateTable('assessment').set({ replayed: true }).execute();
  const hidden = async (day: string) => {
    await saveTestAssessment(db, one, day);
    await db.deleteFrom('current_assessment').execute();
    await db.deleteFrom('assessment').where('replayed', '=', false).execute();
  };
  await hidden('2026-11-22');
  expect(await findReplayedTo(db)).toBe('2026-11-21');
  await writeSetting(db, 'sample', 'Sample');
  expect(await findReplayedTo(db)).toBe('2026-11-21');
  await hidden('2026-11-23');
  expect(await findReplayedTo(db)).toBeNull();
});

test('what registers hold is added up of live net lines of registers that stand, by band and region', async () => {
  const line = async (council: string, supplierId: string, given: { vat?: string; endsOn?: string } = {}) => {
    const { rows } = await sql<{ id: string }>`
      insert into register_upload (council, file_name, sha256, line_count, uploaded_by)
      values (${council}, 'a.csv', gen_random_uuid(), 1, 'officer') returning id`.execute(db);
    await sql`insert into register_line (upload_id, council, row, supplier_name, supplier_id, match_outcome, title, value_pence, vat, starts_on, ends_on)
      values (${rows[0]?.id}, ${council}, 2, 'Example', ${supplierId}, 'matched', 'Care', 73000, ${given.vat ?? 'net'}, '2026-01-01',
        ${given.endsOn ?? '2027-12-31'})`.execute(db);
  };
  await stands(one, 'severe');
  await stands(two, 'watch');
  const facts = async () =>
    (await db.transaction().execute((trx) => findPrivateFacts(trx, TODAY))).map(({ council, path }) => [
      council,
      ...path,
    ]);
  await line(a.gss, one);
  expect(await facts()).toEqual([[a.gss, 'severe', 'South West']]);
  await db.updateTable('register_upload').set({ undone_at: TODAY }).execute();
  expect(await facts()).toEqual([]);
  await line(b.gss, two);
  await line(c.gss, three);
  expect(await facts()).toEqual([[b.gss, 'watch', 'Region not known']]);
  await emptied(owner, 'register_line', 'register_upload');
  await line(a.gss, one, { vat: 'gross' });
  await line(b.gss, one, { endsOn: '2026-11-22' });
  expect(await facts()).toEqual([]);
});

test('the groups of the last release that is out are read, by kind and member, and each quarter is kept once', async () => {
  const national = openDatabase(database.nationalUrl, { role: 'tocsin_national', max: 1 });
  const release = (pence: number) =>
    ({
      aggregates: [
        { path: ['severe', 'South West'], councils: 6, pence },
        { path: ['severe'], councils: 7, pence: pence + 1 },
        { path: ['elevated'], councils: 5, pence: pence + 2 },
        { path: [], councils: 9, pence: pence + 3 },
      ],
    }) as unknown as PrivateRelease;
  const out = (quarterEnd: string, releasedOn: string, pence: number) =>
    db.transaction().execute((trx) => saveRelease(trx, { quarterEnd, releasedOn }, release(pence)));
  await out('2026-09-30', '2026-11-12', 200);
  await out('2026-06-30', '2026-08-12', 100);
  const read = async (asOf: string) =>
    (await findNationalPrivate(national, asOf)).map(({ dimension, member, netPence }) => [
      dimension,
      member,
      netPence,
    ]);
  expect(await read('2026-08-11')).toEqual([]);
  const groups = (pence: number) => [
    ['band', 'elevated', pence + 2],
    ['band', 'severe', pence + 1],
    ['region', 'South West', pence],
  ];
  expect(await read('2026-08-12')).toEqual(groups(100));
  expect(await read('2026-11-11')).toEqual(groups(100));
  expect(await read('2026-11-12')).toEqual(groups(200));
  const kept = await db.transaction().execute((trx) => findPrivateReleases(trx));
  expect(kept.map(({ quarterEnd }) => quarterEnd)).toEqual(['2026-06-30', '2026-09-30']);
  await expect(out('2026-06-30', '2026-08-13', 1)).rejects.toThrow(/duplicate key/);
  await national.destroy();
});
