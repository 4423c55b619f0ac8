import { createHash } from 'node:crypto';
import { findContractsOnRecord, findSourceStates, openDatabase, saveCouncils, type Db } from '@tocsin/db';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { councilMaps, councilSpend, fetchNewFiles, type CouncilMap, type Trouble } from '@tocsin/sources';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordFetched } from '../../services/ingest/src/record-fetched.ts';
import { noteLateCouncils } from '../../services/ingest/src/spend.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { sendJson, serve, type LocalServer } from '../support/publishers/server.ts';
import { spendFile } from '../support/spend-files.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

let database: FreshDatabase;
let db: Db;
let council: LocalServer;
/** What each address of the council's site answers: a status, or a body. */
let site: Map<string, number | string | Uint8Array>;
const clock = virtualClock(Date.parse('2026-11-22T05:20:00Z'));

beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  site = new Map();
  council = await serve(({ headers }, response, { pathname }) => {
    const answer = site.get(pathname) ?? 404;
    if (typeof answer === 'number') return sendJson(response, {}, answer);
    const mark = `"${createHash('sha256').update(answer).digest('hex')}"`;
    response.setHeader('etag', mark);
    if (headers['if-none-match'] === mark) response.writeHead(304);
    response.end(headers['if-none-match'] === mark ? undefined : answer);
  });
});
afterEach(async () => {
  await council.close();
  await db.destroy();
  await database.drop();
});

/** Salford's map and another council's of the same layout, on our own server. */
function mapsHere(): readonly CouncilMap[] {
  const salford = councilMaps().find(({ slug }) => slug === 'salford');
  const other = councilMaps().find(({ slug }) => slug === 'oldham');
  if (!salford || !other) throw new Error('no maps');
  const page = (path: string, links: string) => ({ url: `${council.url}${path}`, links, hosts: [] });
  return [
    { ...salford, page: page('/spending', "a[href$='.csv']") },
    { ...other, page: page('/api/3/action/package_show', 'csv') },
  ];
}

const month = (name: string) =>
  spendFile(
    Array.from({ length: 20 }, (_, at) => ({
      day: `${name}-${String(at + 1).padStart(2, '0')}`,
      payee: `Example ${at % 3} Ltd`,
      net: `${500 + at}.00`,
    })),
  );

function pageOf(...months: readonly string[]): string {
  return `<main>${months.map((name) => `<a href="/files/${name}.csv">${name}</a>`).join('')}</main>`;
}

const REGISTER_HEADER =
  councilMaps()
    .find(({ slug }) => slug === 'salford')
    ?.layouts.find(({ kind }) => kind === 'contract-register')?.headers[0] ?? [];

/** The council's register of contracts, as it publishes it: a line for each end. */
function register(...ends: readonly string[]): Uint8Array {
  const lines = ends.map((end, at) => {
    const cells: Readonly<Record<string, string>> = {
      'Contract Reference': `S${at}`,
      'Contract Title': `Repairs ${at}`,
      'Supplier Company Name': 'Example Paving Ltd',
      'Total Contract Value (including extensions)': '1000.00',
      'Start Date': '2026-01-01',
      'End Date': end,
    };
    return REGISTER_HEADER.map((column) => cells[column] ?? '').join(',');
  });
  return new TextEncoder().encode([REGISTER_HEADER.join(','), ...lines].join('\r\n'));
}

/** One run, as the service does it; gives the addresses of the files that it took. */
async function runOnce(cursor: unknown, maps = mapsHere(), inTrouble: readonly string[] = []) {
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: openMemoryLimiter(clock),
    bucket: 'council-spend',
    pace: councilSpend.pace,
    clock,
  });
  const context = { now: '2026-11-22T05:20:00.000Z', watched: [], setting: () => undefined };
  const stored = cursor === null ? null : councilSpend.cursor.parse(cursor);
  const steps = fetchNewFiles(maps, http, stored, {
    ...context,
    isRecorded: () => Promise.resolve(false),
    isInTrouble: (item) => inTrouble.includes(new URL(item).pathname),
  });
  const taken: string[] = [];
  const troubles: Trouble[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done) return { taken, troubles, cursor: step.value };
    if ('document' in step.value) taken.push(new URL(step.value.document.url).pathname);
    if ('trouble' in step.value) troubles.push(step.value.trouble);
  }
}

test('a month that is new on the page is fetched once; a page that has changed, or moved files, is said', async () => {
  for (const name of ['2026-08', '2026-09', '2026-10']) site.set(`/files/${name}.csv`, month(name));
  site.set('/spending', pageOf('2026-08', '2026-09'));
  site.set('/api/3/action/package_show', JSON.stringify({ result: { resources: [] } }));
  const first = await runOnce(null);
  expect(first.taken).toEqual(['/files/2026-08.csv', '/files/2026-09.csv']);
  expect((await runOnce(first.cursor)).taken).toEqual([]);

  site.set('/spending', pageOf('2026-08', '2026-09', '2026-10'));
  const later = await runOnce(first.cursor);
  expect(later.taken).toEqual(['/files/2026-10.csv']);

  site.set('/spending', '<main><h1>We have a new site</h1></main>');
  const moved = await runOnce(later.cursor);
  expect(moved.troubles).toMatchObject([
    { item: expect.stringMatching(/\/spending$/), reason: expect.stringContaining('no file is listed on') },
    { item: expect.stringMatching(/package_show$/), reason: expect.stringContaining('no file is listed on') },
  ]);
});

test('a file that is missing, or a page in its place, keeps no other file waiting and is tried again', async () => {
  site.set('/spending', pageOf('2026-07', '2026-08', '2026-09'));
  site.set('/files/2026-08.csv', '<!DOCTYPE html><title>Sign in</title>');
  site.set('/files/2026-09.csv', month('2026-09'));
  const first = await runOnce(null);
  expect(first.taken).toEqual(['/files/2026-09.csv']);
  expect(
    first.troubles.map(({ item, reason }) => [new URL(item).pathname, reason.replace(/ http.*/, '')]),
  ).toEqual([
    ['/files/2026-07.csv', 'Salford City Council: 404 from'],
    ['/files/2026-08.csv', 'Salford City Council: a page instead of'],
    ['/api/3/action/package_show', 'Oldham Metropolitan Borough Council: 404 from'],
  ]);

  site.set('/files/2026-07.csv', month('2026-07')).set('/files/2026-08.csv', month('2026-08'));
  expect((await runOnce(first.cursor)).taken).toEqual(['/files/2026-07.csv', '/files/2026-08.csv']);
});

test('a page with more further pages than are read is in trouble, though the files of those that are read are taken', async () => {
  const further = (count: number) => {
    const links = Array.from({ length: count }, (_, at) => `<a class="more" href="/more/${at}">More</a>`);
    site.set('/spending', `${pageOf('2026-09')}${links.join('')}`);
    for (let at = 0; at < count; at += 1) site.set(`/more/${at}`, '<main></main>');
  };
  site.set('/files/2026-09.csv', month('2026-09')).set('/files/2026-10.csv', month('2026-10'));
  const maps = mapsHere().slice(0, 1);
  const paged = maps.map((map) => ({ ...map, page: { ...map.page, pages: 'a.more' } }));
  further(31);
  site.set('/more/29', pageOf('2026-10'));
  const cut = await runOnce(null, paged);
  expect(cut.taken).toEqual(['/files/2026-09.csv', '/files/2026-10.csv']);
  expect(cut.troubles).toMatchObject([
    {
      item: expect.stringMatching(/\/spending$/),
      reason: expect.stringContaining('31 further pages, of which the first 30'),
    },
  ]);
  further(30);
  expect((await runOnce(cut.cursor, paged)).troubles).toEqual([]);
});

test('a site that asks to be left alone keeps what was fetched, and the next council is still read', async () => {
  site.set('/spending', pageOf('2026-08', '2026-09'));
  site.set('/files/2026-08.csv', month('2026-08')).set('/files/2026-09.csv', 429);
  const resource = { url: '/files/open.csv', format: 'CSV', name: 'Spending, September 2026' };
  const readme = { url: '/files/readme.pdf', format: 'PDF', name: 'Read me' };
  site.set('/api/3/action/package_show', JSON.stringify({ result: { resources: [resource, readme] } }));
  site.set('/files/open.csv', month('2026-09'));
  const { taken, troubles } = await runOnce(null);
  expect(taken).toEqual(['/files/2026-08.csv', '/files/open.csv']);
  expect(JSON.stringify(troubles)).toContain('429');
});

test('a register is replaced under its address: it is asked for again, and only a changed one, or one that could not be read, is taken', async () => {
  const [salford] = mapsHere();
  if (!salford) throw new Error('no map');
  const contracts = { url: `${council.url}/contracts`, links: "a[href$='.csv']", hosts: [] };
  const maps = [{ ...salford, contracts }];
  site.set('/spending', pageOf('2026-09')).set('/files/2026-09.csv', month('2026-09'));
  site.set('/contracts', '<a href="/files/contracts-register.csv">Register</a>');
  site.set('/files/contracts-register.csv', register('2027-12-31'));
  const first = await runOnce(null, maps);
  expect(first.taken).toEqual(['/files/2026-09.csv', '/files/contracts-register.csv']);
  expect((await runOnce(first.cursor, maps)).taken).toEqual([]);

  const unread = await runOnce(first.cursor, maps, ['/files/contracts-register.csv']);
  expect(unread.taken).toEqual(['/files/contracts-register.csv']);

  site.set('/files/contracts-register.csv', register('2028-12-31'));
  const later = await runOnce(first.cursor, maps);
  expect(later.taken).toEqual(['/files/contracts-register.csv']);
});

test('the lines of a published register are contracts of the council, and a new end takes the place of the old', async () => {
  const about = { gss: 'E08000006', name: 'Salford City Council', type: 'MD', region: null };
  const dates = { county_gss: null, starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  await db.transaction().execute((trx) => saveCouncils(trx, [{ ...about, ...dates }]));
  const url = 'https://www.salford.gov.uk/contracts-register.csv';
  const take = (retrievedAt: string, body: Uint8Array) =>
    recordFetched(db, councilSpend, {
      document: { url, retrievedAt, contentType: 'text/csv', body },
    });
  const onRecord = async () =>
    (await findContractsOnRecord(db, { council: 'E08000006' }, '2026-11-22')).map(
      ({ contract, suppliers }) => [contract.title, contract.endsOn, suppliers[0]?.printedName],
    );
  expect(await take('2026-08-01T05:20:00.000Z', register('2027-12-31', '2026-12-31'))).toMatchObject({
    items: 3,
    recorded: 2,
    ignored: { header: 1 },
  });
  const supplier = 'Example Paving Ltd';
  const before = [
    ['Repairs 0', '2027-12-31', supplier],
    ['Repairs 1', '2026-12-31', supplier],
  ];
  expect(await onRecord()).toEqual(before);
  expect(await take('2026-09-01T05:20:00.000Z', register('2027-12-31', '2026-12-31'))).toMatchObject({
    duplicates: 2,
  });
  expect(await take('2026-11-01T05:20:00.000Z', register('2028-12-31', '2026-12-31'))).toMatchObject({
    recorded: 1,
    duplicates: 1,
  });
  expect(await onRecord()).toEqual([['Repairs 0', '2028-12-31', supplier], before[1]]);
});

test('the sources page says who is late, and takes it back', async () => {
  const about = { gss: 'E08000006', name: 'Salford City Council', type: 'MD', region: null };
  const dates = { county_gss: null, starts_on: null, ends_on: null, replaced_by: [], alt_names: [] };
  await db.transaction().execute((trx) => saveCouncils(trx, [{ ...about, ...dates }]));
  for (const name of ['2026-04', '2026-05', '2026-06']) {
    const url = `https://www.salford.gov.uk/${name}.csv`;
    await recordFetched(db, councilSpend, {
      document: { url, retrievedAt: '2026-11-22T05:20:00.000Z', contentType: 'text/csv', body: month(name) },
      cursor: { fetched: { E08000006: [url] } },
    });
  }
  const noteOn = async (today: string) => {
    await noteLateCouncils(db, councilSpend.id, today);
    return (await findSourceStates(db)).find(({ id }) => id === councilSpend.id)?.note ?? null;
  };
  expect(await noteOn('2026-11-22')).toMatch(
    /^Late against their own cadence: Salford City Council \(spend\): read to 2026-06-20/,
  );
  expect(await noteOn('2026-07-22')).toBeNull();
});
