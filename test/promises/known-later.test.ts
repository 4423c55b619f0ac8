import {
  asCouncil,
  decideMatch,
  enqueue,
  noteTrouble,
  openDatabase,
  printedOf,
  saveOwnSpend,
  saveRegister,
  takeOwnSpend,
  undoRegister,
} from '@tocsin/db';
import { CompanyNumber } from '@tocsin/domain';
import { printedText } from '@tocsin/matching';
import type { SourceDocument } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressesToRead } from '../support/addresses.ts';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { casesOf, documentOf, profileOf } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

// What a council could learn of a number by handing it in itself: of one that another follows, what it learns of one that
// nobody does.

const councilC = { gss: 'E07000903', name: 'Third District Council' };
/** Whom council A follows in its own register, and whom nobody does. */
const followed = { number: '99000031', name: 'EXAMPLE HERONSGATE LTD' };
const nobodys = { number: '99000032', name: 'EXAMPLE KINGFISHER LTD' };
const both = [followed, nobodys];
const COMPANY = 'https://api.company-information.service.gov.uk/company';

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB, councilC] });
  pages = await openPages(system.database, TODAY);
  await handIn(councilA.gss, [followed], '2026-11-02T09:00:00Z');
  const before = { company_status_detail: 'active-proposal-to-strike-off', previous_company_names: [former] };
  await look(followed, '2026-11-10T12:00:00.000Z', before);
  await system.ingest(
    'companies-house-company',
    casesOf(followed.number, 'in-administration', '2026-11-05', '2026-11-10T12:00:00.000Z'),
  );
  await look(followed, '2026-11-12T12:00:00.000Z', before);
  await system.db.transaction().execute((trx) =>
    noteTrouble(trx, {
      source: 'companies-house-company',
      item: `company/${followed.number}/officers`,
      reason: 'no answer',
      hides: false,
      at: '2026-11-12T12:00:00.000Z',
      later: () => '2026-11-13T12:00:00.000Z',
    }),
  );
});
const former = { name: 'EXAMPLE PLOVERHURST LTD', effective_from: '2001-02-03', ceased_on: '2010-01-01' };

afterAll(async () => {
  await pages.stop();
  await system.stop();
});

/** A whole look at the register: profile, no insolvency case, one charge. */
async function look(
  { number, name }: typeof followed,
  at: string,
  said: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const none: SourceDocument = { ...documentOf(`${COMPANY}/${number}/insolvency`, '', at), status: 404 };
  const charge = {
    charge_number: 1,
    status: 'outstanding',
    created_on: '2024-05-01',
    delivered_on: '2024-05-03',
  };
  const charges = {
    items: [{ ...charge, links: { self: `/company/${number}/charges/c1` } }],
    total_count: 1,
  };
  await system.ingest(
    'companies-house-company',
    profileOf(number, name, said, at),
    none,
    documentOf(`${COMPANY}/${number}/charges`, JSON.stringify(charges), at),
  );
}

/** A council's own register, as if it had been handed in at a moment. */
async function handIn(council: string, named: readonly (typeof followed)[], at: string): Promise<string> {
  const id = await asCouncil(system.db, council, (trx) =>
    saveRegister(trx, {
      council,
      fileName: 'contracts.csv',
      sha256: 'a'.repeat(64),
      uploadedBy: 'officer',
      columns: null,
      lines: named.map(({ number, name }, nth) => ({
        row: nth + 2,
        supplierName: name,
        printedRef: number,
        ref: { scheme: 'GB-COH', id: CompanyNumber.parse(number) },
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
      })),
    }),
  );
  await system.settled();
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`update register_upload set uploaded_at = ${at} where id = ${id}`.execute(owner);
  await sql`update supplier_ref set since = ${at} where since is not null and supplier_id in (
    select supplier_id from register_line where upload_id = ${id})`.execute(owner);
  await owner.destroy();
  return id ?? '';
}

/** A council's own spending, which it does not publish: each company was paid each day of a month. */
async function handInSpend(council: string, named: readonly (typeof followed)[]): Promise<void> {
  const days = Array.from({ length: 24 }, (_, at) => `2026-10-${String(at + 1).padStart(2, '0')}`);
  const lines = named.flatMap(({ number, name }) =>
    days.map((day, at) => `${name},${number},${day},1000.00,R${at}`),
  );
  const header = 'Supplier Name,Company Number,Payment Date,Amount,Reference';
  await asCouncil(system.db, council, async (trx) => {
    const body = Buffer.from([header, ...lines].join('\r\n'));
    const file = { council, fileName: '2026-10.csv', sha256: 'b'.repeat(64), body, uploadedBy: 'officer' };
    const id = await saveOwnSpend(trx, { ...file, pageUrl: null, said: {} });
    await takeOwnSpend(trx, council, id, 'officer');
  });
  await system.settled();
}

/** Every address that can be read about either company, or about all, with what a council is answered. */
async function readAll(council: string): Promise<ReadonlyMap<string, string>> {
  const searches = [...both.flatMap(({ number, name }) => [number, name]), former.name];
  const asked = { ids: [], items: [], numbers: both.map(({ number }) => number), searches };
  const answers = new Map<string, string>();
  for (const url of addressesToRead(pages.app, asked)) answers.set(url, await read(url, council));
  return answers;
}

async function read(url: string, council: string): Promise<string> {
  const { statusCode, headers, body } = await pages.app.inject({ url, cookies: { tocsin_council: council } });
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(x-ratelimit|ratelimit|set-cookie|date|content-length)/.test(name),
  );
  // A workbook bears the moment at which it was made, and holds what the other format holds.
  const said = /\.xlsx/.test(url) ? '' : body;
  const text = [statusCode, JSON.stringify(kept), said.replaceAll(/name="token" value="[^"]*"/g, '')].join(
    '\n',
  );
  // Ids are drawn by lot, and hashes are of documents that name the company.
  return text.replaceAll(/\b(\d{14,16}|[0-9a-f]{64})\b/g, '#');
}

/** With either company in the place of the other. */
function swapped(text: string): string {
  const words = new Map([
    [followed.number, nobodys.number],
    [nobodys.number, followed.number],
    ['HERONSGATE', 'KINGFISHER'],
    ['KINGFISHER', 'HERONSGATE'],
    ['heronsgate', 'kingfisher'],
    ['kingfisher', 'heronsgate'],
  ]);
  return text.replaceAll(new RegExp([...words.keys()].join('|'), 'g'), (word) => words.get(word) ?? word);
}

/** What is said, whatever stands first. */
function partsOf(text: string): readonly string[] {
  return text.split(/\n|[[\]]|(?<=\}),/).toSorted();
}

/** The addresses at which something tells the two apart, each with what is said of one alone. */
function toldApart(answers: ReadonlyMap<string, string>): readonly string[] {
  return [...answers].flatMap(([url, answer]) => {
    const other = answers.get(decodeURIComponent(swapped(url))) ?? answers.get(swapped(url)) ?? '';
    const [said, expected] = [partsOf(swapped(answer)), partsOf(other)];
    if (JSON.stringify(said) === JSON.stringify(expected)) return [];
    return [`${url}: ${said.filter((part) => !expected.includes(part)).join(' | ')}`];
  });
}

test('the council that follows it reads what was seen of it', async () => {
  const page = await read(`/suppliers/${followed.number}`, councilA.gss);
  expect(page).toMatch(/in administration/i);
  expect(page).toMatch(/seen by us 10 November/);
  expect(await read('/suppliers?q=ploverhurst', councilA.gss)).toContain(followed.name);
});

test('to hand it in tells of it what it tells of one that nobody followed, until both are looked at, and then', async () => {
  const upload = await handIn(councilB.gss, both, '2026-11-20T09:00:00Z');
  const handedIn = await readAll(councilB.gss);
  expect(toldApart(handedIn)).toEqual([]);
  const page = `/suppliers/${followed.number}`;
  expect(handedIn.get(page)).toMatch(/^200/);
  expect(handedIn.get(page)).not.toMatch(
    /PLOVERHURST|case on the companies register: in administration|1[02] November 2026/,
  );

  for (const one of both) await look(one, '2026-11-21T12:00:00.000Z');
  const lookedAt = await readAll(councilB.gss);
  expect(toldApart(lookedAt)).toEqual([]);
  expect(lookedAt.get(page)).toContain('21 November');
  expect(lookedAt.get(page)).not.toMatch(
    /PLOVERHURST|case on the companies register: in administration|1[02] November 2026/,
  );

  await asCouncil(system.db, councilB.gss, (trx) => undoRegister(trx, councilB.gss, upload, 'officer'));
  await system.settled();
  const undone = await readAll(councilB.gss);
  expect(toldApart(undone)).toEqual([]);
  expect(undone.get(page)).toMatch(/^404/);

  await handIn(councilB.gss, both, '2026-11-22T09:00:00Z');
  const again = await readAll(councilB.gss);
  expect(toldApart(again)).toEqual([]);
  expect(again.get(page)).not.toMatch(/21 November/);
});

test('so does a spending file that is not published', async () => {
  await handInSpend(councilC.gss, both);
  const handedIn = await readAll(councilC.gss);
  expect(toldApart(handedIn)).toEqual([]);
  expect(handedIn.get(`/suppliers/${followed.number}`)).toMatch(/^200/);
  expect(handedIn.get(`/suppliers/${followed.number}`)).not.toMatch(/PLOVERHURST|administration/);
});

test('the council that knew it before reads of it what it read', async () => {
  const page = await read(`/suppliers/${followed.number}`, councilA.gss);
  expect(page).toMatch(/in administration/i);
  expect(page).toMatch(/seen by us 10 November/);
});

test('whom another council followed until it said that it meant another is told as one that nobody followed', async () => {
  const left = { number: '99000033', name: 'EXAMPLE LAPWINGTHORPE LTD' };
  const upload = await handIn(councilA.gss, [followed, left], '2026-11-03T09:00:00Z');
  await look(left, '2026-11-10T12:00:00.000Z', { previous_company_names: [former] });
  const opened = casesOf(left.number, 'in-administration', '2026-11-05', '2026-11-10T12:00:00.000Z');
  await system.ingest('companies-house-company', opened);
  const told = /PLOVERHURST|case on the companies register: in administration|10 November 2026/;
  expect(await read(`/suppliers/${left.number}`, councilA.gss)).toMatch(told);

  const printed = { postcode: null, scheme: 'GB-COH', ref: left.number, printed_ref: left.number };
  await system.db.transaction().execute(async (trx) => {
    await decideMatch(trx, {
      council: councilA.gss,
      subject: { printedText: printedText(printedOf({ name: left.name, ...printed })) },
      verdict: 'company',
      number: CompanyNumber.parse('99000034'),
      reason: 'papers',
      note: null,
      by: 'officer',
    });
    await enqueue(trx, 'match', { v: 1, of: 'register', uploadId: upload });
  });
  await system.settled();

  await handIn(councilB.gss, [left], '2026-11-23T09:00:00Z');
  const page = await read(`/suppliers/${left.number}`, councilB.gss);
  expect(page).toMatch(/^200/);
  expect(page).not.toMatch(told);
});
