import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openMemoryLimiter, type Limiter } from '@tocsin/runtime';
import { sourceById, type Source, type SourceDocument } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../support/publishers/clock.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import { contractsFinderServer } from '../support/publishers/contracts-finder.ts';
import { documentServer } from '../support/publishers/documents.ts';
import { findATenderServer } from '../support/publishers/find-a-tender.ts';
import { gazetteServer } from '../support/publishers/gazette.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function sourceOf(id: string): Source {
  const source = sourceById(id);
  if (!source) throw new Error(`no source ${id}`);
  return source;
}

const limiters = new Map<VirtualClock, Limiter>();

/** As in Redis, the pace outlives a run. */
function limiterOf(clock: VirtualClock): Limiter {
  const limiter = limiters.get(clock) ?? openMemoryLimiter(clock);
  limiters.set(clock, limiter);
  return limiter;
}

/** Runs a source once as ingest does; `stopAfter` documents it is killed. */
async function run(
  id: string,
  clock: VirtualClock,
  settings: Readonly<Record<string, string>>,
  { cursor = null, watched = [], stopAfter = Infinity }: Partial<RunOptions> = {},
) {
  const source = sourceOf(id);
  const { bucket = source.id, backOff, ...pace } = source.pace;
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: limiterOf(clock),
    bucket,
    pace,
    clock,
    ...(backOff ? { backOff } : {}),
  });
  const context = {
    now: new Date(clock.now()).toISOString(),
    watched,
    setting: (name: string) => settings[name],
  };
  const fetching = source.fetch(http, cursor, context);
  const documents: SourceDocument[] = [];
  let reached = cursor;
  while (documents.length < stopAfter) {
    const step = await fetching.next();
    if (step.done) return { documents, cursor: step.value };
    documents.push(step.value.document);
    if (step.value.cursor !== undefined) reached = step.value.cursor;
  }
  return { documents, cursor: reached };
}

interface RunOptions {
  readonly cursor: unknown;
  readonly watched: readonly CompanyNumber[];
  readonly stopAfter: number;
}

function itemsOf(id: string, documents: readonly SourceDocument[]): string[] {
  return documents.flatMap((document) => [...sourceOf(id).parse(document)].map(({ item }) => item));
}

function noticesAt(moment: string, count: number, apartMs: number, prefix: string) {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${String(index).padStart(4, '0')}`,
    updated: new Date(Date.parse(`${moment}Z`) + index * apartMs).toISOString().slice(0, 19),
  }));
}

test('Find a Tender: splitting time loses nothing where following its links loses notices', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T20:00:00Z'));
  const notices = [
    ...noticesAt('2026-11-22T09:00:00', 420, 60_000, 'day'),
    ...noticesAt('2026-11-23T10:00:00', 380, 1_000, 'rush'),
  ];
  const publisher = await findATenderServer(clock, notices, { cutEvery: 5 });
  closing.push(publisher.close);
  const settings = { FIND_A_TENDER_URL: publisher.url, FIND_A_TENDER_FROM: '2026-11-22T00:00:00' };
  const { documents, cursor } = await run('find-a-tender', clock, settings);
  const found = new Set(itemsOf('find-a-tender', documents));
  expect(notices.filter(({ id }) => !found.has(id))).toEqual([]);
  expect(cursor).toEqual({ readUntil: '2026-11-23T20:00:00' });
  expect(publisher.refused()).toBe(0);

  const followed = await followLinks(
    `${publisher.url}/api/1.0/ocdsReleasePackages?updatedFrom=2026-11-22T00:00:00&updatedTo=2026-11-23T20:00:00`,
    clock,
  );
  expect(followed.size).toBeLessThan(notices.length);
});

async function followLinks(url: string, clock: VirtualClock): Promise<Set<string>> {
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: openMemoryLimiter(clock),
    bucket: 'naive',
    pace: { requests: 12, perSeconds: 120 },
    clock,
  });
  const found = new Set<string>();
  let next: string | undefined = url;
  while (next) {
    const { body } = await http.get(next);
    const page = JSON.parse(new TextDecoder().decode(body)) as {
      releases: { id: string }[];
      links?: { next?: string };
    };
    for (const { id } of page.releases) found.add(id);
    next = page.links?.next;
  }
  return found;
}

test('Find a Tender: a run killed in the middle goes on where its last stored cursor stands', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T20:00:00Z'));
  const notices = noticesAt('2026-11-20T09:00:00', 700, 420_000, 'n');
  const publisher = await findATenderServer(clock, notices);
  closing.push(publisher.close);
  const settings = { FIND_A_TENDER_URL: publisher.url, FIND_A_TENDER_FROM: '2026-11-20T00:00:00' };
  const first = await run('find-a-tender', clock, settings, { stopAfter: 4 });
  const second = await run('find-a-tender', clock, settings, { cursor: first.cursor });
  const found = new Set(itemsOf('find-a-tender', [...first.documents, ...second.documents]));
  expect(notices.filter(({ id }) => !found.has(id))).toEqual([]);
});

test('Find a Tender: the hour that comes twice in October is read twice', async () => {
  const notices = noticesAt('2026-10-25T00:30:00', 150, 60_000, 'n');
  const clock = virtualClock(Date.parse('2026-10-25T00:50:00Z'));
  const early = await findATenderServer(clock, notices.slice(0, 70));
  const late = await findATenderServer(clock, notices);
  closing.push(early.close, late.close);
  const before = await run('find-a-tender', clock, {
    FIND_A_TENDER_URL: early.url,
    FIND_A_TENDER_FROM: '2026-10-25T00:00:00',
  });
  expect(before.cursor).toEqual({ readUntil: '2026-10-25T01:50:00' });
  clock.advance(30 * 60_000);
  const within = await run(
    'find-a-tender',
    clock,
    { FIND_A_TENDER_URL: late.url },
    { cursor: before.cursor },
  );
  clock.advance(120 * 60_000);
  const after = await run('find-a-tender', clock, { FIND_A_TENDER_URL: late.url }, { cursor: within.cursor });
  const found = new Set(
    itemsOf('find-a-tender', [...before.documents, ...within.documents, ...after.documents]),
  );
  expect(notices.filter(({ id }) => !found.has(id))).toEqual([]);
});

test('Contracts Finder: paging stops on an empty page, waits out a 403 and loses nothing', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T20:00:00Z'));
  const published = noticesAt('2026-11-01T09:00:00', 1_500, 1_200_000, 'n').map(({ id, updated }) => ({
    id,
    date: updated,
  }));
  const publisher = await contractsFinderServer(clock, published, 15);
  closing.push(publisher.close);
  const settings = { CONTRACTS_FINDER_URL: publisher.url, CONTRACTS_FINDER_FROM: '2026-11-01T00:00:00' };
  const first = await run('contracts-finder', clock, settings, { stopAfter: 3 });
  const second = await run('contracts-finder', clock, settings, { cursor: first.cursor });
  const found = new Set(itemsOf('contracts-finder', [...first.documents, ...second.documents]));
  expect(published.filter(({ id, date }) => date < '2026-11-21' && !found.has(id))).toEqual([]);
  expect(publisher.refused()).toBeGreaterThan(0);
  expect(clock.slept.some((milliseconds) => milliseconds === 300_000)).toBe(true);
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
  const first = await run('companies-house-company', clock, settings, { watched, stopAfter: 151 });
  const second = await run('companies-house-company', clock, settings, { watched, cursor: first.cursor });
  const profiles = [...first.documents, ...second.documents].flatMap((document) =>
    [...sourceOf('companies-house-company').parse(document)].flatMap((item) =>
      item.outcome === 'observed' ? item.observations.map(({ ref }) => ref) : [],
    ),
  );
  expect(new Set(profiles).size).toBe(110);
  expect(publisher.refused()).toBe(0);
  expect(second.cursor).toEqual({ after: null });
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
    answers: { '/company/99000001/filing-history': history },
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
    [...sourceOf('companies-house-company').parse(document)].flatMap((item) =>
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

test('Companies House: a wrong key is a fact and ends the run', async () => {
  const clock = virtualClock();
  const publisher = await companiesHouseServer(clock);
  closing.push(publisher.close);
  const settings = { COMPANIES_HOUSE_URL: publisher.url, COMPANIES_HOUSE_KEY: 'wrong' };
  const watched = ['99000001' as CompanyNumber];
  await expect(run('companies-house-company', clock, settings, { watched })).rejects.toMatchObject({
    name: 'Refuse',
    status: 401,
  });
});

test('The Gazette: robots first, one request in ten seconds, pages only of notices that matter, each once', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const notices = Array.from({ length: 230 }, (_, index) => ({
    id: String(9_900_000 + index),
    code: index % 10 === 0 ? '2450' : '2433',
    company: `EXAMPLE ${index} LTD`,
    number: String(99_000_000 + index),
    published: '2026-11-23',
  }));
  const publisher = await gazetteServer(clock, notices);
  closing.push(publisher.close);
  const settings = { GAZETTE_URL: publisher.url, GAZETTE_FROM: '2026-11-23' };
  const first = await run('gazette-insolvency', clock, settings, { stopAfter: 12 });
  expect(publisher.requests[0]).toBe('/robots.txt');
  const second = await run('gazette-insolvency', clock, settings, { cursor: first.cursor });
  const pages = publisher.requests.filter((path) => path.startsWith('/notice/'));
  expect(pages).toHaveLength(23);
  expect(new Set(pages).size).toBe(23);
  const found = new Set(itemsOf('gazette-insolvency', [...first.documents, ...second.documents]));
  expect(notices.filter(({ id }) => !found.has(id))).toEqual([]);
  expect(publisher.shortestPause()).toBeGreaterThanOrEqual(10_000);
  expect(second.cursor).toMatchObject({ listedUntil: '2026-11-23' });
});

test('The Gazette: outside its hours it is closed, and stricter hours in robots.txt are kept too', async () => {
  const source = sourceOf('gazette-insolvency');
  const setting = () => undefined;
  expect(source.isOpen?.({ now: '2026-11-23T12:00:00Z', setting })).toBe(false);
  expect(source.isOpen?.({ now: '2026-11-23T22:00:00Z', setting })).toBe(true);
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const publisher = await gazetteServer(clock, [], 'User-agent: *\nVisit-time: 2300-0500\n');
  closing.push(publisher.close);
  await expect(run('gazette-insolvency', clock, { GAZETTE_URL: publisher.url })).rejects.toThrow(
    '23:00-05:00',
  );
  expect(publisher.requests).toEqual(['/robots.txt']);
});

test('The Gazette: a week without any notice is an error, not quiet', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const publisher = await gazetteServer(clock, []);
  closing.push(publisher.close);
  const cursor = { listedUntil: '2026-11-23', read: [], lastNoticeAt: '2026-11-12T22:00:00.000Z' };
  await expect(run('gazette-insolvency', clock, { GAZETTE_URL: publisher.url }, { cursor })).rejects.toThrow(
    'listed no corporate notice since 2026-11-12',
  );
});
