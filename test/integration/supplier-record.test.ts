import {
  findLooks,
  findLooksOf,
  findMatchReasons,
  findMonitored,
  findNotUnderstood,
  findTimeline,
  openDatabase,
  writeSetting,
  type Db,
  type Watch,
} from '@tocsin/db';
import { addDays, dayOf } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { saveTestSupplier } from '../support/system-private.ts';

// What is on record about one supplier on a day: what was said, who looked, and what nobody understands.

const TODAY = '2026-11-23';
const NOON = `${TODAY}T12:00:00.000Z`;
let database: FreshDatabase;
let db: Db;
let owner: Db;
let one: string;
let two: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  one = await saveTestSupplier(db, '99000001');
  two = await saveTestSupplier(db, '99000002');
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(
    owner,
    'withdrawal',
    'observation',
    'look',
    'look_answer',
    'mention',
    'document',
    'source_run',
  );
  await emptied(owner, 'setting');
});

let mentions = 0;
async function mentionOf(supplierId: string | null, outcome: 'matched' | 'waiting' = 'matched') {
  mentions += 1;
  const { id } = await db
    .insertInto('mention')
    .values({ name: `EXAMPLE ${mentions}`, supplier_id: supplierId, outcome, reason: `reason ${mentions}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, name: `EXAMPLE ${mentions}` };
}

interface Said {
  readonly of?: string;
  readonly source?: string;
  readonly ref?: string;
  readonly version?: string;
  readonly occurredOn?: string | null;
  readonly publishedAt?: string;
}
let refs = 0;
async function say(content: { readonly kind: string }, said: Said = {}): Promise<void> {
  refs += 1;
  const { of = one, source = 'gazette-insolvency', ref = `ref-${refs}`, version = '1' } = said;
  const { rows } = await sql<{ id: string }>`
    insert into document (source_id, sha256, url, retrieved_at, body)
    values (${source}, ${`sha ${refs}`}, 'x', now(), '') returning id`.execute(db);
  await db
    .insertInto('observation')
    .values({
      source_id: source,
      ref,
      version,
      kind: content.kind,
      occurred_on: said.occurredOn === undefined ? TODAY : said.occurredOn,
      published_at: said.publishedAt ?? '2026-11-20T09:00:00Z',
      observed_at: '2026-11-20T09:00:00Z',
      document_id: rows[0]?.id ?? '',
      mention_id: (await mentionOf(of)).id,
      url: 'https://publisher.example',
      quote: null,
      content: JSON.stringify(content),
    })
    .execute();
}

const notice = (heading: string, rest: object = {}) => ({
  kind: 'insolvency-notice',
  code: null,
  family: 'winding-up-petition',
  heading,
  noticeId: '1',
  hearing: null,
  petitioner: null,
  caseRef: null,
  ...rest,
});
const headings = async (asOf: string, limit = 10) =>
  (await findTimeline(db, one, asOf, limit)).map(({ signal }) =>
    signal.kind === 'insolvency-notice' ? signal.heading : signal.kind,
  );

test('what was said of a supplier is told by the day of its event, else of its publication, the newest first', async () => {
  await say(notice('second'), { occurredOn: '2026-11-18', publishedAt: '2026-11-22T09:00:00Z' });
  await say(notice('first'), { occurredOn: null, publishedAt: '2026-11-20T09:00:00Z' });
  await say(notice('fourth'), { occurredOn: '2026-11-10', publishedAt: '2026-11-12T09:00:00Z' });
  await say(notice('third'), { occurredOn: '2026-11-10', publishedAt: '2026-11-21T09:00:00Z' });
  await say(notice('of another'), { of: two });
  await say({ kind: 'award' });
  await say({ kind: 'payment' });
  expect(await headings(TODAY)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(await headings(TODAY, 2)).toEqual(['first', 'second']);
});

test('of what was said in several versions the newest that was public by the day is told, of each source its own', async () => {
  const same = { ref: 'notice/1' };
  await say(notice('as corrected'), { ...same, version: '2', publishedAt: '2026-11-21T09:00:00Z' });
  await say(notice('at first'), { ...same, version: '1', occurredOn: '2026-11-22' });
  await say(notice('later'), { ...same, version: '3', publishedAt: '2026-11-23T00:00:00Z' });
  await say(notice('elsewhere'), { ...same, source: 'another', occurredOn: '2026-11-01' });
  expect(await headings('2026-11-20')).toEqual(['at first', 'elsewhere']);
  expect(await headings('2026-11-22')).toEqual(['as corrected', 'elsewhere']);
  expect(await headings('2026-11-23')).toEqual(['later', 'elsewhere']);
});

async function look(
  topic: string,
  given: { of?: string; source?: string; first?: string; last?: string } = {},
) {
  const { id } = await mentionOf(given.of ?? one);
  const first_at = given.first ?? '2026-11-22T09:00:00Z';
  await db
    .insertInto('look')
    .values({
      mention_id: id,
      topic,
      source_id: given.source ?? 'companies-house-company',
      first_at,
      last_at: given.last ?? first_at,
    })
    .execute();
}

test('each source says when it looked at this very supplier last, and at what', async () => {
  await look('insolvency-cases', { last: '2026-11-22T10:00:00Z' });
  await look('company-profile');
  await look('company-profile');
  await look('charges', { of: two });
  await look('gazette-notices', { source: 'a-source' });
  expect(await findLooks(db, one)).toEqual([
    { source: 'a-source', topics: ['gazette-notices'], lastAt: '2026-11-22T09:00:00.000Z' },
    {
      source: 'companies-house-company',
      topics: ['company-profile', 'insolvency-cases'],
      lastAt: '2026-11-22T10:00:00.000Z',
    },
  ]);
});

test('a page says how twenty names were tied to a supplier, the first first, of how many, and of no name that was not', async () => {
  const names: string[] = [];
  for (let nth = 0; nth < 21; nth += 1) {
    await mentionOf(one, 'waiting');
    await mentionOf(two);
    names.push((await mentionOf(one)).name);
  }
  const reasons = await findMatchReasons(db, one);
  expect(reasons.names.map(({ name }) => name.toUpperCase())).toEqual(names.slice(0, 20));
  expect(reasons.inAll).toBe(21);
});

const promising = {
  isOn: true,
  isWithinPromise: (at: string, now: string) => addDays(dayOf(at), 7) >= dayOf(now),
};
const watch: Watch = {
  now: NOON,
  sources: [
    { id: 'companies-house-company', covers: [], ...promising },
    { id: 'gazette-insolvency', covers: ['gazette-notices'], ...promising },
  ],
};

async function run(given: { trigger?: string; outcome?: string; finished?: string; source?: string } = {}) {
  await db
    .insertInto('source_run')
    .values({
      source_id: given.source ?? 'gazette-insolvency',
      trigger: given.trigger ?? 'schedule',
      started_at: '2026-11-01T09:00:00Z',
      finished_at: given.finished ?? '2026-11-22T10:00:00Z',
      outcome: given.outcome ?? 'ok',
    })
    .execute();
}
const switchOn = () => writeSetting(db, 'sources', ['companies-house-company', 'gazette-insolvency']);
const monitored = async (asOf = TODAY) => [...(await findMonitored(db, [one, two], asOf, watch))];

test('a supplier is looked at once its register entry, its cases and all notices were, by sources that are on', async () => {
  await switchOn();
  await look('company-profile');
  await look('insolvency-cases');
  await look('company-profile', { of: two });
  expect(await monitored()).toEqual([]);
  await run({ trigger: 'manual' });
  await run({ outcome: 'failed' });
  await run({ source: 'another' });
  expect(await monitored()).toEqual([]);
  await run();
  expect(await monitored()).toEqual([one]);
  await writeSetting(db, 'sources', ['companies-house-company']);
  expect(await monitored()).toEqual([]);
  expect(await monitored('2026-11-22')).toEqual([one]);
});

test('a day sees the looks and runs that were there when it ended, London time, and no later ones', async () => {
  await switchOn();
  await look('company-profile', { first: '2026-11-20T09:00:00Z', last: '2026-11-23T09:00:00Z' });
  await look('insolvency-cases', { first: '2026-11-22T00:00:00Z' });
  await run({ finished: '2026-11-21T09:00:00Z' });
  await run({ finished: '2026-11-02T09:00:00Z' });
  await run({ finished: '2026-11-23T00:00:00Z' });
  expect(await monitored('2026-11-21')).toEqual([]);
  expect(await monitored('2026-11-22')).toEqual([one]);
  expect(await monitored('2026-11-23')).toEqual([one]);
  const topicsOn = async (day: string) => (await findLooksOf(db, [one], day, watch)).get(one)?.topics;
  expect((await topicsOn('2026-11-22'))?.['gazette-notices']?.at).toBe('2026-11-21T09:00:00.000Z');
  expect((await topicsOn('2026-11-22'))?.['company-profile']?.at).toBe('2026-11-22T23:59:59.999Z');
  expect((await topicsOn('2026-11-20'))?.['insolvency-cases']).toBeUndefined();
  expect((await topicsOn('2026-11-20'))?.['gazette-notices']).toMatchObject({
    at: '2026-11-02T09:00:00.000Z',
    isWithinPromise: false,
  });
  expect((await topicsOn(TODAY))?.['company-profile']?.at).toBe('2026-11-23T09:00:00.000Z');
});

test('of the day that lasts nothing is seen that comes after the moment of the question', async () => {
  await look('company-profile', { first: '2026-11-20T09:00:00Z', last: `${TODAY}T18:00:00Z` });
  await look('insolvency-cases', { first: `${TODAY}T13:00:00Z`, last: `${TODAY}T13:00:00Z` });
  const topics = (await findLooksOf(db, [one], TODAY, watch)).get(one)?.topics;
  expect(topics?.['company-profile']?.at).toBe(NOON);
  expect(topics?.['insolvency-cases']).toBeUndefined();
});

test('what a supplier is said to be on a day leaves out what is another’s, was taken back, or is no matter of its level', async () => {
  const read = async (day = TODAY) => (await findLooksOf(db, [one], day, watch)).get(one)?.notUnderstood;
  const strange = (caseType: string) => ({ kind: 'insolvency-case', caseNumber: '1', caseType, dates: [] });
  const filing = (about: string) => ({
    kind: 'filing',
    about,
    description: about,
    category: 'insolvency',
    filedOn: TODAY,
    type: 'X',
  });
  await say(strange('mine'), { ref: 'case/1' });
  await say(strange('tomorrow'), { publishedAt: '2026-11-24T09:00:00Z' });
  await say(strange('of another'), { of: two });
  await say(filing('strike-off-proposed'));
  expect(await read()).toEqual([expect.stringContaining('mine')]);
  expect(await read('2026-11-19')).toEqual([]);
  await say(filing('other'));
  expect(await read()).toHaveLength(2);
  await sql`insert into withdrawal (source_id, ref, version, published_at, observed_at, document_id, url)
    select source_id, ref, version, '2026-11-22T09:00:00Z', now(), document_id, 'x' from observation
    where ref = 'case/1'`.execute(db);
  expect(await read('2026-11-21')).toHaveLength(2);
  expect(await read()).toEqual([expect.stringContaining('other')]);
});

test('a company is off the register when its entry was asked for and was gone, by the day, and not by another answer', async () => {
  const answer = async (given: { of?: string; topic?: string; answer: string; at: string }) => {
    const { id } = await mentionOf(given.of ?? one);
    await sql`insert into look_answer (mention_id, topic, source_id, answer, first_at, last_at)
      values (${id}, ${given.topic ?? 'company-profile'}, 'companies-house-company', ${given.answer}, ${given.at}, ${given.at})`.execute(
      db,
    );
  };
  const off = async (day: string) => (await findLooksOf(db, [one], day, watch)).get(one)?.offRegister ?? null;
  await answer({ of: two, answer: 'gone', at: '2026-11-20T09:00:00Z' });
  await answer({ topic: 'insolvency-cases', answer: 'gone', at: '2026-11-20T09:00:00Z' });
  await answer({ answer: 'none', at: '2026-11-20T09:00:00Z' });
  expect(await off(TODAY)).toBeNull();
  await answer({ answer: 'not-held', at: '2026-11-21T09:00:00Z' });
  expect(await off('2026-11-20')).toBeNull();
  expect(await off('2026-11-21')).toMatch(/another register/);
  await answer({ answer: 'gone', at: '2026-11-22T09:00:00Z' });
  expect(await off('2026-11-22')).toMatch(/gone from the register/);
});

test('what nobody understands is asked once, by the newest version, of how many suppliers it is said, the most common first', async () => {
  const strange = (caseType: string) => ({ kind: 'insolvency-case', caseNumber: '1', caseType, dates: [] });
  const filing = (about: string, description: string) => ({ kind: 'filing', about, description });
  await say(strange('alone'), { publishedAt: '2026-11-21T09:00:00Z' });
  await say(strange('common'), { publishedAt: '2026-11-20T09:00:00Z' });
  await say(strange('common'), { of: two, publishedAt: '2026-11-22T09:00:00Z' });
  await say(strange('common'), { of: two, publishedAt: '2026-11-19T09:00:00Z' });
  await say(strange('mended'), { ref: 'case/9', version: '1' });
  await say(strange('compulsory-liquidation'), { ref: 'case/9', version: '2' });
  await say(filing('other', 'odd'), { source: 'b-source' });
  await say(filing('strike-off-proposed', 'plain'));
  await say({ kind: 'accounts-filed' });
  await say(notice('A heading', { family: 'unknown' }), { source: 'c-source' });
  await say(notice('Clear'));
  const found = await findNotUnderstood(db);
  expect(found.map(({ what, suppliers, lastAt }) => [/“(.*?)”/.exec(what)?.[1], suppliers, lastAt])).toEqual([
    ['common', 2, '2026-11-22T09:00:00.000Z'],
    ['A heading', 1, '2026-11-20T09:00:00.000Z'],
    ['odd', 1, '2026-11-20T09:00:00.000Z'],
    ['alone', 1, '2026-11-21T09:00:00.000Z'],
  ]);
  expect(found.at(-1)?.example).toBe(one);
  expect(found[0]?.source).toBe('gazette-insolvency');
});
