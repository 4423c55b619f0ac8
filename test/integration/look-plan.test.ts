import {
  asCouncil,
  findLookProgress,
  findLookStandings,
  findSourceStates,
  openDatabase,
  saveCursor,
  type Db,
} from '@tocsin/db';
import type { CompanyNumber, LookAnswer, Topic } from '@tocsin/domain';
import { openHttp, openLogger, openMemoryLimiter } from '@tocsin/runtime';
import { planLooks } from '@tocsin/sources';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { virtualClock, type VirtualClock } from '../support/publishers/clock.ts';
import { companiesHouseStreamServer } from '../support/publishers/companies-house-stream.ts';
import { companiesHouseServer, type CompaniesHouse } from '../support/publishers/companies-house.ts';
import { createRandom } from '../support/look-alike-names.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ID = 'companies-house-company';
const HOUR = 3_600_000;
let database: FreshDatabase;
let db: Db;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await db.destroy();
  await database.drop();
});

const numberOf = (at: number) => String(99_000_000 + at) as CompanyNumber;

/** Suppliers that some council depends on. */
async function watch(from: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, at) => numberOf(from + at));
  const added = await db
    .insertInto('supplier')
    .values(
      numbers.map((number) => ({
        name: number,
        status: null,
        postcode: null,
        watched: true,
        supplies_publicly: true,
      })),
    )
    .returning(['id', 'name'])
    .execute();
  await db
    .insertInto('supplier_ref')
    .values(added.map(({ id, name }) => ({ scheme: 'GB-COH', ref: name, supplier_id: id })))
    .execute();
}

async function mentionOf(number: CompanyNumber): Promise<string> {
  const { id } = await db
    .insertInto('mention')
    .values({ name: number, scheme: 'GB-COH', ref: number, printed_ref: `GB-COH-${number}`, postcode: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function answered(mention: string, source: string, topic: Topic, answer: LookAnswer, at: number) {
  const moment = new Date(at).toISOString();
  await db
    .insertInto('look_answer')
    .values({ mention_id: mention, topic, source_id: source, answer, first_at: moment, last_at: moment })
    .execute();
}

test('of thousands, those that could come first are found, and give the plan that all of them give', async () => {
  const random = createRandom(11);
  const now = Date.parse('2026-11-28T12:00:00.000Z');
  await watch(1, 240);
  for (let at = 1; at <= 240; at += 1) {
    const mention = await mentionOf(numberOf(at));
    if (random() < 0.15) continue;
    const proceedings = now - random() * 100 * HOUR;
    const answer = random() < 0.1 ? 'not-held' : 'found';
    await answered(mention, ID, 'company-profile', answer, proceedings);
    if (answer === 'found') await answered(mention, ID, 'insolvency-cases', 'none', proceedings);
    if (random() < 0.1)
      await answered(
        mention,
        'companies-house-stream',
        'insolvency-cases',
        random() < 0.5 ? 'found' : 'empty',
        now - random() * 50 * HOUR,
      );
    if (answer === 'found' && random() < 0.7)
      await answered(mention, ID, 'filing-history', 'found', now - random() * 100 * HOUR);
  }
  await db.transaction().execute((trx) =>
    saveCursor(trx, 'companies-house-stream', {
      places: {},
      gaps: [
        { stream: 'insolvency-cases', since: null, until: new Date(now - 80 * HOUR).toISOString() },
        { stream: 'charges', since: null, until: new Date(now - 70 * HOUR).toISOString(), part: 'lists' },
      ],
    }),
  );
  const all = await findLookStandings(db, null);
  expect(all).toHaveLength(240);
  for (const later of [0, 10, 40]) {
    const asOf = { now: new Date(now + later * HOUR).toISOString(), requests: 30 };
    const plan = planLooks(await findLookStandings(db, 30), asOf);
    expect(plan.length).toBeGreaterThan(3);
    expect(plan).toEqual(planLooks(all, asOf));
  }
  const gone = all.filter(({ asked }) => asked.proceedings !== null && asked.lists === asked.proceedings);
  expect(gone.length).toBeGreaterThan(5);
  expect(await findLookProgress(db)).toEqual({
    suppliers: 240,
    read: all.filter(({ asked }) => asked.proceedings !== null).length,
    whole: all.filter(({ asked }) => asked.lists !== null).length,
  });
});

/** The monthly register says that it is about to be struck off: nothing weighs more. */
async function proposeToStrikeOff(number: CompanyNumber): Promise<void> {
  const status = 'Active - Proposal to Strike off';
  const owner = openDatabase(database.adminUrl, { max: 1 });
  await owner
    .insertInto('register_company')
    .values({ number, name: 'EXAMPLE', postcode: null, status })
    .execute();
  await owner.destroy();
}

/** The source as it runs: run after run, as its clock starts it. */
function runner(clock: VirtualClock, publisher: CompaniesHouse, streams?: string) {
  const limiter = openMemoryLimiter(clock);
  const sourceId = streams === undefined ? ID : 'companies-house-stream';
  const settings: Readonly<Record<string, string>> = {
    ...(streams === undefined
      ? {}
      : { COMPANIES_HOUSE_STREAM_URL: streams, COMPANIES_HOUSE_STREAM_KEY: 'stream-key' }),
    COMPANIES_HOUSE_URL: publisher.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  return async () => {
    await runSource(
      {
        db,
        logger: openLogger('test', 'silent'),
        now: () => new Date(clock.now()).toISOString(),
        setting: (name) => settings[name],
        httpFor: ({ pace }) =>
          openHttp({ userAgent: 'Tocsin test', limiter, bucket: 'companies-house', pace, clock }),
      },
      { message: { v: 1, sourceId }, outboxId: '1', afterDeath: false, finish: async () => undefined },
    );
  };
}

test('who comes to be watched while a run goes on is asked about in it, before the lists of the others', async () => {
  const clock = virtualClock();
  const answers = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [
      `/company/${numberOf(at + 1)}`,
      { company_number: numberOf(at + 1), company_name: `EXAMPLE ${at}`, company_status: 'active' },
    ]),
  );
  const publisher = await companiesHouseServer(clock, { answers });
  closing.push(publisher.close);
  await watch(1, 20);
  const run = runner(clock, publisher);
  const running = run();
  while (publisher.requests.length < 45) await new Promise((soon) => setImmediate(soon));
  await watch(21, 10);
  await running;
  const paths = publisher.requests.map((path) => path.replace(/[?].*/, '').replace('/company/', ''));
  const newcomers = paths.flatMap((path, at) => (Number(path.slice(0, 8)) > 99_000_020 ? [at] : []));
  const [first = 0] = newcomers;
  // No more than what one plan holds was asked before them, and their twenty requests come in one go.
  expect(first).toBeLessThan(45 + 60);
  expect(newcomers.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, at) => first + at));
  expect(paths.slice(0, 40).every((path) => /^\d{8}(\/insolvency)?$/.test(path))).toBe(true);
  expect(paths).toHaveLength(30 * 6);
  expect(await findLookProgress(db)).toEqual({ suppliers: 30, read: 30, whole: 30 });
  await run();
  expect(publisher.requests).toHaveLength(30 * 6);
  expect(publisher.refused()).toBe(0);
});

test('an answer that is not understood counts as asked: the round goes on to others', async () => {
  const clock = virtualClock();
  const publisher = await companiesHouseServer(clock, {
    answers: { [`/company/${numberOf(1)}`]: { company_number: numberOf(1), company_name: 7 } },
  });
  closing.push(publisher.close);
  await watch(1, 1);
  const run = runner(clock, publisher);
  await run();
  const asked = publisher.requests.length;
  clock.advance(10 * 60_000);
  await run();
  expect(publisher.requests).toHaveLength(asked);
});

test('after a gap of the stream everybody is asked about anew, whom councils depend on most first, and it is said', async () => {
  const clock = virtualClock();
  const publisher = await companiesHouseServer(clock);
  const live = [{ timepoint: 900, number: '98000000', name: 'OTHER' }];
  const streams = await companiesHouseStreamServer({ events: { 'insolvency-cases': live }, oldest: 800 });
  closing.push(publisher.close, streams.close);
  await watch(1, 30);
  const register = runner(clock, publisher);
  await register();
  const read = publisher.requests.length;
  await proposeToStrikeOff(numberOf(17));
  await db.transaction().execute((trx) =>
    saveCursor(trx, 'companies-house-stream', {
      places: { 'insolvency-cases': { timepoint: 5, publishedAt: '2026-11-18T10:00:00.000Z' } },
      gaps: [],
    }),
  );
  clock.advance(60_000);
  await runner(clock, publisher, streams.url)();
  expect(publisher.requests).toHaveLength(read);
  const note = async () =>
    (await findSourceStates(db)).find(({ id }) => id === 'companies-house-stream')?.note;
  expect(await note()).toMatch(
    /^The stream of insolvency-cases was not heard from 18 November 2026 at 10:00am until .*: 0 of 30 suppliers so far/,
  );
  clock.advance(60_000);
  await register();
  const asked = publisher.requests.slice(read).map((path) => path.replace('/company/', ''));
  expect(asked.slice(0, 1)).toEqual([numberOf(17)]);
  expect(new Set(asked.map((path) => path.slice(0, 8))).size).toBe(30);
  expect(asked.every((path) => /^\d{8}(\/insolvency)?$/.test(path))).toBe(true);
  expect(await note()).toMatch(/; all suppliers on public record were asked about anew since\.$/);
  await register();
  expect(publisher.requests).toHaveLength(read + asked.length);
  expect(publisher.refused()).toBe(0);
});

test('the web service may count the first looks, of everybody and of one council’s own register', async () => {
  const web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 2 });
  closing.push(() => web.destroy());
  await watch(1, 3);
  const none = { suppliers: 0, read: 0, whole: 0 };
  expect(await findLookProgress(web)).toEqual({ suppliers: 3, read: 0, whole: 0 });
  expect(await asCouncil(web, 'E08000035', (trx) => findLookProgress(trx, 'E08000035'))).toEqual(none);
});
