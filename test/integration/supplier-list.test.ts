import { expireSupplierLists, loadRegister } from '@tocsin/db';
import { csvObjects } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPages, type PagesUnderTest } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';
import { watchAt } from '../support/watch.ts';

let system: System;
let pages: Omit<PagesUnderTest, 'alerts' | 'database'>;

const LIST = [
  'Supplier number,Supplier name,Company no,Sort code,Notes',
  '0101,Example Care Homes Ltd,,77-88-93,kept',
  '0102,Example Paving Limited,99000002,77-88-94,"a, b"',
  '0103,EXAMPLE PAVING LTD,,77-88-95,',
  '0104,Mrs Anna Exemplar,,77-88-96,carer',
  '0105,Nobody Has Heard Of It Ltd,,77-88-97,',
  '0106,Sample Borough Council,,77-88-98,',
].join('\r\n');

beforeAll(async () => {
  system = await startSystem({ watch: () => watchAt(`${TODAY}T12:00:00Z`) });
  await saveTestCouncils(system.db);
  const facts = { previousNames: [], postcode: null, status: 'Active', sicCodes: [] };
  async function* register() {
    yield [
      { ...facts, number: '99000001', name: 'EXAMPLE CARE HOMES LIMITED' },
      { ...facts, number: '99000002', name: 'EXAMPLE PAVING LIMITED' },
    ];
  }
  await loadRegister(system.db, 'list', register());
  pages = await openPages(system.database, TODAY);
});
afterAll(async () => {
  await pages.stop();
  await system.stop();
});

const as = ({ gss }: { readonly gss: string }) => ({ tocsin_council: gss });

async function handIn(council: { readonly gss: string }, ...bodies: readonly string[]) {
  const shown = await pages.app.inject({ url: '/suppliers/list', cookies: as(council) });
  const token = /name="token" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
  const cookies = Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value]));
  const parts = [
    `Content-Disposition: form-data; name="token"\r\n\r\n${token}`,
    ...bodies.map(
      (body) =>
        `Content-Disposition: form-data; name="file"; filename="suppliers.csv"\r\nContent-Type: text/csv\r\n\r\n${body}`,
    ),
  ];
  const payload = `${parts.map((part) => `--list\r\n${part}\r\n`).join('')}--list--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=list' };
  const answer = await pages.app.inject({
    method: 'POST',
    url: '/suppliers/list',
    cookies: { ...cookies, ...as(council) },
    headers,
    payload,
  });
  await system.settled();
  return answer;
}

async function csvOf(council: { readonly gss: string }, url: string) {
  const { body, statusCode } = await pages.app.inject({ url, cookies: as(council) });
  return statusCode === 200 ? (csvObjects(Buffer.from(body)) as Readonly<Record<string, string>>[]) : [];
}

async function storedAnywhere(text: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> 'register_company'`.execute(system.db);
  const found: string[] = [];
  for (const { name } of rows) {
    const some = await sql`select from ${sql.table(name)} as one where one::text ilike ${`%${text}%`} limit 1`
      .execute(system.db)
      .catch(() => ({ rows: [] }));
    if (some.rows.length > 0) found.push(name);
  }
  return found;
}

test('one file is taken at a time, and one that holds something', async () => {
  expect((await handIn(councilA, '')).body).toContain('Choose a file');
  const two = await handIn(councilA, LIST, LIST);
  expect([two.statusCode, two.body.includes('One file at a time')]).toEqual([413, true]);
});

test('a list comes back row by row with its companies, keeps vendor numbers of firms, and nobody is watched for it', async () => {
  await system.ingest(
    'find-a-tender',
    releasePage(
      'placed',
      awardRelease({
        id: '990001',
        buyer: councilA.name,
        supplier: 'Example Care Homes Ltd',
        number: '99000001',
      }),
    ),
  );
  await system.ingest(
    'gazette-insolvency',
    noticePage({
      company: 'EXAMPLE CARE HOMES LTD',
      number: '99000001',
      id: '9900001',
      code: '2450',
      published: '2026-11-20',
    }),
  );
  expect((await handIn(councilA, LIST)).headers['location']).toBe('/suppliers/list?done=handed-in');

  const page = (await pages.app.inject({ url: '/suppliers/list', cookies: as(councilA) })).body;
  expect(page).toContain('Bank details were taken out unread, and do not come back: Sort code.');
  expect(await storedAnywhere('77-88-9')).toEqual([]);

  const rows = await csvOf(councilA, '/suppliers/list/answer.csv');
  expect(Object.keys(rows[0] ?? {}).slice(0, 4)).toEqual([
    'Supplier number',
    'Supplier name',
    'Company no',
    'Notes',
  ]);
  expect(
    rows.map((row) => [
      row['Supplier number'],
      row['Notes'],
      row['Tocsin: company number'],
      row['Tocsin: level'],
    ]),
  ).toEqual([
    ['0101', 'kept', '99000001', 'Severe'],
    ['0102', 'a, b', '99000002', 'Not enough known'],
    ['0103', '', '99000002', 'Not enough known'],
    ['0104', 'carer', '', ''],
    ['0105', '', '', ''],
    ['0106', '', '', ''],
  ]);
  expect(rows[2]?.['Tocsin: duplicate of']).toBe('0102');
  expect(rows[3]?.['Tocsin: person (not scored)']).toBe('yes');
  expect(rows[4]?.['Tocsin: doubt']).not.toBe('');
  expect(rows[5]?.['Tocsin: public body']).toBe('yes');
  const watched = await system.db
    .selectFrom('supplier_ref')
    .select('ref')
    .where('scheme', '=', 'GB-COH')
    .execute();
  expect(watched.map(({ ref }) => ref)).toEqual(['99000001']);

  expect(await csvOf(councilA, '/suppliers/watch-list.csv')).toMatchObject([
    { 'Our vendor number': '0101', 'Company number': '99000001', Level: 'Severe' },
  ]);
  expect(await csvOf(councilA, '/exposure.csv')).toMatchObject([{ 'Our vendor numbers': '0101' }]);
  expect(await csvOf(councilA, '/alerts.csv')).toMatchObject([{ 'Our vendor numbers': '0101' }]);
  const supplier = await pages.app.inject({ url: '/suppliers/99000001', cookies: as(councilA) });
  expect(supplier.body).toContain('Your vendor number: 0101.');
});

test('another council sees nothing of the list, its answer and its numbers', async () => {
  expect(
    (await pages.app.inject({ url: '/suppliers/list/answer.csv', cookies: as(councilB) })).statusCode,
  ).toBe(404);
  expect(await csvOf(councilB, '/suppliers/watch-list.csv')).toEqual([]);
  const page = (await pages.app.inject({ url: '/suppliers/99000001', cookies: as(councilB) })).body;
  expect(page).not.toContain('vendor number');
});

test('the list is gone within the hour, and what stays names no person', async () => {
  const { uploaded_at: at } = await system.db
    .selectFrom('supplier_list')
    .select('uploaded_at')
    .executeTakeFirstOrThrow();
  const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString();
  expect(await expireSupplierLists(system.db, later(45))).toBe(0);
  expect(await storedAnywhere('Anna Exemplar')).toEqual(['supplier_list_row']);
  expect(await expireSupplierLists(system.db, later(46))).toBe(1);
  expect(await storedAnywhere('Anna Exemplar')).toEqual([]);
  expect(await csvOf(councilA, '/suppliers/watch-list.csv')).toHaveLength(1);
  const vendors = await system.db.selectFrom('vendor').select('number').orderBy('number').execute();
  expect(vendors.map(({ number }) => number)).toEqual(['0101', '0102', '0103', '0105', '0106']);
});

test('a number that has become a person’s is forgotten with the next list, and a file that is no list keeps nothing', async () => {
  await handIn(councilA, 'Supplier number,Supplier name\r\n0105,Mr John Exemplar');
  const vendors = await system.db.selectFrom('vendor').select('number').orderBy('number').execute();
  expect(vendors.map(({ number }) => number)).not.toContain('0105');
  expect((await handIn(councilB, 'Town,County\r\nLeeds,Yorkshire')).statusCode).toBe(422);
  const lists = await system.db.selectFrom('supplier_list').select('council').execute();
  expect(lists.map(({ council }) => council)).toEqual([councilA.gss]);
});
