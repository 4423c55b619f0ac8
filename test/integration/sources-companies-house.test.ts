import { addDays, type CompanyNumber } from '@tocsin/domain';
import { documentSource } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../support/publishers/clock.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import { documentServer } from '../support/publishers/documents.ts';
import { run } from '../support/publishers/run-source.ts';
import { sendJson, serve } from '../support/publishers/server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('Companies House: patches of 502 are waited out, the limit is never passed, empty lists are looks', async () => {
  const clock = virtualClock();
  const watched = Array.from(
    { length: 110 },
    (_, index) => `99${String(index).padStart(6, '0')}` as CompanyNumber,
  );
  const answers = Object.fromEntries(
    watched.map((number) => [
      `/company/${number}`,
      { company_number: number, company_name: `EXAMPLE ${number}` },
    ]),
  );
  const publisher = await companiesHouseServer(clock, { answers, patchEvery: 100 });
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  const { documents } = await run('companies-house-company', clock, settings, { watched });
  const profiles = documents.flatMap((document) =>
    [...documentSource('companies-house-company').parse(document)].flatMap((item) =>
      item.outcome === 'observed' ? item.observations.map(({ ref }) => ref) : [],
    ),
  );
  expect(new Set(profiles).size).toBe(110);
  expect(publisher.refused()).toBe(0);
});

test('Companies House: a first look asks for profile and insolvency cases, and the lists wait until all had theirs', async () => {
  const clock = virtualClock();
  const watched = ['99000001', '99000002', '99000003'] as CompanyNumber[];
  const answers = Object.fromEntries(
    watched.map((number) => [`/company/${number}`, { company_number: number, company_name: 'EXAMPLE' }]),
  );
  const publisher = await companiesHouseServer(clock, { answers });
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  await run('companies-house-company', clock, settings, { watched });
  const asked = publisher.requests.map((path) => path.replace(/[?].*/, '').replace('/company/', ''));
  expect(asked.slice(0, 6)).toEqual(watched.flatMap((number) => [number, `${number}/insolvency`]));
  expect(asked.slice(6)).toEqual(
    watched.flatMap((number) =>
      ['filing-history', 'charges', 'officers', 'persons-with-significant-control'].map(
        (list) => `${number}/${list}`,
      ),
    ),
  );
});

test('Companies House: whoever was asked a while ago waits behind an open alert and an event', async () => {
  const clock = virtualClock();
  const publisher = await companiesHouseServer(clock);
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  const ago = (hours: number) => new Date(clock.now() - hours * 3_600_000).toISOString();
  const asked = (number: string, given: object) => ({
    number: number as CompanyNumber,
    asked: { proceedings: ago(10), lists: ago(1) },
    firstAskedAt: ago(10),
    touchedAt: null,
    isAlerted: false,
    weight: 0,
    ...given,
  });
  const standings = () =>
    Promise.resolve([
      asked('99000001', {}),
      asked('99000002', { isAlerted: true }),
      asked('99000003', { touchedAt: ago(2) }),
    ]);
  await run('companies-house-company', clock, settings, { standings });
  // Nobody is registered under these numbers: nothing more is asked about them.
  expect(publisher.requests).toEqual(['/company/99000003', '/company/99000002', '/company/99000001']);
});

const ACCOUNTS = `<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:core="http://xbrl.frc.org.uk/fr/2023-01-01/core">
<head><title>Accounts</title></head><body><div style="display:none"><ix:header><ix:references><link:schemaRef xlink:type="simple" xlink:href="https://xbrl.frc.org.uk/FRS-102/2023-01-01/FRS-102-2023-01-01.xsd"/></ix:references><ix:resources>
<xbrli:context id="now"><xbrli:entity><xbrli:identifier scheme="http://www.companieshouse.gov.uk/">99000001</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2025-03-31</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="GBP"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>
<p>Current assets <ix:nonFraction name="core:CurrentAssets" contextRef="now" unitRef="GBP" decimals="0" format="ixt:numdotdecimal" xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2010-04-20">1,234</ix:nonFraction></p></body></html>`;

test('Companies House: filed accounts are read as data, a picture is recorded as one, and the key stays at home', async () => {
  const clock = virtualClock();
  const filed = (id: string, madeUpTo: string) => ({
    transaction_id: id,
    category: 'accounts',
    type: 'AA',
    date: '2026-01-05',
    description: 'accounts-with-accounts-type-small',
    description_values: { made_up_date: madeUpTo },
    links: { document_metadata: `https://frontend-doc-api.example/document/${id}` },
  });
  const history = { total_count: 2, items: [filed('data', '2025-03-31'), filed('picture', '2024-03-31')] };
  const documents = await documentServer({ data: ACCOUNTS });
  const publisher = await companiesHouseServer(clock, {
    answers: {
      '/company/99000001': { company_number: '99000001', company_name: 'EXAMPLE LTD' },
      '/company/99000001/filing-history': history,
    },
  });
  closing.push(documents.close, publisher.close);
  const settings = {
    COMPANIES_HOUSE_URL: publisher.url,
    COMPANIES_HOUSE_DOCUMENTS_URL: documents.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  const watched = ['99000001' as CompanyNumber];
  const found = await run('companies-house-company', clock, settings, { watched });
  const figures = found.documents.flatMap((document) =>
    [...documentSource('companies-house-company').parse(document)].flatMap((item) =>
      item.outcome === 'observed'
        ? item.observations.filter(({ content }) => content.kind === 'accounts-figures')
        : [],
    ),
  );
  expect(figures).toMatchObject([
    {
      ref: '99000001/accounts/data',
      content: { balanceDate: '2025-03-31', figures: { current_assets: 1_234 } },
    },
    { ref: '99000001/accounts/picture', content: { balanceDate: '2024-03-31', figures: {} } },
  ]);
  expect(documents.leaked).toEqual([]);
});

test('Companies House: a list that keeps failing and a document that is not given are troubles of their own', async () => {
  const clock = virtualClock();
  const filing = {
    transaction_id: 'gone',
    category: 'accounts',
    type: 'AA',
    date: '2026-01-05',
    description: 'accounts-with-accounts-type-small',
    description_values: { made_up_date: '2025-03-31' },
    links: { document_metadata: 'https://frontend-doc-api.example/document/gone' },
  };
  const documents = await serve((_, response) => sendJson(response, {}, 403));
  const publisher = await companiesHouseServer(clock, {
    answers: {
      '/company/99000001': { company_number: '99000001', company_name: 'EXAMPLE LTD' },
      '/company/99000001/filing-history': { total_count: 1, items: [filing] },
    },
    statuses: { '/company/99000001/charges': 503, '/company/99000002': 410 },
  });
  closing.push(documents.close, publisher.close);
  const settings = {
    COMPANIES_HOUSE_URL: publisher.url,
    COMPANIES_HOUSE_DOCUMENTS_URL: documents.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  const watched = ['99000001', '99000002'] as CompanyNumber[];
  const { troubles } = await run('companies-house-company', clock, settings, { watched });
  expect(troubles.map(({ item, reason }) => [item.replace(/#.*/, ''), reason.split(' ')[0]])).toEqual([
    ['company/99000002', '410'],
    ['document/gone', '403'],
    ['company/99000001/charges', '503'],
  ]);
});

const entries = (count: number, made: (at: number) => object) =>
  Array.from({ length: count }, (_, at) => made(at));

test('Companies House: a list is read behind its first hundred, filings two years back and accounts to the first', async () => {
  const clock = virtualClock();
  const day = (at: number) => addDays('2026-11-01', -at);
  // A buy-back every day, and accounts once a year: only a few of them are among the newest filings.
  const filings = entries(1_900, (at) =>
    at % 365 === 0
      ? {
          transaction_id: `accounts-${at}`,
          category: 'accounts',
          type: 'AA',
          date: day(at),
          description: 'accounts-with-accounts-type-group',
          description_values: { made_up_date: day(at + 120) },
        }
      : {
          transaction_id: `buy-back-${at}`,
          category: 'capital',
          type: 'SH06',
          date: day(at),
          description: 'capital-cancellation-shares',
        },
  );
  const charges = entries(137, (at) => ({
    charge_number: at + 1,
    status: 'outstanding',
    created_on: day(at),
  }));
  const members = entries(230, (at) => ({
    officer_role: 'llp-member',
    appointed_on: day(at),
    ...(at % 2 === 0 ? { resigned_on: '2026-01-01' } : {}),
  }));
  const publisher = await companiesHouseServer(clock, {
    answers: {
      '/company/99000001': {
        company_number: '99000001',
        company_name: 'EXAMPLE PLC',
        company_status: 'active',
      },
      '/company/99000001/filing-history': {
        filing_history_status: 'filing-history-available',
        items: filings,
      },
      '/company/99000001/charges': { items: charges },
      '/company/99000001/officers': { kind: 'officer-list', total_results: 230, items: members },
    },
  });
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  const watched = ['99000001' as CompanyNumber];
  const { documents, troubles } = await run('companies-house-company', clock, settings, { watched });
  expect(troubles).toEqual([]);
  const items = documents.flatMap((document) => [
    ...documentSource('companies-house-company').parse(document),
  ]);
  const looks = items.flatMap((item) => ('looks' in item ? (item.looks ?? []) : []));
  expect(looks.map(({ topics, answer }) => `${topics.join()} ${answer}`)).toEqual([
    'company-profile found',
    'insolvency-cases none',
    'filing-history found',
    'charges found',
    'officers found',
    'controllers none',
  ]);
  const said = items.flatMap((item) => (item.outcome === 'observed' ? item.observations : []));
  expect(said.filter(({ content }) => content.kind === 'charge')).toHaveLength(137);
  expect(said.filter(({ content }) => content.kind === 'accounts-filed').map(({ ref }) => ref)).toEqual(
    [0, 365, 730, 1_095, 1_460, 1_825].map((at) => `99000001/filing/accounts-${at}`),
  );
  expect(said.find(({ content }) => content.kind === 'officer-changes')?.content).toMatchObject({
    activeCount: 115,
  });
  const pages = publisher.requests.filter((path) => path.includes('filing-history'));
  expect(pages).toHaveLength(8 + 1);
});

test('Companies House: what was read of a list before its next page fails is kept, and the list is no whole look', async () => {
  const clock = virtualClock();
  const charges = entries(150, (at) => ({ charge_number: at + 1, status: 'outstanding' }));
  const publisher = await companiesHouseServer(clock, {
    answers: {
      '/company/99000001': {
        company_number: '99000001',
        company_name: 'EXAMPLE LTD',
        company_status: 'active',
      },
      '/company/99000001/charges': { items: charges },
    },
    failsBehindFirstPage: true,
  });
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  const watched = ['99000001' as CompanyNumber];
  const { documents, troubles } = await run('companies-house-company', clock, settings, { watched });
  expect(troubles).toMatchObject([{ item: 'company/99000001/charges' }]);
  const listed = documents.find(({ url }) => url.includes('/charges'));
  expect(listed && [...documentSource('companies-house-company').parse(listed)]).toMatchObject([
    { outcome: 'observed', looks: [{ topics: ['charges'], answer: 'in-part' }] },
  ]);
});

test('Companies House: about a society with a letter behind its number nothing is asked that another register holds', async () => {
  const clock = virtualClock();
  const society = {
    company_number: 'IP19447R',
    company_name: 'EXAMPLE HOUSING SOCIETY LIMITED',
    partial_data_available: 'full-data-available-from-financial-conduct-authority-mutuals-public-register',
  };
  const publisher = await companiesHouseServer(clock, { answers: { '/company/IP19447R': society } });
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'test-key' };
  const watched = ['IP19447R' as CompanyNumber];
  const { documents } = await run('companies-house-company', clock, settings, { watched });
  expect(publisher.requests).toEqual(['/company/IP19447R']);
  expect(
    documents.flatMap((document) => [...documentSource('companies-house-company').parse(document)]),
  ).toMatchObject([
    { outcome: 'ignored', looks: [{ answer: 'not-held', about: { ref: { id: 'IP19447R' } } }] },
  ]);
});
