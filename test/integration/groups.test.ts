import { findGroup, openDatabase, saveSupplier, type Db } from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { saveController, saveListed, takeBackController } from '../support/group-seed.ts';

let database: FreshDatabase;
let db: Db;
const ids: Record<string, string> = {};
const companies = {
  topco: '99000001',
  holding: '99000002',
  operator: '99000003',
  sister: '99000004',
  stranger: '99000005',
  lister: '99000006',
  listed: '99000007',
} as const;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  for (const [name, number] of Object.entries(companies))
    if (name !== 'holding')
      ids[name] = await db
        .transaction()
        .execute((trx) =>
          saveSupplier(
            trx,
            { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
            `EXAMPLE ${name.toUpperCase()} LTD`,
          ),
        );
  await saveController(db, companies.operator, { name: 'Example Holdings Ltd', number: companies.holding });
  await saveController(db, companies.sister, { name: 'EXAMPLE HOLDINGS LIMITED', number: companies.holding });
  await saveController(db, companies.holding, { name: 'Example Topco Ltd', number: companies.topco });
  await saveController(db, companies.topco, { name: 'Example Overseas SARL', number: null });
  await saveController(db, companies.stranger, { name: 'Example Overseas SARL', number: null });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function group(of: string, asOf = '2026-11-23') {
  const members = await findGroup(db, ids[of] ?? '', asOf);
  return members.map(({ relation, chain }) => [relation, chain.at(-1)]);
}

test('a group is walked up and down, through companies that supply nobody', async () => {
  expect(Object.fromEntries((await group('operator')).map(([relation, name]) => [name, relation]))).toEqual({
    'EXAMPLE HOLDINGS LIMITED': 'parent',
    'EXAMPLE TOPCO LTD': 'parent',
    'EXAMPLE SISTER LTD': 'sister',
    'Example Overseas SARL': 'parent',
  });
  const members = await findGroup(db, ids['operator'] ?? '', '2026-11-23');
  const sister = members.find(({ supplierId }) => supplierId === ids['sister']);
  expect(sister?.chain).toHaveLength(3);
  expect(sister?.links.every(({ url }) => url?.startsWith('https://'))).toBe(true);
});

test('a controller without a number of our register is named, and joins nobody to a company of the same name', async () => {
  expect(await group('stranger')).toEqual([['parent', 'Example Overseas SARL']]);
});

test('control that was not yet public, or has ended, is not walked', async () => {
  expect(await group('operator', '2026-01-01')).toEqual([]);
  await saveController(db, companies.operator, {
    name: 'Example Holdings Ltd',
    number: companies.holding,
    ceasedOn: '2026-10-01',
    saidOn: '2026-10-05T10:00:00Z',
  });
  expect(await group('operator')).toEqual([]);
  expect(await group('operator', '2026-10-02')).toHaveLength(4);
});

test('a subsidiary that accounts list by name joins the group once matching has tied the name, for two years', async () => {
  await saveListed(db, companies.lister, '2025-12-31', 'Example Listed Limited');
  expect(await group('listed')).toEqual([]);
  await sql`update mention set outcome = 'ambiguous' where name = 'Example Listed Limited'`.execute(db);
  expect(await group('lister')).toEqual([]);
  await sql`update mention set outcome = 'matched', supplier_id = ${ids['listed'] ?? ''}
    where name = 'Example Listed Limited'`.execute(db);
  expect(await group('listed')).toEqual([['parent', 'EXAMPLE LISTER LTD']]);
  expect(await group('lister')).toEqual([['subsidiary', 'EXAMPLE LISTED LTD']]);
  const [member] = await findGroup(db, ids['listed'] ?? '', '2026-11-23');
  expect(member?.links).toMatchObject([{ by: 'consolidates', since: '2025-12-31', until: '2027-12-31' }]);
  expect(await group('listed', '2028-06-01')).toEqual([]);
});

test('control that was said by mistake and taken back is not walked from that day on', async () => {
  const controller = { name: 'Example Overseas SARL', saidOn: '2026-10-05T10:00:00Z' };
  await takeBackController(db, companies.stranger, controller);
  expect(await group('stranger', '2026-10-04')).toEqual([['parent', 'Example Overseas SARL']]);
  expect(await group('stranger', '2026-10-05')).toEqual([]);
});

test('what was read of control for everybody or for a council’s own supplier is of the group of that one alone', async () => {
  const number = '99000008';
  ids['followed'] = await db
    .transaction()
    .execute((trx) => saveSupplier(trx, { scheme: 'GB-COH', id: CompanyNumber.parse(number) }, number));
  ids['own'] = (
    await db.insertInto('supplier').values({ name: number }).returning('id').executeTakeFirstOrThrow()
  ).id;
  const since = '2026-11-01T00:00:00Z';
  await db
    .insertInto('supplier_ref')
    .values({ scheme: 'GB-COH', ref: number, supplier_id: ids['own'], since })
    .execute();
  await saveController(db, number, { name: 'Example Topco Ltd', number: companies.topco });
  expect(await group('followed')).toContainEqual(['parent', 'EXAMPLE TOPCO LTD']);
  expect(await group('topco')).toContainEqual(['subsidiary', number]);
  expect(await group('own')).toEqual([]);
  await sql`update observation set ref = replace(ref, ${number}, ${`${number}~${ids['own']}`})
    where starts_with(ref, ${number})`.execute(db);
  expect(await group('followed')).toEqual([]);
  expect(await group('own')).toContainEqual(['parent', 'EXAMPLE TOPCO LTD']);
  expect(await group('topco')).not.toContainEqual(['subsidiary', number]);
});
