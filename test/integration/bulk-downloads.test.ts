import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findLastRuns, findTroubles, openDatabase, readCursor, type Db } from '@tocsin/db';
import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openLogger, openMemoryLimiter } from '@tocsin/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ingestVerb } from '../../services/cli/src/ingest.ts';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { downloadServer, zipOf, type DownloadOptions } from '../support/publishers/downloads.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
const closing: (() => Promise<void>)[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'bulk-downloads-'));
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await db.destroy();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const fixtures = new URL('../../packages/sources/src/fixtures/', import.meta.url);
const [HEADER = '', ...ROWS] = readFileSync(new URL('register-of-companies.csv', fixtures), 'utf8')
  .trimEnd()
  .split('\n');
const ACCOUNTS = readFileSync(new URL('accounts-packs.html', fixtures), 'utf8');

/** Some companies of a month, in the official layout. */
function csvOf(from: number, count: number): string {
  const [row = ''] = ROWS;
  const rows = Array.from({ length: count }, (_, at) =>
    row.replaceAll('99000001', String(99_000_000 + from + at)),
  );
  return [HEADER, ...rows, ''].join('\n');
}

const clock = virtualClock();
const limiter = openMemoryLimiter(clock);

async function runOn(id: string, options: DownloadOptions): Promise<readonly string[]> {
  const publisher = await downloadServer(options);
  closing.push(publisher.close);
  await runSource(
    {
      db,
      logger: openLogger('test', 'silent'),
      now: () => new Date(clock.now()).toISOString(),
      setting: (name) => (name === 'COMPANIES_HOUSE_DOWNLOADS_URL' ? publisher.url : undefined),
      httpFor: ({ pace }) => openHttp({ userAgent: 'Tocsin test', limiter, bucket: id, pace, clock }),
    },
    { message: { v: 1, sourceId: id }, outboxId: '1', afterDeath: false, finish: async () => undefined },
  );
  return publisher.requests;
}

async function companies(): Promise<number> {
  const { count } = await db
    .selectFrom('register_company')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

const ONE = (date: string) => `BasicCompanyDataAsOneFile-${date}.zip`;
const PART = (at: number, of: number, date = '2026-11-01') => `BasicCompanyData-${date}-part${at}_${of}.zip`;
const left = () => readdirSync(tmpdir()).filter((name) => /^tocsin-(register|accounts)-/.test(name)).length;

test('the newest month is fetched by itself, once, cut off in the middle, and the next when it is there', async () => {
  const file = zipOf({ 'BasicCompanyDataAsOneFile-2026-11-01.csv': csvOf(1, 300) });
  const files = { [ONE('2026-11-01')]: file };
  const before = left();
  const first = await runOn('register-of-companies', {
    files,
    faults: { [ONE('2026-11-01')]: [{ status: 503 }, { cutAfter: 100 }, { cutAfter: 200 }] },
  });
  expect(await companies()).toBe(300);
  expect(first).toHaveLength(1 + 4);
  expect(left()).toBe(before);
  expect(await readCursor(db, 'register-of-companies')).toEqual({ edition: '2026-11-01' });
  expect(await runOn('register-of-companies', { files })).toEqual(['/en_output.html']);
  const next = { [ONE('2026-12-01')]: zipOf({ 'december.csv': csvOf(1, 310) }) };
  await runOn('register-of-companies', { files: { ...files, ...next } });
  expect(await companies()).toBe(310);
});

test('a file that becomes another while it is fetched, or is only sent whole, begins anew', async () => {
  const name = ONE('2026-11-01');
  const file = zipOf({ 'november.csv': csvOf(1, 120) });
  const faults = { [name]: [{ cutAfter: 500 }] };
  await runOn('register-of-companies', { files: { [name]: file }, faults, changing: [name] });
  expect(await companies()).toBe(120);
  const later = ONE('2026-12-01');
  const december = { [later]: zipOf({ 'december.csv': csvOf(1, 121) }) };
  await runOn('register-of-companies', {
    files: december,
    faults: { [later]: [{ cutAfter: 500 }] },
    wholeOnly: true,
  });
  expect(await companies()).toBe(121);
});

test('all parts of a month are one register, and a month of which a part is not there leaves the old one', async () => {
  const parts = [1, 2, 3].map((at) => [PART(at, 3), zipOf({ 'part.csv': csvOf(at * 1_000, 50) })] as const);
  await runOn('register-of-companies', { files: Object.fromEntries(parts) });
  expect(await companies()).toBe(150);
  const next = [1, 3].map((at) => PART(at, 3, '2026-12-01'));
  const files = Object.fromEntries(next.map((name) => [name, zipOf({ 'part.csv': csvOf(1, 5) })]));
  await runOn('register-of-companies', { files, listed: [...next, PART(2, 3, '2026-12-01')] });
  expect(await findTroubles(db, 10)).toMatchObject([
    { item: '2026-12-01', reason: expect.stringMatching(/^404 from .*part2_3/) },
  ]);
  await expect(runOn('register-of-companies', { files })).rejects.toThrow(
    /2 of 3 parts of the register of 2026-12-01; part 2 is missing/,
  );
  expect(await companies()).toBe(150);
  expect(await readCursor(db, 'register-of-companies')).toEqual({ edition: '2026-11-01' });
});

test('a month that is held is not fetched again, and that it waits for a person is shown until the next one', async () => {
  const id = 'register-of-companies';
  const november = { [ONE('2026-11-01')]: zipOf({ 'november.csv': csvOf(1, 200) }) };
  await runOn(id, { files: november });
  const cut = { ...november, [ONE('2026-12-01')]: zipOf({ 'december.csv': csvOf(1, 20) }) };
  await expect(runOn(id, { files: cut })).rejects.toThrow('it looks cut off');
  expect(await readCursor(db, id)).toEqual({ edition: '2026-11-01', held: '2026-12-01' });
  expect(await runOn(id, { files: cut })).toEqual(['/en_output.html']);
  expect(await findTroubles(db, 10)).toMatchObject([
    { item: '2026-12-01', reason: expect.stringContaining('waits for a person') },
  ]);
  const next = { ...cut, [ONE('2027-01-01')]: zipOf({ 'january.csv': csvOf(1, 210) }) };
  await runOn(id, { files: next });
  expect(await companies()).toBe(210);
  expect(await readCursor(db, id)).toEqual({ edition: '2027-01-01' });
});

test('handed in, a part alone is refused with what is missing, and a folder with all parts is one register', async () => {
  const inFolder = path.join(mkdtempSync(path.join(tmpdir(), 'bulk-parts-')), 'november');
  closing.push(async () => rmSync(path.dirname(inFolder), { recursive: true }));
  const { mkdirSync } = await import('node:fs');
  mkdirSync(inFolder);
  for (const at of [1, 2])
    writeFileSync(path.join(inFolder, PART(at, 2)), zipOf({ 'part.csv': csvOf(at * 100, 40) }));
  await expect(
    ingestVerb(db, 'register-of-companies', { from: path.join(inFolder, PART(2, 2)) }),
  ).rejects.toThrow('1 of 2 parts of the register of 2026-11-01; part 1 is missing');
  await ingestVerb(db, 'register-of-companies', { from: inFolder });
  expect(await companies()).toBe(80);
});

const WATCHED = '99000001' as CompanyNumber;

async function watch(): Promise<void> {
  const { id } = await db
    .insertInto('supplier')
    .values({ name: WATCHED, status: null, postcode: null, watched: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('supplier_ref').values({ scheme: 'GB-COH', ref: WATCHED, supplier_id: id }).execute();
}

test('daily packs bring the accounts of suppliers alone, each once, and a pack that is not there is its own trouble', async () => {
  await watch();
  const pack = (date: string) => `Accounts_Bulk_Data-${date}.zip`;
  const members = {
    'Prod224_0018_99000001_20260331.html': ACCOUNTS,
    'Prod224_0018_98000000_20260331.html': ACCOUNTS,
    'Prod224_0018_97000000_20260331.html': 'ATTACHMENTPLACEHOLDER',
  };
  const files = { [pack('2026-11-03')]: zipOf(members), [pack('2026-11-04')]: zipOf({}) };
  const listed = [...Object.keys(files), pack('2026-11-05')];
  await runOn('accounts-packs', {
    files,
    listed,
    faults: { [pack('2026-11-03')]: [{ cutAfter: 300 }] },
  });
  const said = await db.selectFrom('observation').select(['ref', 'kind']).execute();
  expect(said).toEqual([{ ref: '99000001/accounts/2026-03-31', kind: 'accounts-figures' }]);
  expect(await findTroubles(db, 10, 'accounts-packs')).toMatchObject([
    { item: '2026-11-05', reason: expect.stringContaining('404 from') },
  ]);
  expect(await readCursor(db, 'accounts-packs')).toEqual({ read: ['2026-11-03', '2026-11-04'] });
  clock.advance(2 * 3_600_000);
  const later = await runOn('accounts-packs', {
    files: { ...files, [pack('2026-11-05')]: zipOf(members) },
    listed,
  });
  expect(later.filter((asked) => asked.includes('2026-11-03'))).toEqual([]);
  expect(await findTroubles(db, 10, 'accounts-packs')).toEqual([]);
  const [run] = await findLastRuns(db, 1);
  expect(run).toMatchObject({ outcome: 'ok' });
});
