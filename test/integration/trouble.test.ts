import {
  countTroubles,
  findLastRuns,
  findLookAnswersOf,
  findTroubles,
  openDatabase,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { openHttp, openLogger, openMemoryLimiter } from '@tocsin/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { troublesVerb } from '../../services/cli/src/troubles.ts';
import { runSource } from '../../services/ingest/src/run-source.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { companiesHouseServer, type CompaniesHouseOptions } from '../support/publishers/companies-house.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';

const ID = 'companies-house-company';
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

const clock = virtualClock();

/** Suppliers that some council depends on. */
async function watch(count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, at) => `99${String(at + 1).padStart(6, '0')}`);
  for (const number of numbers) {
    const { id } = await db
      .insertInto('supplier')
      .values({ name: number, status: null, postcode: null, watched: true })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.insertInto('supplier_ref').values({ scheme: 'GB-COH', ref: number, supplier_id: id }).execute();
  }
  return numbers;
}

async function runOn(options: CompaniesHouseOptions): Promise<readonly string[]> {
  const publisher = await companiesHouseServer(clock, options);
  closing.push(publisher.close);
  const settings: Readonly<Record<string, string>> = {
    COMPANIES_HOUSE_URL: publisher.url,
    COMPANIES_HOUSE_KEY: 'test-key',
  };
  const limiter = openMemoryLimiter(clock);
  await runSource(
    {
      db,
      logger: openLogger('test', 'silent'),
      now: () => new Date(clock.now()).toISOString(),
      setting: (name) => settings[name],
      httpFor: ({ id, pace }) => openHttp({ userAgent: 'Tocsin test', limiter, bucket: id, pace, clock }),
    },
    { message: { v: 1, sourceId: ID }, outboxId: '1', afterDeath: false, finish: async () => undefined },
  );
  return publisher.requests;
}

/** The lines that a verb prints. */
async function saidBy(verb: () => Promise<void>): Promise<readonly string[]> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  await verb().finally(() => spy.mockRestore());
  return written.join('').trim().split('\n');
}

const profiles = (numbers: readonly string[]) =>
  Object.fromEntries(
    numbers.map((number) => [
      `/company/${number}`,
      { company_number: number, company_name: `EXAMPLE ${number} LTD`, company_status: 'active' },
    ]),
  );

test('what one answer does is its own trouble: the round goes on, and it is tried again by itself', async () => {
  const numbers = await watch(30);
  const answers = profiles(numbers);
  await runOn({
    answers,
    statuses: { '/company/99000003/charges': 503, '/company/99000007': 410 },
    empty: { '/company/99000005/insolvency': 200, '/company/99000006/insolvency': 404 },
  });
  const troubles = (await findTroubles(db, 10, ID)).map(({ item, tries, reason }) => [item, tries, reason]);
  expect(troubles.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))).toEqual([
    ['company/99000003/charges', 1, expect.stringContaining('503 from')],
    ['company/99000005/insolvency', 1, 'an empty answer instead of JSON'],
    ['company/99000007', 1, expect.stringContaining('410 from')],
  ]);
  const [run] = await findLastRuns(db, 1);
  expect(run).toMatchObject({ outcome: 'ok', report: { troubles: 3 } });
  const looked = await db
    .selectFrom('look')
    .select('topic')
    .where('topic', '=', 'insolvency-cases')
    .execute();
  expect(looked).toHaveLength(29);
  const archived = await db.selectFrom('document').select(['url', 'status']).orderBy('url').execute();
  expect(
    archived.filter(({ url }) => /9900000[56]\/insolvency$/.test(url)).map(({ status }) => status),
  ).toEqual([200, 404]);

  clock.advance(61 * 60_000);
  const again = await runOn({ answers, statuses: { '/company/99000007': 410 } });
  expect(again.map((path) => path.replace(/\?.*/, '')).sort()).toEqual([
    '/company/99000003/charges',
    '/company/99000005/insolvency',
    '/company/99000007',
  ]);
  const left = await findTroubles(db, 10, ID);
  expect(left).toMatchObject([{ item: 'company/99000007' }]);
  expect(await countTroubles(db)).toEqual([{ source: ID, open: 1, left: 0, settled: 2 }]);
});

test('a key that is not taken stops the run, having told so, and so does a publisher that is down', async () => {
  await watch(30);
  await expect(runOn({ key: 'another' })).rejects.toThrow(
    /stopped after 20 failures in a row, the last: 401 from/,
  );
  const [run] = await findLastRuns(db, 1);
  expect(run).toMatchObject({ outcome: 'failed', error: expect.stringContaining('401') });
  expect((await findTroubles(db, 100)).length).toBe(20);
});

test('an item of which the publisher says when to come back is tried no sooner, and not given up before', async () => {
  const numbers = await watch(3);
  const item = 'company/99000002/charges';
  const options = { answers: profiles(numbers), statuses: { [`/${item}`]: 503 }, retryAfter: 5 * 3_600 };
  const isAsked = (requests: readonly string[]) => requests.some((path) => path.startsWith(`/${item}`));
  const asked = clock.now();
  expect(isAsked(await runOn(options))).toBe(true);
  const [first] = await findTroubles(db, 10, ID);
  expect(Date.parse(first?.nextAt ?? '')).toBeGreaterThanOrEqual(asked + 5 * 3_600_000);
  clock.advance(2 * 3_600_000);
  expect(isAsked(await runOn(options))).toBe(false);
  clock.advance(3 * 3_600_000 + 60_000);
  expect(isAsked(await runOn(options))).toBe(true);
  // After as many tries as an item without such a word has, it is not left to a person.
  await db
    .updateTable('source_trouble')
    .set({ tries: 40, next_at: new Date(0).toISOString() })
    .execute();
  await runOn(options);
  const [last] = await findTroubles(db, 10, ID);
  expect(last).toMatchObject({ item, tries: 41, nextAt: expect.any(String) });
  expect(await countTroubles(db)).toMatchObject([{ open: 1, left: 0 }]);
});

test('a run that stops because the publisher is out of service is begun no sooner than it asked', async () => {
  const numbers = await watch(30);
  const statuses = Object.fromEntries(
    numbers.flatMap((number) => ['', '/insolvency'].map((path) => [`/company/${number}${path}`, 503])),
  );
  const asked = clock.now();
  const failing = runOn({ statuses, retryAfter: 7_200 });
  await expect(failing).rejects.toMatchObject({ name: 'Retry', notBefore: asked + 7_200_000 });
});

test('a handful of suppliers of which none can be read is no good run', async () => {
  await watch(1);
  await expect(runOn({ key: 'another' })).rejects.toThrow(/^nothing could be read/);
});

test('a person may have what is in trouble tried at once, and what was answered at each look can be asked for', async () => {
  const numbers = await watch(3);
  const statuses = { '/company/99000002/insolvency': 500 };
  const answers = {
    ...profiles(numbers.slice(0, 2)),
    '/company/99000001/insolvency': { cases: [] },
  };
  await runOn({ answers, statuses });
  await writeSetting(db, 'sources', [ID]);
  const said = await saidBy(() => troublesVerb(db, ID, { retry: true }));
  expect(said[0]).toMatch(
    /^companies-house-company company\/99000002\/insolvency: 500 from .* \(tried 1×, next try 20/,
  );
  expect(JSON.parse(said.at(-1) ?? '')).toEqual({
    troubles: [{ source: ID, open: 1, left: 0, settled: 0 }],
    hurried: { [ID]: 1 },
  });
  const asked = await db
    .selectFrom('outbox')
    .select(['queue', 'message'])
    .where('queue', '=', 'ingest')
    .execute();
  expect(asked).toEqual([{ queue: 'ingest', message: { v: 1, sourceId: ID } }]);
  clock.advance(Math.max(0, Date.now() - clock.now()) + 1_000);
  const cases = { cases: [{ number: '1', type: 'moratorium', dates: [] }] };
  await runOn({ answers: { ...answers, '/company/99000002/insolvency': cases } });
  expect(await countTroubles(db)).toMatchObject([{ open: 0, settled: 1 }]);

  // Matching ties the names; here it is done by hand.
  const suppliers = await db.selectFrom('supplier_ref').select(['ref', 'supplier_id']).execute();
  for (const { ref, supplier_id } of suppliers)
    await db.updateTable('mention').set({ supplier_id }).where('ref', '=', ref).execute();
  const ids = suppliers.map(({ supplier_id }) => supplier_id);
  const found = await findLookAnswersOf(db, ids, '2036-11-25');
  const answered = ids.map((id) =>
    (found.get(id) ?? [])
      .filter(({ topic }) => topic === 'insolvency-cases' || topic === 'company-profile')
      .map(({ topic, answer }) => `${topic}: ${answer}`),
  );
  expect(answered).toEqual([
    ['company-profile: found', 'insolvency-cases: empty'],
    ['company-profile: found', 'insolvency-cases: found'],
    ['company-profile: gone'],
  ]);
});
