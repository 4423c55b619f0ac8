import {
  asCouncil,
  countRefusedLines,
  countCoverage,
  findCouncilCoverage,
  findCouncilsToCount,
  findSectorBasis,
  findPoundsCoverage,
  findSpendCoverage,
  findSpendRead,
  findYearOfSpend,
  openDatabase,
  rankSuppliers,
  refreshWatched,
  saveCouncils,
  sumSpend,
  sumSpendByCategory,
  sumSpendByDay,
  sumSpendBySupplier,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { sumByBasis, Pence } from '@tocsin/domain';
import { unseenSuppliers, type SectorPartAsked } from '@tocsin/exposure';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSpend } from '../support/spend-files.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { saveTestSupplier } from '../support/system-private.ts';
import { watchAt } from '../support/watch.ts';

const COUNCIL = 'E08000006';

let database: FreshDatabase;
let db: Db;
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  const plain = { type: 'MD', region: null, county_gss: null, starts_on: null, ends_on: null };
  await db.transaction().execute((trx) =>
    saveCouncils(trx, [
      { gss: COUNCIL, name: 'Example City Council', ...plain, replaced_by: [], alt_names: [] },
      { gss: 'E08000007', name: 'Other City Council', ...plain, replaced_by: [], alt_names: [] },
    ]),
  );
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

const YEAR = [
  { day: '2026-01-05', payee: 'Example Care Homes Ltd', net: '6000.00', category: 'Care' },
  { day: '2026-02-05', payee: 'Example Care Homes Ltd', net: '-100.00', category: 'Care' },
  { day: '2026-03-05', payee: 'Twin Example Ltd', net: '700.00', category: 'Care' },
  { day: '2026-03-06', payee: 'Unheard Of Ltd', net: '800.00', category: 'Care' },
  { day: '2026-03-07', payee: 'Redacted Data', net: '900.00' },
  { day: '2026-03-08', payee: 'Mrs A Example', net: '1000.00' },
];

const BUCKETS = {
  monitored: { net: 0 },
  stale: { net: 590_000 },
  ambiguous: { net: 70_000 },
  redacted: { net: 90_000 },
  'not-a-company': { net: 100_000 },
  unmatched: { net: 80_000 },
};

async function decide(name: string, outcome: string, supplierId: string | null): Promise<void> {
  await sql`update mention set outcome = ${outcome}, supplier_id = ${supplierId} where name = ${name}`.execute(
    db,
  );
}

async function loadYears(): Promise<string> {
  await loadSpend(db, COUNCIL, '2025.csv', [
    { day: '2024-12-20', payee: 'Example Care Homes Ltd', net: '600.00', category: 'Care' },
    { day: '2025-01-20', payee: 'Example Care Homes Ltd', net: '50.00', category: 'Care' },
    { day: '2025-02-20', payee: 'Example Care Homes Ltd', net: '4000.00', category: 'Care' },
  ]);
  await loadSpend(db, COUNCIL, '2026.csv', YEAR);
  await loadSpend(db, 'E08000007', 'other.csv', YEAR);
  const id = await saveTestSupplier(db, '99000001');
  await decide('Example Care Homes Ltd', 'matched', id);
  await decide('Twin Example Ltd', 'ambiguous', null);
  await decide('Unheard Of Ltd', 'none', null);
  return id;
}

test('a month is read where a file is of it: single payments of others count in the sums and make no month read', async () => {
  const september = Array.from({ length: 20 }, (_, at) => ({
    day: `2026-09-${String(at + 1).padStart(2, '0')}`,
    payee: 'Example Care Homes Ltd',
    net: '600.00',
  }));
  const stray = ['2026-07-14', '2026-10-14'].map((day) => ({
    day,
    payee: 'Twin Example Ltd',
    net: '700.00',
  }));
  await loadSpend(db, COUNCIL, '2026-09.csv', [...september, ...stray]);
  const year = await db.transaction().execute((trx) => findYearOfSpend(trx, [COUNCIL], '2026-11-30'));
  expect(year).toMatchObject({ to: '2026-09-30', monthsRead: 1, monthsReadBefore: 0 });
  const read = await db.transaction().execute((trx) => findSpendRead(trx, [COUNCIL], '2026-11-30'));
  expect(read).toMatchObject({ to: '2026-09-30', months: 1, covered: [['2026-09-01', '2026-10-01']] });
});

test('a part of a month is no month read, and neither a line far behind nor one to come moves the year', async () => {
  const on = (day: string) => ({ day, payee: 'Example Care Homes Ltd', net: '600.00' });
  const read = () => db.transaction().execute((trx) => findSpendRead(trx, [COUNCIL], '2026-11-30'));
  await loadSpend(db, COUNCIL, 'june-2026-week-1.csv', [on('2026-06-01'), on('2026-06-05')]);
  expect(await read()).toMatchObject({ to: '2026-06-05', months: 0 });
  await loadSpend(db, COUNCIL, '2026-07.csv', [on('2026-07-14'), on('2026-07-28')]);
  expect(await read()).toMatchObject({ to: '2026-07-28', months: 1 });
  for (const [name, stray] of [
    ['2026-08.csv', '2026-10-14'],
    ['2026-08-revised.csv', '2052-08-14'],
  ] as const) {
    const report = await loadSpend(db, COUNCIL, name, [on('2026-08-14'), on('2026-08-20'), on(stray)]);
    expect(await read(), name).toMatchObject({ to: '2026-08-31', months: 2 });
    expect(report.doubts, name).toContainEqual(
      expect.objectContaining({ item: 'row 4', reason: expect.stringContaining(stray) }),
    );
    expect(await findSpendCoverage(db)).toMatchObject([{ coveredTo: expect.not.arrayContaining([stray]) }]);
  }
  const year = await db.transaction().execute((trx) => findYearOfSpend(trx, [COUNCIL], '2026-11-30'));
  expect(year).toMatchObject({ to: '2026-08-31', monthsRead: 2, last12Months: { net: 6 * 60_000 } });
});

test('every pound of a council is in one bucket, the sums over payees are the council’s, and others’ are left out', async () => {
  await loadYears();
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 2 });
  try {
    await asCouncil(web, COUNCIL, async (trx) => {
      expect(await findSpendRead(trx, [COUNCIL], '2026-11-23')).toMatchObject({ to: '2026-03-08' });
      expect(await findSpendRead(trx, [COUNCIL], '2026-02-01')).toMatchObject({ to: '2026-02-01' });
      expect(await findSpendRead(trx, [COUNCIL], '2024-01-01')).toBeNull();
      const year = await findYearOfSpend(trx, [COUNCIL], '2026-11-23');
      expect(year).toMatchObject({
        from: '2025-03-09',
        to: '2026-03-08',
        last12Months: { net: 930_000, gross: 0, unknown: 0 },
        previous12Months: { net: 465_000 },
        trend: { basis: 'net', change: 1 },
      });
      const { spend } = await findPoundsCoverage(
        trx,
        year,
        [],
        '2026-11-23',
        watchAt('2026-11-23T12:00:00Z'),
      );
      expect(spend?.buckets).toMatchObject(BUCKETS);
      expect(spend?.matchedShare.net).toBeCloseTo(590_000 / 740_000);
      const sums = await sumSpendBySupplier(trx, [COUNCIL], '2025-03-09', '2026-03-08');
      expect(sumByBasis(sums.map(({ pence, vat }) => ({ pence: Pence.parse(pence), vat })))).toEqual(
        sumByBasis(await sumSpend(trx, [COUNCIL], '2025-03-09', '2026-03-08')),
      );
    });
  } finally {
    await web.destroy();
  }
});

test('the days of the year add up to what was spent, by how far each payee is known, and say what was read', async () => {
  const id = await loadYears();
  await db.transaction().execute(async (trx) => {
    const year = { from: '2025-03-09', to: '2026-03-08' };
    const days = await sumSpendByDay(trx, [COUNCIL], year, new Set([id]));
    expect(
      days
        .toSorted((one, other) => (one.paidOn < other.paidOn ? -1 : 1))
        .map(({ paidOn, outcome, fresh, vat, pence }) => [paidOn, outcome, fresh, vat, pence]),
    ).toEqual([
      ['2026-01-05', 'matched', true, 'net', 600_000],
      ['2026-02-05', 'matched', true, 'net', -10_000],
      ['2026-03-05', 'ambiguous', false, 'net', 70_000],
      ['2026-03-06', 'none', false, 'net', 80_000],
      ['2026-03-07', 'redacted', false, 'net', 90_000],
      ['2026-03-08', 'person', false, 'net', 100_000],
    ]);
    const nobody = await sumSpendByDay(trx, [COUNCIL], year, new Set());
    expect(nobody.some(({ fresh }) => fresh)).toBe(false);
    expect((await findSpendRead(trx, [COUNCIL], '2026-11-23'))?.covered?.at(-1)).toEqual([
      '2026-01-01',
      '2026-04-01',
    ]);
    expect(await countRefusedLines(trx, [COUNCIL], year)).toBe(0);
    await sql`update spend_file set refused = 3 where council = ${COUNCIL}`.execute(trx);
    expect(await countRefusedLines(trx, [COUNCIL], { from: '2026-03-09', to: '2026-12-31' })).toBe(0);
    for (const day of [year.to, '2026-01-05'])
      expect(await countRefusedLines(trx, [COUNCIL], { from: day, to: day }), day).toBe(3);
  });
});

test('a supplier at which somebody looked within what was promised is monitored, and one that is paid without a contract is shown', async () => {
  const id = await loadYears();
  await sql`insert into look (mention_id, topic, source_id, first_at, last_at)
    select id, topic, 'companies-house-company', '2026-11-01', '2026-11-23T09:00:00Z' from mention,
      unnest(array['company-profile', 'insolvency-cases', 'gazette-notices']) as topic
    where supplier_id = ${id}`.execute(db);
  await writeSetting(db, 'sources', ['companies-house-company']);
  await db.transaction().execute(async (trx) => {
    const year = await findYearOfSpend(trx, [COUNCIL], '2026-11-23');
    const meter = async (asOf: string) =>
      (await findPoundsCoverage(trx, year, [], asOf, watchAt(`${asOf}T12:00:00Z`))).spend?.buckets;
    expect(await meter('2026-11-23')).toMatchObject({ monitored: { net: 590_000 }, stale: { net: 0 } });
    expect(await meter('2027-01-01')).toMatchObject({ monitored: { net: 0 }, stale: { net: 590_000 } });
    expect(year && unseenSuppliers(year, [])).toMatchObject([
      { supplierId: id, spend: { net: 590_000 }, payments: 2 },
    ]);
    await sql`update payment set category = purpose`.execute(trx);
    const [care] = (await sumSpendByCategory(trx, [COUNCIL], '2025-03-09', '2026-03-08')).filter(
      ({ category }) => category === 'Care',
    );
    expect(care).toMatchObject({ category: 'Care', amount: { pence: 740_000, vat: 'net' } });
  });
});

const EVERYWHERE: SectorPartAsked = {
  region: null,
  type: null,
  category: null,
  service: null,
  level: null,
  month: null,
  order: 'councils',
};

/** What the lead sees of the supplier of those years, of which one council was counted. */
async function expectRanked(national: Db): Promise<void> {
  const paidIn = async (asked: Partial<SectorPartAsked>) =>
    (await rankSuppliers(national, { ...EVERYWHERE, ...asked }, { limit: 5, offset: 0 })).suppliers.map(
      ({ councils, spend }) => [councils, spend.net],
    );
  expect(await paidIn({})).toEqual([[1, 590_000]]);
  expect(await paidIn({ month: '2026-01-01', order: 'spend' })).toEqual([[1, 600_000]]);
  expect(await paidIn({ month: '2026-02-01' })).toEqual([]);
  expect(await paidIn({ month: '2025-01-01' })).toEqual([[1, 5_000]]);
  for (const elsewhere of [
    { type: 'London borough' },
    { region: 'London' },
    { category: 'Water' },
    { service: 'Housing' },
  ])
    expect(await paidIn(elsewhere)).toEqual([]);
  expect(await paidIn({ level: 'severe' })).toEqual([]);
  const basis = (asOf: string) => findSectorBasis(national, { region: null, type: null }, asOf);
  expect(await basis('2026-07-08')).toEqual({ councils: 2, withContracts: 0, spendRead: 0, monthsRead: 2 });
  expect(await basis('2026-07-09')).toMatchObject({ councils: 2, monthsRead: 0 });
}

test('each council is counted for everybody to see, whoever was counted longest ago first, and again as names are matched', async () => {
  await loadYears();
  expect(await findCouncilsToCount(db)).toEqual([COUNCIL, 'E08000007']);
  await countCoverage(db, COUNCIL, '2026-11-23', watchAt('2026-11-23T12:00:00Z'));
  expect(await findCouncilsToCount(db)).toEqual(['E08000007', COUNCIL]);
  const national = openDatabase(database.nationalUrl, { role: 'tocsin_national', max: 1 });
  try {
    const counted = await findCouncilCoverage(national);
    expect(counted).toMatchObject([
      { name: 'Example City Council', spentFrom: '2025-03-09', spentTo: '2026-03-08', spend: BUCKETS },
    ]);
    await expectRanked(national);
  } finally {
    await national.destroy();
  }
  await decide('Unheard Of Ltd', 'ambiguous', null);
  await countCoverage(db, COUNCIL, '2026-11-23', watchAt('2026-11-23T12:00:00Z'));
  const [again] = await findCouncilCoverage(db, [COUNCIL]);
  expect(again?.spend).toMatchObject({ ...BUCKETS, ambiguous: { net: 150_000 }, unmatched: { net: 0 } });
});

test('a supplier is watched by what it was paid for exactly as long as an exposure counts that', async () => {
  const id = await loadYears();
  const isWatched = (today: string) =>
    db.transaction().execute(async (trx) => {
      await refreshWatched(trx, [id], today);
      const row = await trx.selectFrom('supplier').select('watched').where('id', '=', id).executeTakeFirst();
      return row?.watched;
    });
  // Both councils’ files end on 8 March 2026; the last payment to it is of 5 February.
  expect(await isWatched('2026-03-08')).toBe(true);
  expect(await isWatched('2027-03-07')).toBe(true);
  expect(await isWatched('2027-03-08')).toBe(false);
  const others = (day: string) =>
    ['A Ltd', 'B Ltd', 'C Ltd', 'D Ltd'].map((payee) => ({ day, payee, net: '1000.00' }));
  await loadSpend(db, COUNCIL, '2027.csv', others('2027-02-05'));
  await loadSpend(db, 'E08000007', '2027-other.csv', others('2027-02-04'));
  expect(await isWatched('2027-03-08')).toBe(true);
  await sql`delete from payment where council = ${COUNCIL}`.execute(db);
  expect(await isWatched('2027-03-08')).toBe(true);
  await sql`delete from payment where paid_on > '2026-02-04' and paid_on < '2027-01-01'`.execute(db);
  expect(await isWatched('2027-03-08')).toBe(false);
});
