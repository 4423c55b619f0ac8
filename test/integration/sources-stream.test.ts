import type { CompanyNumber } from '@tocsin/domain';
import { openHttp, openMemoryLimiter } from '@tocsin/runtime';
import { documentSource, type FetchContext, type SourceDocument } from '@tocsin/sources';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../support/publishers/clock.ts';
import { serve } from '../support/publishers/server.ts';
import { companiesHouseServer } from '../support/publishers/companies-house.ts';
import {
  companiesHouseStreamServer,
  type Ending,
  type StreamedEvent,
  type StreamOptions,
} from '../support/publishers/companies-house-stream.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const source = documentSource('companies-house-stream');
const WATCHED = Array.from(
  { length: 40 },
  (_, index) => `99${String(index).padStart(6, '0')}` as CompanyNumber,
);

function eventsOf(count: number, first = 1): StreamedEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    timepoint: first + index,
    number: index % 3 === 0 ? '98000000' : (WATCHED[index % WATCHED.length] ?? ''),
    name: `EXAMPLÉ ÉTABLISSEMENT ${index}`,
  }));
}

/** What is recorded: each `(ref, version)` once, with the cursor of the last document that was stored. */
function store() {
  const seen = new Map<string, number>();
  return {
    seen,
    ignored: [] as string[],
    troubles: [] as string[],
    cursor: null as unknown,
    take(document: SourceDocument) {
      for (const item of source.parse(document)) {
        if (item.outcome === 'ignored') this.ignored.push(item.reason);
        if (item.outcome === 'refused') throw new Error(`${item.item}: ${item.reason}`);
        if (item.outcome === 'observed')
          for (const { ref, version } of item.observations)
            seen.set(`${ref}@${version}`, (seen.get(`${ref}@${version}`) ?? 0) + 1);
      }
    },
  };
}

async function streamRun(options: StreamOptions, settings: Readonly<Record<string, string>> = {}) {
  const clock = virtualClock();
  const publisher = await companiesHouseStreamServer(options);
  closing.push(publisher.close);
  const { bucket = source.id, backOff, ...pace } = source.pace;
  const http = openHttp({
    userAgent: 'Tocsin test',
    limiter: openMemoryLimiter(clock),
    bucket,
    pace,
    clock,
    ...(backOff ? { backOff } : {}),
  });
  const all: Readonly<Record<string, string>> = {
    COMPANIES_HOUSE_STREAM_URL: publisher.url,
    COMPANIES_HOUSE_STREAM_KEY: 'stream-key',
    ...settings,
  };
  const context: FetchContext = {
    now: '2026-11-23T22:00:00Z',
    watched: WATCHED,
    setting: (name) => all[name],
  };
  return { clock, publisher, http, context };
}

/** Runs once as ingest does; `killAfter` documents the process dies before it stores the next. */
async function runOnce(
  { http, context }: Awaited<ReturnType<typeof streamRun>>,
  kept: ReturnType<typeof store>,
  killAfter = Infinity,
): Promise<void> {
  const fetching = source.fetch(http, kept.cursor, context);
  for (let documents = 0; ; documents += 1) {
    const step = await fetching.next();
    if (step.done) {
      kept.cursor = step.value;
      return;
    }
    if (documents === killAfter) {
      await fetching.return(null);
      return;
    }
    if ('trouble' in step.value) kept.troubles.push(step.value.trouble.item);
    if ('document' in step.value) kept.take(step.value.document);
    if ('cursor' in step.value && step.value.cursor !== undefined) kept.cursor = step.value.cursor;
  }
}

const expected = (events: readonly StreamedEvent[]) =>
  events.filter(({ number }) => number !== '98000000').map(({ timepoint }) => timepoint);
const casesIn = (seen: ReadonlyMap<string, number>) =>
  [...seen.keys()].flatMap((key) => /insolvency\/(\d+)@/.exec(key)?.[1] ?? []).map(Number);

test('cut fifty times in lines, letters and silences, the stream loses nothing and says nothing twice', async () => {
  const events = eventsOf(600);
  const kinds: readonly Ending[] = ['line', 'letter', 'beats'];
  const endings = Array.from({ length: 50 }, (_, index) => kinds[index % 3] ?? 'line');
  const run = await streamRun({ events: { 'insolvency-cases': events }, endings });
  const kept = store();
  for (let runs = 0; runs < 6; runs += 1) await runOnce(run, kept, runs % 2 === 0 ? 4 : Infinity);
  expect(casesIn(kept.seen).sort((a, b) => a - b)).toEqual(expected(events));
  expect([...kept.seen.values()].filter((times) => times > 1)).toEqual([]);
  expect(run.publisher.requests.length).toBeGreaterThan(50);
  expect(run.publisher.most()).toBeLessThanOrEqual(2);
});

test('a place that is gone is a recorded gap, and the register is left to the plan of looks', async () => {
  const register = await companiesHouseServer(virtualClock());
  closing.push(register.close);
  const run = await streamRun(
    { events: { 'insolvency-cases': eventsOf(3, 900), charges: eventsOf(3, 900) }, oldest: 800 },
    { COMPANIES_HOUSE_URL: register.url, COMPANIES_HOUSE_KEY: 'test-key' },
  );
  const kept = store();
  const place = { timepoint: 5, publishedAt: '2026-11-18T10:00:00.000Z' };
  // As a version before kept it.
  const before = { stream: 'charges', since: null, until: '2026-10-01T00:00:00.000Z', after: '99000003' };
  kept.cursor = { places: { 'insolvency-cases': place, charges: place }, gaps: [before] };
  await runOnce(run, kept);
  expect(register.requests).toEqual([]);
  expect(kept.ignored.filter((reason) => reason.startsWith('gap in')).toSorted()).toEqual([
    'gap in charges from 2026-11-18T10:00:00.000Z to 2026-11-23T22:00:00.000Z: every supplier is asked about anew',
    'gap in insolvency-cases from 2026-11-18T10:00:00.000Z to 2026-11-23T22:00:00.000Z: every supplier is asked about anew',
  ]);
  const until = '2026-11-23T22:00:00.000Z';
  expect(kept.cursor).toMatchObject({
    places: { 'insolvency-cases': { timepoint: 902 }, charges: { timepoint: 902 } },
    gaps: expect.arrayContaining([
      { stream: 'insolvency-cases', since: place.publishedAt, until, part: 'proceedings' },
      { stream: 'charges', since: place.publishedAt, until, part: 'lists' },
    ]),
  });
  expect(kept.cursor).toHaveProperty('gaps.length', 2);
});

test('too many connections are waited out for a minute', async () => {
  const run = await streamRun({ events: { companies: eventsOf(4) }, busy: 2 });
  const kept = store();
  await runOnce(run, kept);
  expect(run.clock.slept).toContain(60_000);
  expect([...kept.seen.keys()]).toHaveLength(2);
});

test('an officer’s change is read from the register as counts and dates', async () => {
  const [number = ''] = WATCHED;
  const answers = {
    [`/company/${number}/officers`]: {
      kind: 'officer-list',
      total_results: 1,
      items: [
        {
          name: 'EXAMPLE, Pat',
          officer_role: 'director',
          appointed_on: '2020-01-01',
          resigned_on: '2026-11-20',
        },
      ],
    },
  };
  const register = await companiesHouseServer(virtualClock(), { answers });
  closing.push(register.close);
  const run = await streamRun(
    { events: { officers: [{ timepoint: 1, number, name: 'EXAMPLE, Pat' }] } },
    { COMPANIES_HOUSE_URL: register.url, COMPANIES_HOUSE_KEY: 'test-key' },
  );
  const kept = store();
  await runOnce(run, kept);
  expect([...kept.seen.keys()].some((key) => key.startsWith(`${number}/officers@`))).toBe(true);
});

test('a supplier nobody watches is not kept, but the place moves on', async () => {
  const events = eventsOf(50).map((event) => ({ ...event, number: '98000000' }));
  const run = await streamRun({ events: { companies: events } });
  const kept = store();
  await runOnce(run, kept);
  expect(kept.seen.size).toBe(0);
  expect(kept.cursor).toMatchObject({ places: { companies: { timepoint: 50 } } });
});

test('a stream that cannot be opened is its own trouble, and the others are read', async () => {
  const run = await streamRun({
    events: { 'insolvency-cases': eventsOf(30), companies: eventsOf(4) },
    statuses: { '/companies': 503, '/filings': 403 },
  });
  const kept = store();
  await runOnce(run, kept);
  expect(kept.troubles.toSorted((one, other) => one.localeCompare(other))).toEqual([
    'stream/companies',
    'stream/filings',
  ]);
  expect(casesIn(kept.seen).sort((a, b) => a - b)).toEqual(expected(eventsOf(30)));
  expect(run.publisher.requests.filter((path) => path.startsWith('/filings'))).toHaveLength(1);
});

test('a stream that asks to be left alone is opened no sooner, and the others are', async () => {
  const events = { 'insolvency-cases': eventsOf(3), companies: eventsOf(4) };
  const run = await streamRun({ events, statuses: { '/companies': 503 }, retryAfter: 3_600 });
  const kept = store();
  const opened = (from: number) =>
    run.publisher.requests.slice(from).filter((path) => path.startsWith('/companies')).length;
  await runOnce(run, kept);
  expect(opened(0)).toBe(1);
  const at = (minutes: number) =>
    new Date(Date.parse('2026-11-23T22:00:00Z') + minutes * 60_000).toISOString();
  const before = run.publisher.requests.length;
  await runOnce({ ...run, context: { ...run.context, now: at(50) } }, kept);
  expect(opened(before)).toBe(0);
  expect(run.publisher.requests.slice(before).some((path) => path.startsWith('/insolvency-cases'))).toBe(
    true,
  );
  await runOnce({ ...run, context: { ...run.context, now: at(80) } }, kept);
  expect(opened(before)).toBe(1);
});

test('what an event asks the register for, and does not get, keeps no other event waiting', async () => {
  const [first = '', second = ''] = WATCHED;
  const officers = {
    kind: 'officer-list',
    items: [{ officer_role: 'director', appointed_on: '2020-01-01' }],
  };
  const register = await companiesHouseServer(virtualClock(), {
    answers: { [`/company/${second}/officers`]: officers },
    statuses: { [`/company/${first}/officers`]: 500 },
  });
  closing.push(register.close);
  const events = [first, second].map((number, at) => ({ timepoint: at + 1, number, name: 'EXAMPLE, Pat' }));
  const run = await streamRun(
    { events: { officers: events } },
    { COMPANIES_HOUSE_URL: register.url, COMPANIES_HOUSE_KEY: 'test-key' },
  );
  const kept = store();
  await runOnce(run, kept);
  expect(kept.troubles).toEqual([`company/${first}/officers`]);
  expect([...kept.seen.keys()].some((key) => key.startsWith(`${second}/officers@`))).toBe(true);
  expect(kept.cursor).toMatchObject({ places: { officers: { timepoint: 2 } } });
});

test('a society with a letter behind its number is met on the stream', async () => {
  const society = 'IP19447R' as CompanyNumber;
  const run = await streamRun({
    events: { 'insolvency-cases': [{ timepoint: 1, number: society, name: 'EXAMPLE' }] },
  });
  const kept = store();
  await runOnce({ ...run, context: { ...run.context, watched: [society] } }, kept);
  expect([...kept.seen.keys()].map((key) => key.replace(/@.*/, ''))).toEqual([`${society}/insolvency/1`]);
});

test('a stream that never falls silent makes room after a minute, and insolvency cases keep their connection', async () => {
  const run = await streamRun({ events: {} });
  const [number = ''] = WATCHED;
  const turns: string[] = [];
  let isOthersTurn = false;
  const busy = await serve((_, response, { pathname }) => {
    turns.push(pathname);
    response.writeHead(200, { 'content-type': 'application/json' });
    const startedAt = run.clock.now();
    let timepoint = turns.length * 10_000;
    const write = () => {
      if (response.destroyed) {
        isOthersTurn = pathname !== '/insolvency-cases';
        return;
      }
      if (pathname === '/filings') {
        run.clock.advance(1_000);
        timepoint += 1;
        response.write(
          `${JSON.stringify({
            resource_kind: 'filing-history',
            resource_uri: `/company/98000000/filing-history/${timepoint}`,
            resource_id: String(timepoint),
            data: {},
            event: { timepoint, published_at: new Date(run.clock.now()).toISOString(), type: 'changed' },
          })}\n`,
        );
      } else if (pathname === '/insolvency-cases' && isOthersTurn && timepoint % 10_000 === 0) {
        timepoint += 1;
        response.write(
          `${JSON.stringify({
            resource_kind: 'company-insolvency',
            resource_uri: `/company/${number}/insolvency`,
            resource_id: number,
            data: { cases: [{ number: '1', type: 'in-administration', dates: [] }] },
            event: { timepoint, published_at: new Date(startedAt).toISOString(), type: 'changed' },
          })}\n`,
        );
      } else response.write('\n');
      setImmediate(write);
    };
    write();
  });
  closing.push(busy.close);
  const kept = store();
  const setting = (name: string) =>
    name === 'COMPANIES_HOUSE_STREAM_URL' ? busy.url : run.context.setting(name);
  await runOnce({ ...run, context: { ...run.context, setting } }, kept);
  expect(turns.filter((stream) => stream === '/insolvency-cases')).toHaveLength(1);
  for (const stream of ['companies', 'filings', 'charges', 'persons-with-significant-control', 'officers'])
    expect(turns.filter((one) => one === `/${stream}`).length).toBeGreaterThanOrEqual(3);
  expect([...kept.seen.keys()].some((key) => key.startsWith(`${number}/insolvency/1@`))).toBe(true);
});
