import {
  eachAssessedFacts,
  findAssessment,
  findAssessmentBefore,
  findAssessments,
  findAssessmentsBefore,
  findCurrentAssessments,
  findDueForReview,
  findEpisodeStarts,
  findMentionsOfRisk,
  findNotAskedFor,
  findScoreHistory,
  findStandings,
  findUnassessedOn,
  findUnjudged,
  openDatabase,
  rescoreAll,
  saveAssessment,
  type Db,
  type NewAssessment,
} from '@tocsin/db';
import { eventDay, type FormalEvent, type RiskAssessment } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { assessmentOn, saveTestSupplier } from '../support/system-private.ts';
import { watchAt } from '../support/watch.ts';

// How suppliers stand on which day, and which of them must be judged again.

let database: FreshDatabase;
let db: Db;
let owner: Db;
let one: string;
let two: string;
let three: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  const numbers = ['99000001', '99000002', '99000003'];
  const saved = await Promise.all(numbers.map((number) => saveTestSupplier(db, number)));
  // What goes through suppliers goes by their ids, which are drawn by lot.
  [one = '', two = '', three = ''] = saved.toSorted();
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(owner, 'current_assessment', 'assessment', 'fact_set', 'observation', 'look', 'mention');
  await emptied(owner, 'document', 'outbox');
  await sql`update supplier set status = 'active', watched = false`.execute(owner);
  await sql`update council set replaced_by = '{}', ends_on = null`.execute(owner);
});

const petition = {
  family: 'winding-up-petition',
  on: '2026-11-20',
  ref: 'CR-2026-000001',
  evidence: [],
} as unknown as FormalEvent;

type Said = Partial<RiskAssessment> & Partial<Omit<NewAssessment, 'assessment'>>;
let sets = 0;
/** An assessment for a day, as scoring stores it; each of facts of its own. */
async function assessed(supplierId: string, asOf: string, said: Said = {}): Promise<string> {
  sets += 1;
  const {
    facts,
    previous,
    episode = 1,
    liftedTo = null,
    replayed = false,
    nextPublishedOn = null,
    ...rest
  } = said;
  return db.transaction().execute((trx) =>
    saveAssessment(trx, {
      assessment: { ...assessmentOn(supplierId, asOf), ...rest },
      facts: facts ?? { set: sets },
      previous,
      episode,
      liftedTo,
      replayed,
      nextPublishedOn,
    }),
  );
}

test('before a day a supplier stands as its newest assessment up to that day says, and of one day as the last says', async () => {
  await assessed(one, '2026-11-20');
  await assessed(one, '2026-11-21');
  const last = await assessed(one, '2026-11-21');
  await assessed(one, '2026-11-22');
  const other = await assessed(two, '2026-11-21');
  const before = await findAssessmentsBefore(db, [one, two, three], '2026-11-21');
  expect(new Map([...before].map(([id, row]) => [id, row.id]))).toEqual(
    new Map([
      [one, last],
      [two, other],
    ]),
  );
  expect((await findAssessmentBefore(db, one, '2026-11-20'))?.as_of).toBe('2026-11-20');
  expect(await findAssessmentBefore(db, one, '2026-11-19')).toBeUndefined();
});

test('of these suppliers those stand badly that are severe by themselves or in a proceeding, by their newest assessment of the day', async () => {
  const four = await saveTestSupplier(db, '99000004');
  const five = await saveTestSupplier(db, '99000005');
  await assessed(one, '2026-11-20', { ownBand: 'watch' });
  const severe = await assessed(one, '2026-11-20');
  await assessed(one, '2026-11-22', { ownBand: 'watch' });
  await assessed(two, '2026-11-20', { liftedTo: 'severe' });
  const inProceeding = await assessed(three, '2026-11-20', { ownBand: 'watch', formalEvents: [petition] });
  await assessed(four, '2026-11-19');
  await assessed(four, '2026-11-20', { band: 'severe', ownBand: 'elevated' });
  const lifted = await assessed(five, '2026-11-20', { liftedTo: 'elevated' });
  const standing = await findStandings(db, [one, two, three, four], '2026-11-21');
  expect(new Map([...standing].map(([id, { assessmentId }]) => [id, assessmentId]))).toEqual(
    new Map([
      [one, severe],
      [three, inProceeding],
    ]),
  );
  expect((await findStandings(db, [five], '2026-11-20')).get(five)?.assessmentId).toBe(lifted);
  expect((await findStandings(db, [five], '2026-11-19')).size).toBe(0);
});

test('the current assessment is that of the newest day, of one day the last, and falls due when anything does', async () => {
  await assessed(one, '2026-11-20', { score: 10 });
  const last = await assessed(one, '2026-11-20', {
    score: 20,
    reviewOn: '2026-12-20',
    nextPublishedOn: '2026-12-10',
  });
  await assessed(one, '2026-11-19', { score: 30 });
  const other = await assessed(two, '2026-11-20', { reviewOn: '2026-12-01', nextPublishedOn: '2026-12-31' });
  const current = await db.selectFrom('current_assessment').selectAll().orderBy('supplier_id').execute();
  expect(current).toMatchObject([
    { supplier_id: one, assessment_id: last, score: 20, as_of: '2026-11-20', review_on: '2026-12-10' },
    { supplier_id: two, assessment_id: other, review_on: '2026-12-01' },
  ]);
  expect([...(await findCurrentAssessments(db, [two, three])).values()].map(({ id }) => id)).toEqual([other]);
  expect((await findAssessment(db, other))?.supplier_id).toBe(two);
  expect((await findAssessments(db, [last, other])).map(({ id }) => id).toSorted()).toEqual(
    [last, other].toSorted(),
  );
});

test('the same facts judged again for the same day are one assessment, and other days are told apart from it', async () => {
  const first = await assessed(one, '2026-11-20', { facts: { same: true } });
  expect(await assessed(one, '2026-11-20', { facts: { same: true } })).toBe(first);
  expect(await assessed(one, '2026-11-21', { facts: { same: true } })).not.toBe(first);
});

test('a spell at risk began on its first day at elevated or above, which is no other spell’s and no other supplier’s', async () => {
  const spell = (band: 'watch' | 'elevated' | 'severe', episode: number) => ({ band, episode });
  await assessed(one, '2026-11-10', spell('severe', 1));
  await assessed(one, '2026-11-11', spell('watch', 2));
  await assessed(one, '2026-11-12', spell('elevated', 2));
  await assessed(one, '2026-11-13', spell('severe', 2));
  await assessed(two, '2026-11-01', spell('severe', 2));
  await assessed(three, '2026-11-01', spell('watch', 1));
  const asked = [
    { supplier_id: one, episode: 2 },
    { supplier_id: three, episode: 1 },
  ];
  const starts = await db.transaction().execute((trx) => findEpisodeStarts(trx, asked));
  expect([...starts]).toEqual([[one, '2026-11-12']]);
});

test('a supplier is due for review on its day, the longest overdue first, and a replay of the past never is', async () => {
  await assessed(one, '2026-11-20', { reviewOn: '2026-11-23' });
  await assessed(two, '2026-11-20', { reviewOn: '2026-11-21' });
  await assessed(three, '2026-11-20', { reviewOn: '2026-11-21', replayed: true });
  expect(await findDueForReview(db, '2026-11-20')).toEqual([]);
  expect(await findDueForReview(db, '2026-11-21')).toEqual([two]);
  expect(await findDueForReview(db, '2026-11-23')).toEqual([two, one]);
});

test('a supplier at risk is due once a council was replaced since it was last assessed', async () => {
  await assessed(one, '2026-11-20');
  await assessed(two, '2026-11-20', { band: 'watch' });
  await assessed(three, '2026-11-21');
  const due = (today: string) => findDueForReview(db, today);
  const ends = (day: string, successors: readonly string[]) =>
    db
      .updateTable('council')
      .set({ ends_on: day, replaced_by: [...successors] })
      .where('gss', '=', councilA.gss)
      .execute();
  await ends('2026-11-20', []);
  expect(await due('2026-11-23')).toEqual([]);
  await ends('2026-11-20', ['E06000911']);
  expect(await due('2026-11-20')).toEqual([]);
  expect(await due('2026-11-21')).toEqual([one]);
  await ends('2026-11-19', ['E06000911']);
  expect(await due('2026-11-21')).toEqual([]);
});

test('a chart has each day up to its own once, in order, as the last assessment of that day says', async () => {
  await assessed(one, '2026-11-22', { score: 5 });
  await assessed(one, '2026-11-20', { score: 10 });
  await assessed(one, '2026-11-20', { score: 20 });
  await assessed(one, '2026-11-23', { score: 30 });
  await assessed(two, '2026-11-21', { score: 40 });
  await assessed(one, '2026-11-21', { score: 0, band: 'low', ownBand: 'low' });
  const days = await findScoreHistory(db, one, '2026-11-22', watchAt('2026-11-23T12:00:00.000Z'));
  expect(days.map(({ asOf, score, level }) => [asOf, score, level])).toEqual([
    ['2026-11-20', 20, 'severe'],
    ['2026-11-21', null, 'not-enough-known'],
    ['2026-11-22', 5, 'severe'],
  ]);
});

let mentions = 0;
async function mentionOf(supplierId: string | null): Promise<string> {
  mentions += 1;
  const { id } = await db
    .insertInto('mention')
    .values({ name: `EXAMPLE ${mentions}`, supplier_id: supplierId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
async function said(mentionId: string, kind: string, content: object = {}): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into document (source_id, sha256, url, retrieved_at, body) values ('test', gen_random_uuid(), 'x', now(), '')
    returning id`.execute(db);
  await sql`insert into observation (source_id, ref, version, kind, published_at, observed_at, document_id, mention_id, url, content)
    values ('test', gen_random_uuid(), '1', ${kind}, now(), now(), ${rows[0]?.id}, ${mentionId}, 'x',
      ${JSON.stringify({ kind, ...content })}::jsonb)`.execute(db);
}
const looked = (mentionId: string) =>
  sql`insert into look (mention_id, topic, source_id, first_at, last_at)
    values (${mentionId}, 'company-profile', 'test', now(), now())`.execute(db);

test('a mention bears on risk when more is said of it than contracts and payments, or somebody looked at its company', async () => {
  const [award, payment, notice, seen, silent, notAsked] = await Promise.all(
    Array.from({ length: 6 }, () => mentionOf(one)),
  );
  const ids = [award, payment, notice, seen, silent, notAsked].map((id) => id ?? '');
  const [ofAward = '', ofPayment = '', ofNotice = '', ofLook = '', , other = ''] = ids;
  await said(ofAward, 'award');
  await said(ofPayment, 'payment');
  await said(ofNotice, 'insolvency-notice');
  await said(other, 'insolvency-notice');
  await looked(ofLook);
  expect(await findMentionsOfRisk(db, ids.slice(0, 5))).toEqual(new Set([ofNotice, ofLook]));
});

test('a supplier is judged for a gate when nobody watches it and it never was, and of those that were, when it stands badly', async () => {
  const asked = async () => (await findUnjudged(db, [one, two])).toSorted();
  await assessed(one, '2026-11-20', { band: 'watch', ownBand: 'watch' });
  expect(await asked()).toEqual([two]);
  await db.updateTable('supplier').set({ watched: true }).where('id', '=', two).execute();
  expect(await asked()).toEqual([]);
  await assessed(two, '2026-11-20', { band: 'elevated', ownBand: 'watch' });
  expect(await asked()).toEqual([two]);
  await assessed(two, '2026-11-21', { band: 'watch', formalEvents: [petition] });
  expect(await asked()).toEqual([two]);
  const finding = { indicator: 'group-contagion', points: 10, because: 'x', evidence: [] };
  const findings = (outcome: 'present' | 'absent') =>
    [{ ...finding, outcome }] as unknown as RiskAssessment['findings'];
  await assessed(two, '2026-11-22', { band: 'watch', findings: findings('present') });
  expect(await asked()).toEqual([two]);
  await assessed(two, '2026-11-23', { band: 'watch', findings: findings('absent') });
  expect(await asked()).toEqual([]);
  const days = { eventDay: eventDay(null), publishedOn: eventDay(null), seenAt: null };
  const ended = (how: 'information' | 'ended') => [
    { ref: null, family: 'solvent-winding-up', how, days, evidence: [] },
  ];
  await assessed(two, '2026-11-24', { band: 'watch', endings: ended('information') });
  expect(await asked()).toEqual([two]);
  await assessed(two, '2026-11-25', { band: 'watch', endings: ended('ended') });
  expect(await asked()).toEqual([]);
  await db.updateTable('supplier').set({ status: 'dissolved' }).where('id', '=', one).execute();
  expect(await asked()).toEqual([one]);
  await db.updateTable('supplier').set({ status: 'active' }).where('id', '=', one).execute();
  await assessed(three, '2026-11-23');
  expect(await asked()).toEqual([]);
});

test.each([
  ['company-profile', { accounts: { lastType: 'dormant' } }, true],
  ['company-profile', { accounts: { lastType: 'full' } }, false],
  ['company-profile', { statusDetail: 'active-proposal-to-strike-off' }, true],
  ['company-profile', { statusDetail: 'other', dormant: true, about: 'strike-off-proposed' }, false],
  ['accounts-figures', { dormant: true }, true],
  ['accounts-figures', { dormant: false, about: 'strike-off-proposed' }, false],
  ['filing', { about: 'strike-off-proposed' }, true],
  ['filing', { about: 'other', statusDetail: 'active-proposal-to-strike-off' }, false],
  ['insolvency-notice', { about: 'strike-off-proposed', dormant: true }, false],
])('a watched supplier of which %s says %j is judged for a gate: %s', async (kind, content, isJudged) => {
  await sql`update supplier set watched = true`.execute(owner);
  await assessed(one, '2026-11-20', { band: 'watch', ownBand: 'watch' });
  await said(await mentionOf(one), kind, content);
  await said(await mentionOf(three), 'accounts-figures', { dormant: true });
  await mentionOf(two);
  expect(await findUnjudged(db, [one, two])).toEqual(isJudged ? [one] : []);
});

test('who is watched now is judged when no assessment of the day or after stands', async () => {
  await assessed(one, '2026-11-20');
  await assessed(two, '2026-11-21');
  expect((await findUnassessedOn(db, [one, two, three], '2026-11-21')).toSorted()).toEqual([one, three]);
  expect(await findUnassessedOn(db, [one, two], '2026-11-20')).toEqual([]);
});

test('who is asked for by a message as urgent that nobody has begun is not asked for again', async () => {
  const ask = (supplierIds: readonly string[], row: Readonly<Record<string, unknown>> = {}) =>
    db
      .insertInto('outbox')
      .values({
        queue: 'score',
        message: JSON.stringify({ v: 2, supplierIds, asOf: null }),
        priority: 3,
        sent_at: null,
        done_at: null,
        dead_at: null,
        ...row,
      })
      .execute();
  const at = '2026-11-23T12:00:00Z';
  const left = (asOf: string | null = null, priority = 3) =>
    db.transaction().execute((trx) => findNotAskedFor(trx, new Set([one, two, three]), asOf, priority));
  await ask([one], { done_at: at });
  await ask([one], { dead_at: at });
  await ask([one], { starts: 1 });
  await ask([one], { priority: 4 });
  await ask([one], { queue: 'notify' });
  await ask([one], { message: JSON.stringify({ v: 2, supplierIds: [one], asOf: '2026-11-01' }) });
  expect(await left()).toEqual([one, two, three]);
  expect(await left('2026-11-01')).toEqual([two, three]);
  expect(await left(null, 4)).toEqual([two, three]);
  await ask([two, '999']);
  expect(await left()).toEqual([one, three]);
  expect(await left('2026-11-01')).toEqual([two, three]);
  await ask([three], { priority: 2, sent_at: at });
  expect(await left()).toEqual([one]);
});

test('every supplier is judged again by a new version once, for the same day, and its review falls due no later', async () => {
  await assessed(one, '2026-11-20', { reviewOn: '2026-12-20', nextPublishedOn: '2026-12-01' });
  await assessed(two, '2026-11-20', { modelVersion: 'next' });
  await assessed(three, '2026-11-21', { replayed: true });
  const batches = [];
  for await (const batch of eachAssessedFacts(db, 'next'))
    batches.push(batch.map(({ supplierId }) => supplierId));
  expect(batches).toEqual([[one, three]]);
  for await (const batch of rescoreAll(db, 'next', ({ supplierId, asOf }) => ({
    ...assessmentOn(supplierId, asOf),
    modelVersion: 'next',
    band: 'elevated',
    ownBand: 'elevated',
    score: 41,
    reviewOn: '2026-12-10',
  })))
    expect(batch).toHaveLength(2);
  const current = await db
    .selectFrom('current_assessment')
    .innerJoin('assessment', 'assessment.id', 'assessment_id')
    .select(['assessment.supplier_id', 'model_version', 'assessment.band', 'current_assessment.score'])
    .select(['current_assessment.review_on', 'replayed', 'previous_band'])
    .orderBy('assessment.supplier_id')
    .execute();
  const rescored = { model_version: 'next', band: 'elevated', score: 41, previous_band: 'severe' };
  expect(current).toMatchObject([
    { supplier_id: one, ...rescored, review_on: '2026-12-01', replayed: false },
    { supplier_id: two, model_version: 'next', band: 'severe', previous_band: null },
    { supplier_id: three, ...rescored, review_on: '2026-12-10', replayed: true },
  ]);
});
