import { readdirSync, readFileSync } from 'node:fs';
import {
  askedOfWatched,
  asCouncil,
  loadRegister,
  noteTrouble,
  openDatabase,
  saveRegister,
  type Db,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesToRead } from '../support/addresses.ts';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, casesOf, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** Whom one private register names, whom none does, and whom a published contract names. */
const watched = { number: '99000011', name: 'EXAMPLE HERONSGATE LTD' };
const unwatched = { number: '99000012', name: 'EXAMPLE KINGFISHER LTD' };
const onRecord = { number: '99000013', name: 'EXAMPLE PUBLIC CARE LTD' };
const companies = [watched, unwatched, onRecord];

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;
/** What councils B and C read before council A handed in its register, and after it was looked after. */
let before: Answers;
let after: Answers;

type Answers = ReadonlyMap<string, string>;

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB, councilC] });
  await loadRegister(system.db, 'made-up', registered());
  const contract = { id: '990001', buyer: councilB.name, supplier: onRecord.name, number: onRecord.number };
  await system.ingest('find-a-tender', releasePage('page-1', awardRelease(contract)));
  await system.ingest('companies-house-company', profileOf(onRecord.number, onRecord.name));
  pages = await openPages(system.database, TODAY);
  before = await readAll([councilB.gss, councilC.gss]);
  await handIn(system.db);
  await system.settled();
  await system.ingest('companies-house-company', profileOf(watched.number, watched.name));
  const retrievedAt = `${TODAY}T12:00:00.000Z`;
  await system.ingest(
    'companies-house-company',
    casesOf(watched.number, 'in-administration', '2026-11-20', retrievedAt),
  );
  await system.db.transaction().execute((trx) =>
    noteTrouble(trx, {
      source: 'companies-house-company',
      item: `company/${watched.number}/charges`,
      reason: 'no answer',
      hides: false,
      at: retrievedAt,
      later: () => retrievedAt,
    }),
  );
  after = await readAll([councilB.gss, councilC.gss]);
});
afterAll(async () => {
  await pages.stop();
  await system.stop();
});

async function* registered() {
  yield companies.map(({ number, name }) => ({
    number,
    name,
    previousNames: [],
    postcode: 'LS1 4DL',
    status: 'Active',
    sicCodes: ['87300'],
  }));
}

/** Council A's own register: one contract with the company that nobody else has anything to do with. */
async function handIn(db: Db): Promise<void> {
  await asCouncil(db, councilA.gss, (trx) =>
    saveRegister(trx, {
      council: councilA.gss,
      fileName: 'contracts.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: [
        {
          row: 2,
          supplierName: watched.name,
          printedRef: watched.number,
          ref: { scheme: 'GB-COH', id: CompanyNumber.parse(watched.number) },
          title: 'Respite care',
          valuePence: 5_000_000_00,
          vat: 'net',
          startsOn: '2026-01-01',
          endsOn: '2029-12-31',
          criticality: 'critical',
          owner: null,
          service: null,
          regime: 'unknown',
          details: {},
        },
      ],
    }),
  );
}

/** Statuses, headers and bodies of every address that can be read, by council and address. */
async function readAll(councils: readonly string[]): Promise<Answers> {
  const asked = {
    // Without council A's alert: the one user of a local copy acts for every council and is told whose it is.
    ids: ['2', '3', 'x'],
    items: ['mention-1', 'mention-2', 'mention-3', 'line-1', 'line-2'],
    numbers: [...companies.map(({ number }) => number), '1', '2', '3'],
    searches: companies.flatMap(({ number, name }) => [number, name, name.split(' ')[1] ?? '']),
  };
  const answers = new Map<string, string>();
  for (const council of councils)
    for (const url of addressesToRead(pages.app, asked))
      answers.set(`${council} ${url}`, await read(url, council));
  return answers;
}

/** An answer without what is of one request only: the token of its forms, and how many more may follow this minute. */
async function read(url: string, council: string): Promise<string> {
  const { statusCode, headers, body } = await pages.app.inject({ url, cookies: { tocsin_council: council } });
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(x-ratelimit|ratelimit|set-cookie|date|content-length)/.test(name),
  );
  // A workbook bears the moment at which it was made, and holds what the other format holds.
  const said = /\.xlsx/.test(url) ? '' : body;
  return [statusCode, JSON.stringify(kept), said.replaceAll(/name="token" value="[^"]*"/g, '')].join('\n');
}

/** The same company in the words of another. */
function as(text: string, one: typeof watched, other: typeof watched): string {
  const [first = '', second = ''] = [one, other].map(({ name }) => name.split(' ')[1] ?? '');
  return text
    .replaceAll(one.number, other.number)
    .replaceAll(first, second)
    .replaceAll(encodeURIComponent(one.name), encodeURIComponent(other.name));
}

test('the company is looked after for the council whose register names it: found, assessed, told of', async () => {
  const { rows } = await sql<{ watched: boolean; assessments: number; alerts: number }>`
    select watched, (select count(*)::int from assessment where supplier_id = supplier.id) as assessments,
      (select count(*)::int from alert where supplier_id = supplier.id) as alerts
    from supplier join supplier_ref on supplier_id = supplier.id where ref = ${watched.number}`.execute(
    system.db,
  );
  expect(rows).toMatchObject([{ watched: true, alerts: 1 }]);
  expect(rows[0]?.assessments).toBeGreaterThan(0);
  for (const url of [
    `/suppliers/${watched.number}`,
    `/api/v1/suppliers/${watched.number}`,
    '/suppliers?q=heronsgate',
  ])
    expect(await read(url, councilA.gss)).toContain(watched.name);
  expect(await read(`/suppliers/${watched.number}`, councilA.gss)).toContain('administration');
});

test('every other council reads of it what it reads of a company that nobody watches, byte for byte', () => {
  const told = [...after].filter(([asked, answer]) => {
    if (!asked.includes(watched.number) && !/heronsgate/i.test(asked)) return false;
    return as(answer, watched, unwatched) !== after.get(as(asked, watched, unwatched));
  });
  expect(told.map(([asked]) => asked)).toEqual([]);
  const asked = [...after.keys()].filter((one) => one.includes(watched.number));
  expect(asked.length).toBeGreaterThan(6);
  expect(after.get(`${councilB.gss} /suppliers/${watched.number}`)).toMatch(/^404/);
  expect(after.get(`${councilB.gss} /suppliers/${onRecord.number}`)).toMatch(/^200/);
});

test('no page, count or status of another council changes when one hands in its register and it is looked after', () => {
  const changed = [...after].flatMap(([asked, answer]) => (before.get(asked) === answer ? [] : [asked]));
  expect(changed).toEqual([]);
  expect(after.size).toBeGreaterThan(150);
});

test('sessions of other councils and of the national view select nothing of it', async () => {
  const web = openDatabase(system.database.webUrl, { role: 'tocsin_web', max: 1 });
  const national = openDatabase(system.database.nationalUrl, { role: 'tocsin_national', max: 1 });
  const count = sql<{ found: number }>`
    select ((select count(*) from supplier where name = ${watched.name} or name = ${watched.number})
      + (select count(*) from supplier_ref where ref = ${watched.number})
      + (select count(*) from assessment where supplier_id not in (select id from supplier))
      + (select count(*) from current_assessment join supplier_ref using (supplier_id) where ref = ${watched.number})
      + (select count(*) from source_trouble where item like ${`%${watched.number}%`}))::int as found`;
  const by = async (council: string) =>
    asCouncil(web, council, async (trx) => (await count.execute(trx)).rows[0]?.found);
  expect(await Promise.all([by(councilB.gss), by(councilC.gss)])).toEqual([0, 0]);
  expect(await by(councilA.gss)).toBeGreaterThan(0);
  expect((await count.execute(national)).rows).toEqual([{ found: 0 }]);
  await Promise.all([web.destroy(), national.destroy()]);
});

test('once a publisher names it, it is a supplier for all', async () => {
  const notice = {
    id: '9900001',
    code: '2410',
    company: watched.name,
    number: watched.number,
    published: '2026-11-20',
  };
  await system.ingest('gazette-insolvency', noticePage(notice));
  expect(await read(`/suppliers/${watched.number}`, councilB.gss)).toMatch(/^200/);
  expect(await read(`/suppliers/${unwatched.number}`, councilB.gss)).toMatch(/^404/);
});

test('the sources that ask only about whom we watch are those that are told whom', () => {
  const folder = new URL('../../packages/sources/src/', import.meta.url);
  const told = readdirSync(folder).filter(
    (file) =>
      file.endsWith('.ts') &&
      !/(\.test|define-source|testing)\.ts$/.test(file) &&
      /(context\.watched|\{[^}\n]*\bwatched\b[^}\n]*\}(: FetchContext)?[,)])/.test(
        readFileSync(new URL(file, folder), 'utf8'),
      ),
  );
  expect(told.map((file) => file.replace('.ts', '')).toSorted()).toEqual([...askedOfWatched].toSorted());
});
