import { addDays } from '@tocsin/domain';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { documentSource } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { virtualClock, type VirtualClock } from '../support/publishers/clock.ts';
import { contractsFinderServer } from '../support/publishers/contracts-finder.ts';
import { findATenderServer } from '../support/publishers/find-a-tender.ts';
import { gazetteServer } from '../support/publishers/gazette.ts';
import { itemsOf, run } from '../support/publishers/run-source.ts';
import { sendJson, serve } from '../support/publishers/server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

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

test('Find a Tender: more notices in one second than a page holds are read as far as may be, and said', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T12:00:00Z'));
  const crowd = noticesAt('2026-11-23T09:00:00', 150, 0, 'crowd');
  const publisher = await findATenderServer(clock, [
    ...crowd,
    ...noticesAt('2026-11-23T10:00:00', 20, 60_000, 'n'),
  ]);
  closing.push(publisher.close);
  const settings = { FIND_A_TENDER_URL: publisher.url, FIND_A_TENDER_FROM: '2026-11-23T00:00:00' };
  const { documents, troubles, cursor } = await run('find-a-tender', clock, settings);
  const found = new Set(itemsOf('find-a-tender', documents));
  expect([...found].filter((item) => /^(crowd|n)/.test(item)).length).toBeGreaterThanOrEqual(100 + 47 + 20);
  expect(troubles.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^over 100 notices in one second: 14\d read/),
    expect.stringMatching(/^over 100 notices in one second: 14\d read/),
  ]);
  expect(cursor).toEqual({ readUntil: '2026-11-23T12:00:00' });
});

test('Find a Tender and Contracts Finder: a window of time that keeps failing is left for later', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T12:00:00Z'));
  const broken = await serve((_, response, url) => {
    const from = url.searchParams.get('updatedFrom') ?? url.searchParams.get('publishedFrom') ?? '';
    if (from.startsWith('2026-11-2')) return sendJson(response, { version: '1.1', releases: [] });
    sendJson(response, {}, 503);
  });
  closing.push(broken.close);
  const tender = await run('find-a-tender', clock, {
    FIND_A_TENDER_URL: broken.url,
    FIND_A_TENDER_FROM: '2026-11-19T00:00:00',
  });
  expect(tender.troubles).toMatchObject([{ item: '2026-11-19T00:00:00/2026-11-20T00:00:00', hides: true }]);
  expect(tender.cursor).toEqual({ readUntil: '2026-11-23T12:00:00' });
  const finder = await run('contracts-finder', clock, {
    CONTRACTS_FINDER_URL: broken.url,
    CONTRACTS_FINDER_FROM: '2026-11-14T00:00:00',
  });
  expect(finder.troubles).toMatchObject([{ item: '2026-11-14T00:00:00/2026-11-21T00:00:00', hides: true }]);
  expect(finder.cursor).toMatchObject({ readUntil: expect.stringMatching(/^2026-11-23T12/), window: null });
});

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

test.each([
  [
    'names no page',
    () => 'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?page=2',
    1,
  ],
  ['is no address', () => 'http://', 1],
  ['leads back', () => '/Published/Notices/OCDS/Search?cursor=same', 2],
  ['always leads on', (at: number) => `/Published/Notices/OCDS/Search?cursor=${at}`, 501],
])(
  'Contracts Finder: behind a link that %s is trouble that hides, and the run goes on',
  async (_, link, asked) => {
    const clock = virtualClock(Date.parse('2026-11-23T20:00:00Z'));
    let requests = 0;
    const publisher = await serve((__, response, url) => {
      if (!url.searchParams.get('publishedFrom')?.startsWith('2026-11-01'))
        return sendJson(response, { releases: [] });
      requests += 1;
      sendJson(response, { releases: [{ id: `r${requests}` }], links: { next: link(requests) } });
    });
    closing.push(publisher.close);
    const settings = { CONTRACTS_FINDER_URL: publisher.url, CONTRACTS_FINDER_FROM: '2026-11-01T01:00:00' };
    const { documents, troubles, cursor } = await run('contracts-finder', clock, settings);
    expect(requests).toBe(asked);
    expect(itemsOf('contracts-finder', documents)).toHaveLength(asked);
    expect(troubles).toMatchObject([{ item: expect.stringMatching(/^2026-11-01T01:00:00\//), hides: true }]);
    expect(cursor).toMatchObject({ window: null });
  },
);

test('Find a Tender: links of a crowded second that lead back, or nowhere, end it: what is behind is hidden', async () => {
  for (const next of ['/api/1.0/ocdsReleasePackages?cursor=same', 'http://']) {
    const clock = virtualClock(Date.parse('2026-11-23T12:00:01Z'));
    let requests = 0;
    const publisher = await serve((_, response) => {
      requests += 1;
      const releases = Array.from({ length: 100 }, (__, at) => ({ id: `r${at}` }));
      sendJson(response, { releases, links: { next } });
    });
    closing.push(publisher.close);
    const settings = { FIND_A_TENDER_URL: publisher.url, FIND_A_TENDER_FROM: '2026-11-23T12:00:00' };
    const { troubles } = await run('find-a-tender', clock, settings);
    expect(requests).toBeLessThan(4);
    expect(troubles).toMatchObject([{ item: '2026-11-23T12:00:00/2026-11-23T12:00:01', hides: true }]);
  }
});

test('The Gazette: robots first, one request in ten seconds, pages only of notices that matter, each once', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const notices = Array.from({ length: 230 }, (_, index) => ({
    id: String(9_900_000 + index),
    code: index % 10 === 0 ? '2450' : '2433',
    company: `EXAMPLE ${index} LTD`,
    number: String(99_000_000 + index),
    published: '2026-11-23',
    withdrawn: index === 10,
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
  expect([...first.troubles, ...second.troubles]).toMatchObject([
    { item: 'notice/9900010', reason: expect.stringContaining('404 from') },
  ]);
  expect(publisher.shortestPause()).toBeGreaterThanOrEqual(10_000);
  expect(second.cursor).toMatchObject({ listedUntil: '2026-11-23' });
});

test('The Gazette: a page without its facts, and a list that keeps failing, stop nothing', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const notices = Array.from({ length: 250 }, (_, index) => ({
    id: String(9_900_000 + index),
    code: index % 50 === 0 ? '2450' : '2433',
    company: `EXAMPLE ${index} LTD`,
    number: String(99_000_000 + index),
    published: '2026-11-23',
    bare: index === 0,
  }));
  const publisher = await gazetteServer(clock, notices, undefined, [2]);
  closing.push(publisher.close);
  const settings = { GAZETTE_URL: publisher.url, GAZETTE_FROM: '2026-11-23' };
  const { troubles, documents, cursor } = await run('gazette-insolvency', clock, settings);
  expect(
    troubles.map(({ item, hides = false }) => [item.replace(/^.*results-page=/, 'page '), hides]),
  ).toEqual([
    ['notice/9900000', false],
    ['page 2&results-page-size=100', true],
  ]);
  expect(documents.map(({ url }) => url).filter((url) => url.includes('/notice/99'))).toHaveLength(1);
  expect(cursor).toMatchObject({ listedUntil: '2026-11-23' });

  publisher.mend();
  const source = documentSource('gazette-insolvency');
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: openMemoryLimiter(clock),
    bucket: 'again',
    pace: source.pace,
    clock,
  });
  const context = {
    now: '2026-11-24T22:00:00Z',
    watched: [],
    setting: (name: string) => ({ ...settings })[name as 'GAZETTE_URL'],
  };
  const urls: string[] = [];
  for (const { item } of troubles)
    for await (const step of source.again?.(http, item, context) ?? [])
      if ('document' in step) urls.push(step.document.url.replace(/^.*results-page=/, 'page '));
  expect(urls).toEqual([
    `${publisher.url}/notice/9900000`,
    `${publisher.url}/notice/9900100`,
    `${publisher.url}/notice/9900150`,
    'page 2&results-page-size=100',
    `${publisher.url}/notice/9900200`,
    'page 3&results-page-size=100',
  ]);
});

test('The Gazette: outside its hours it is closed, and stricter hours in robots.txt are kept too', async () => {
  const source = documentSource('gazette-insolvency');
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

test('The Gazette: a first load of a month stops with the hours and goes on the next night, every notice once', async () => {
  const notices = Array.from({ length: 30 }, (_, day) => day).flatMap((day) =>
    Array.from({ length: 10 }, (_, index) => ({
      id: String(9_800_000 + day * 1_000 + index),
      code: index % 2 === 0 ? '2450' : '2433',
      company: `EXAMPLE ${day} ${index} LTD`,
      number: String(99_000_000 + day * 1_000 + index),
      published: addDays('2026-10-25', day),
    })),
  );
  const clock = virtualClock(Date.parse('2026-11-24T06:45:00Z'));
  const publisher = await gazetteServer(clock, notices);
  closing.push(publisher.close);
  const settings = { GAZETTE_URL: publisher.url };
  let cursor: unknown = null;
  const onCursor = (reached: unknown) => (cursor = reached);
  await expect(run('gazette-insolvency', clock, settings, { onCursor })).rejects.toThrow(
    'allows visits at 21:00-07:00 only',
  );
  const pages = (of: readonly string[]) => of.filter((path) => path.startsWith('/notice/'));
  expect(pages(publisher.requests).length).toBeGreaterThan(60);
  clock.advance(Date.parse('2026-11-24T21:30:00Z') - clock.now());
  const second = await run('gazette-insolvency', clock, settings, { cursor });
  expect(second.cursor).toMatchObject({ listedUntil: '2026-11-24' });
  expect(new Set(pages(publisher.requests)).size).toBe(30 * 5);
  expect(pages(publisher.requests)).toHaveLength(30 * 5);
});

test('The Gazette: a notice that robots.txt keeps from us is not asked for', async () => {
  const clock = virtualClock(Date.parse('2026-11-23T22:00:00Z'));
  const notice = { code: '2450', company: 'EXAMPLE LTD', number: '99000001', published: '2026-11-23' };
  const publisher = await gazetteServer(
    clock,
    [{ ...notice, id: '9900001' }],
    'User-agent: *\nDisallow: /notice/99*\n',
  );
  closing.push(publisher.close);
  const settings = { GAZETTE_URL: publisher.url, GAZETTE_FROM: '2026-11-23' };
  const { troubles } = await run('gazette-insolvency', clock, settings);
  expect(troubles).toMatchObject([
    { item: 'notice/9900001', reason: expect.stringContaining('does not allow /notice/9900001') },
  ]);
  expect(publisher.requests.filter((path) => path.startsWith('/notice/'))).toEqual([]);
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
