import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { openDatabase, type Db } from '@tocsin/db';
import { openLogger } from '@tocsin/runtime';
import { sources, type SourceDocument } from '@tocsin/sources';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trimArchive } from '../../services/ingest/src/trim-archive.ts';
import { ixbrlOf } from '../national/ixbrl.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, documentOf, noticePage, profileOf, releasePage } from '../support/system-documents.ts';
import { startSystem, type System } from '../support/system.ts';

/** A person, as publishers print one: name, birth, home, telephone and e-mail all bear the mark. */
const MARK = /PLANTED|1961-04-17|07700 900123/i;
const NAME = 'DOE, Jane Planted';
const HOME = { address_line_1: '1 Planted Street', locality: 'Plantedham', postal_code: 'PL1 1PL' };
const BIRTH = { year: 1961, month: 4, day: 17, printed: '1961-04-17' };
const PERSON = {
  name: NAME,
  name_elements: { surname: 'Planted', forename: 'Jane' },
  date_of_birth: BIRTH,
  address: HOME,
  nationality: 'Plantedish',
};
const WORDS =
  'Jane Planted, born on 1961-04-17, of 1 Planted Street, telephone 07700 900123, jane@planted.example';
const CONTACT = { name: 'Jane Planted', email: 'jane@planted.example', telephone: '07700 900123' };

const number = '99000001';
const REGISTER = `https://api.company-information.service.gov.uk/company/${number}`;
const json = (url: string, body: unknown) => documentOf(url, JSON.stringify(body));

const release = {
  ...awardRelease({ id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number }),
  description: WORDS,
  contactPoint: CONTACT,
};
const withPeople = {
  ...release,
  parties: release.parties.map((party) => ({
    ...party,
    contactPoint: CONTACT,
    address: { streetAddress: '1 Planted Street', locality: 'Plantedham' },
    details: { url: 'https://planted.example', persons: [PERSON] },
  })),
  tender: { ...release.tender, description: WORDS, enquiries: [{ author: CONTACT }] },
};
const event = (kind: string, uri: string, data: unknown) =>
  JSON.stringify({
    resource_kind: kind,
    resource_uri: uri,
    resource_id: uri.split('/').at(-1),
    data,
    event: { timepoint: 1, published_at: '2026-11-20T10:00:00', type: 'changed' },
  });
const accounts = ixbrlOf(number, 'EXAMPLE CARE HOMES LTD', {
  startsOn: '2024-04-01',
  madeUpTo: '2025-03-31',
  filedOn: '2025-12-01',
  filing: 'Mz2',
  type: 'full',
  figures: { net_assets: 1000, cash: 500 },
  previous: null,
}).replace('<body>', `<body><p>Director: ${WORDS}</p>`);
const notice = noticePage({
  id: '9900001',
  code: '2450',
  company: 'EXAMPLE CARE HOMES LTD',
  number,
  published: '2026-11-20',
});
const petition = new TextDecoder()
  .decode(notice.body)
  .replace(
    '</article>',
    `<p><span about="this:petitioner-1" property="foaf:name">${NAME}</span> ${WORDS}</p></article>`,
  );
const bankrupt = petition
  .replaceAll('2450', '2510')
  .replaceAll('9900001', '9900002')
  .replaceAll('EXAMPLE CARE HOMES LTD', NAME);
const listed = (id: string, code: string, title: string) => ({
  id: `https://www.thegazette.co.uk/id/notice/${id}`,
  'f:status': 'published',
  'f:notice-code': code,
  title,
  published: '2026-11-20T00:00:00',
  content: WORDS,
  author: { name: NAME },
});
const gazette = 'https://www.thegazette.co.uk';
const EXPORT = [
  '"Notice Identifier","Organisation Name","Status","Published Date","Title","Description","Awarded Date","Awarded Value","Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]","Contract start date","Contract end date","Contact Name","Contact Email","Contact Telephone"',
  `"EX-1","${councilA.name}","Awarded","2026-06-03T17:15:24Z","Care","${WORDS}","01/06/2026","1000","[Example Care Homes Ltd|1 Planted Street, EX1 1AA|COMPANIES_HOUSE|${number}|Yes|No]","01/07/2026","30/06/2027","Jane Planted","jane@planted.example","07700 900123"`,
].join('\n');

/** Of every source whose documents come from an API, or are notices or accounts. */
const documents: Readonly<Record<string, readonly SourceDocument[]>> = {
  'companies-house-company': [
    profileOf(number, 'EXAMPLE CARE HOMES LTD', { registered_office_address: HOME, service_address: HOME }),
    json(`${REGISTER}/officers`, {
      kind: 'officer-list',
      items: [
        {
          ...PERSON,
          officer_role: 'director',
          appointed_on: '2020-01-01',
          occupation: 'Planter Planted',
          links: { officer: { appointments: '/officers/PLANTED/appointments' } },
        },
      ],
      total_results: 1,
    }),
    json(`${REGISTER}/insolvency`, {
      cases: [
        {
          number: '1',
          type: 'creditors-voluntary-liquidation',
          dates: [{ type: 'wound-up-on', date: '2026-11-02' }],
          practitioners: [PERSON],
          notes: [WORDS],
        },
      ],
    }),
    json(`${REGISTER}/persons-with-significant-control`, {
      items: [
        { ...PERSON, kind: 'individual-person-with-significant-control', notified_on: '2020-01-01' },
        { ...PERSON, name: 'EXAMPLE PARENT PLC', kind: 'corporate-entity-person-with-significant-control' },
      ],
      total_results: 2,
    }),
    json(`${REGISTER}/charges`, {
      items: [
        {
          charge_code: '990000010001',
          charge_number: 1,
          status: 'outstanding',
          created_on: '2020-01-01',
          particulars: { description: `The home of ${WORDS}`, contains_floating_charge: false },
          persons_entitled: [{ name: NAME }, { name: 'Example Bank PLC' }],
        },
      ],
      total_count: 1,
    }),
    json(`${REGISTER}/filing-history`, {
      items: [
        {
          transaction_id: 'Mz1',
          category: 'address',
          type: 'AD01',
          date: '2026-01-05',
          description: 'change-registered-office-address-company-with-date-old-address-new-address',
          description_values: { officer_name: NAME, old_address: WORDS, new_address: WORDS },
        },
      ],
      filing_history_status: 'filing-history-available',
    }),
    documentOf(
      `https://document-api.company-information.service.gov.uk/document/x/content#company=${number}&filing=Mz2&filed=2025-12-01`,
      accounts,
    ),
    documentOf(`${REGISTER}/officers?items_per_page=100`, `<html><title>busy</title>${WORDS}</html>`),
    { ...json(`${REGISTER}/exemptions`, { error: WORDS }), status: 500 },
  ],
  'companies-house-stream': [
    documentOf(
      'https://stream.companieshouse.gov.uk/companies',
      [
        event('company-profile', `/company/${number}`, {
          company_name: 'EXAMPLE CARE HOMES LTD',
          company_number: number,
          company_status: 'active',
          registered_office_address: HOME,
        }),
        event('company-officers', `/company/${number}/appointments/x`, PERSON),
        event(
          'company-psc-individual',
          `/company/${number}/persons-with-significant-control/individual/x`,
          PERSON,
        ),
        event('disqualified-officer-natural', '/disqualified-officers/natural/x', PERSON),
        `{"broken": "${WORDS}`,
      ].join('\n'),
    ),
  ],
  'accounts-packs': [
    documentOf(
      `https://download.companieshouse.gov.uk/Accounts_Bulk_Data-2025-12-02.zip/Prod223_0001_${number}_20250331.html#filed=2025-12-02`,
      accounts,
    ),
  ],
  'gazette-insolvency': [
    documentOf(`${gazette}/notice/9900001`, petition),
    documentOf(`${gazette}/notice/9900002`, bankrupt),
    json(`${gazette}/insolvency/notice/data.json`, {
      'f:total': 2,
      entry: [listed('9900001', '2450', 'EXAMPLE CARE HOMES LTD'), listed('9900003', '2509', NAME)],
    }),
    documentOf(`${gazette}/notice/9900004`, `<html><title>Gone</title>${WORDS}</html>`),
  ],
  'find-a-tender': [
    releasePage('https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages', withPeople),
  ],
  'contracts-finder': [
    releasePage('https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search', {
      ...withPeople,
      ocid: 'ocds-b5fd17-990002',
    }),
    documentOf('export.csv', EXPORT),
  ],
};

let system: System;
let owner: Db;
const log: string[] = [];
beforeAll(async () => {
  const logger = openLogger('test', 'debug', { write: (line) => void log.push(line) });
  system = await startSystem({ logger });
  owner = openDatabase(system.database.adminUrl, { max: 2 });
  await saveTestCouncils(system.db);
});
afterAll(async () => {
  await owner.destroy();
  await system.stop();
});

interface Archived {
  readonly url: string;
  readonly sha256: string;
  readonly kept: string;
  readonly text: string;
}

async function archive(): Promise<readonly Archived[]> {
  const rows = await owner
    .selectFrom('document')
    .select(['url', 'sha256', 'kept', 'body', 'packing'])
    .orderBy('id')
    .execute();
  return rows.map(({ body, packing, ...row }) => ({
    ...row,
    text: (packing === 'gzip' ? gunzipSync(body) : body).toString('utf8'),
  }));
}

/** Every row of every table that bears a mark of the person. */
async function tablesWithPerson(): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public'`.execute(owner);
  const found: string[] = [];
  for (const { name } of rows) {
    const marked =
      await sql`select from ${sql.table(name)} as t where t::text ~* ${MARK.source} limit 1`.execute(owner);
    if (marked.rows.length > 0) found.push(name);
  }
  return found;
}

test('every source of answers, notices or accounts says what it keeps; files that councils publish are kept whole', () => {
  const keeping = sources.filter((source) => source.kind === 'documents' && source.keep).map(({ id }) => id);
  expect(keeping.toSorted()).toEqual(Object.keys(documents).toSorted());
  const others = sources.filter(({ id }) => !keeping.includes(id)).map(({ kind }) => kind);
  // Of a table only the columns that are read are kept, which its own tests hold.
  expect([...new Set(others)].toSorted()).toEqual(['register', 'spend', 'table']);
});

test.each(Object.keys(documents))(
  'of people in documents of %s nothing is stored and nothing is logged',
  async (id) => {
    const given = documents[id] ?? [];
    for (const { body } of given) expect(new TextDecoder().decode(body)).toMatch(MARK);
    const report = await system.ingest(id, ...given);
    expect(report.recorded).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toMatch(MARK);

    const archived = await archive();
    for (const { url, body } of given) {
      const sha256 = createHash('sha256').update(body).digest('hex');
      const found = archived.find((one) => one.url === url && one.sha256 === sha256);
      expect([url, found?.kept]).toEqual([url, 'members']);
    }
    expect(archived.filter(({ text }) => MARK.test(text)).map(({ url }) => url)).toEqual([]);
    expect(await tablesWithPerson()).toEqual([]);
    expect(log.filter((line) => MARK.test(line))).toEqual([]);
  },
);

test('what an earlier version archived whole is cut down under the same hash, once, and nothing else of it changes', async () => {
  const before = await archive();
  await sql`alter table document disable trigger document_is_cut_down_once`.execute(owner);
  for (const [sourceId, given] of Object.entries(documents))
    for (const { url, body } of given)
      await owner
        .updateTable('document')
        .set({ body: Buffer.from(body), packing: 'none', kept: 'whole' })
        .where('source_id', '=', sourceId)
        .where('url', '=', url)
        .execute();
  await sql`alter table document enable trigger document_is_cut_down_once`.execute(owner);
  expect((await archive()).filter(({ text }) => MARK.test(text)).length).toBe(before.length);
  const worker = () => system.db.updateTable('document');
  await expect(
    worker()
      .set({ body: Buffer.from('other') })
      .execute(),
  ).rejects.toThrow(/stays as it is/);
  await expect(worker().set({ sha256: 'other' }).execute()).rejects.toThrow(/permission denied/);

  const { signal } = new AbortController();
  expect(await trimArchive(system.db, signal)).toBe(before.length);
  expect(await archive()).toEqual(before);
  expect(await trimArchive(system.db, signal)).toBe(0);
  await expect(
    worker()
      .set({ body: Buffer.from('other'), kept: 'members' })
      .execute(),
  ).rejects.toThrow(/stays as it is/);
});

test('nobody who reads the pages reads what is archived', async () => {
  for (const [url, role] of [
    [system.database.webUrl, 'tocsin_web'],
    [system.database.nationalUrl, 'tocsin_national'],
  ] as const) {
    const reader = openDatabase(url, { role, max: 1 });
    // The address of an answer names the company that was asked about.
    for (const column of ['body', 'url'] as const)
      await expect(reader.selectFrom('document').select(column).execute()).rejects.toThrow(
        /permission denied/,
      );
    expect((await reader.selectFrom('document').select('sha256').execute()).length).toBeGreaterThan(0);
    await reader.destroy();
  }
});
