import {
  asCouncil,
  contestFact,
  countContestsBy,
  decideContest,
  findContest,
  findContests,
  findPublishedFacts,
  openFor,
  type ContestDecision,
  type Db,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkContests } from '../../services/ingest/src/check-contests.ts';
import { correctAll } from '../../services/notifier/src/send-digests.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { awardRelease, noticePage, releasePage } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

// TRUST 43: a fact that an alert told is contested, checked, decided, taken back, and everybody who was told is told.

const NOW = `${TODAY}T15:00:00.000Z`;
const award = { id: '990001', buyer: councilA.name, supplier: 'Example Care Homes Ltd', number: '99000001' };
const petition = {
  company: 'EXAMPLE CARE HOMES LTD',
  number: '99000001',
  id: '9900001',
  code: '2450',
  published: '2026-11-20',
  caseRef: 'CR-2026-000001',
  hearing: '2026-12-09',
};
const upheld: ContestDecision = {
  verdict: 'upheld',
  wrong: 'A petition against Example Care Homes Ltd was advertised.',
  shouldRead: 'The petition is against another company of that name.',
  reason: 'The number in the notice is that of another company.',
  by: 'person 7',
  at: NOW,
};

let system: System;
let web: Db;
let operator: Db;
let supplierId: string;
beforeEach(async () => {
  system = await startSystem();
  web = openFor('pages', system.database.adminUrl, { max: 1 });
  operator = openFor('operator', system.database.adminUrl, { max: 1 });
  await saveTestCouncils(system.db);
  const awards = [awardRelease(award), awardRelease({ ...award, id: '990002', buyer: councilB.name })];
  await system.ingest('find-a-tender', releasePage('page-1', ...awards));
  await system.ingest('gazette-insolvency', noticePage(petition));
  ({ supplier_id: supplierId } = await system.db
    .selectFrom('alert')
    .select('supplier_id')
    .executeTakeFirstOrThrow());
});
afterEach(async () => {
  await Promise.all([web.destroy(), operator.destroy()]);
  await system.stop();
});

const ALL = { limit: 100, offset: 0 };

/** Somebody of council A contests the petition. Returns the number of the contest. */
async function contest(): Promise<string> {
  const before = new Set((await findContests(operator, ALL)).contests.map(({ id }) => id));
  await asCouncil(web, councilA.gss, async (trx) => {
    const [fact] = await findPublishedFacts(trx, supplierId, TODAY, 10);
    const { source, ref, version, url } = fact as NonNullable<typeof fact>;
    await contestFact(trx, {
      council: councilA.gss,
      supplierId,
      alertId: null,
      about: { of: 'published', source, ref, version },
      fact: 'Notice in The Gazette: petition',
      url,
      claim: 'It is another company',
      evidence: 'The number in the notice',
      by: 'person 3',
      form: null,
    });
  });
  return (await findContests(operator, ALL)).contests.find(({ id }) => !before.has(id))?.id ?? '';
}

const decide = (id: string, decision: ContestDecision) =>
  operator.transaction().execute((trx) => decideContest(trx, id, null, decision));
const alertsNow = async () =>
  (
    await system.db
      .selectFrom('alert')
      .select(['council', 'kind', 'status', 'title'])
      .orderBy('nth')
      .execute()
  ).map(({ council, kind, status, title }) => [council, kind, status, title]);

/** What is to happen of itself within minutes. */
async function passMinutes(): Promise<void> {
  await correctAll(system.db, NOW);
  await system.settled();
  await correctAll(system.db, NOW);
  await system.settled();
}

test('a fact that is wrong is taken back, its supplier judged again, and everybody who was told is told, once, "Correction:" first', async () => {
  const before = await system.db
    .selectFrom('current_assessment')
    .select(['band', 'score'])
    .executeTakeFirst();
  expect(before?.band).not.toBe('low');
  const id = await contest();
  expect(await checkContests(system.db, NOW)).toBe(1);
  expect((await findContest(operator, id))?.found).toBe('same');
  await passMinutes();
  expect(system.mails).toHaveLength(2);

  expect([await decide(id, upheld), await decide(id, upheld)]).toEqual([true, false]);
  await passMinutes();
  await passMinutes();
  const now = await system.db.selectFrom('current_assessment').select(['band', 'score']).executeTakeFirst();
  expect([now?.band, now?.score]).toEqual(['low', 0]);
  expect(await alertsNow()).toEqual([
    [councilB.gss, 'formal', 'superseded', 'Winding-up petition advertised'],
    [councilA.gss, 'formal', 'superseded', 'Winding-up petition advertised'],
    [councilA.gss, 'corrected', 'raised', 'Correction: winding-up petition advertised'],
    [councilB.gss, 'corrected', 'raised', 'Correction: winding-up petition advertised'],
  ]);
  const officers = [officerOf(councilB.gss), officerOf(councilA.gss)].sort();
  expect(system.mails.map(({ to }) => to).sort()).toEqual([...officers, ...officers].sort());
  for (const mail of system.mails.slice(2)) {
    expect(mail.subject).toMatch(/^Correction: EXAMPLE CARE HOMES LTD: winding-up petition advertised/i);
    for (const said of [upheld.wrong, upheld.shouldRead]) expect(mail.text).toContain(said);
    expect(mail.text).not.toContain('What to do next');
  }
  const {
    contests: [row],
  } = await asCouncil(web, councilA.gss, (trx) => findContests(trx, ALL));
  expect(row?.told_at ?? null).not.toBeNull();
  // The same page read again does not bring it back.
  await system.ingest('gazette-insolvency', noticePage(petition));
  expect(await alertsNow()).toHaveLength(4);
});

test('a fact that two contests take back is told of once, and those that wait are read the oldest first', async () => {
  const first = await contest();
  const second = await contest();
  const third = await contest();
  const part = async (offset: number) => {
    const { contests, ...counted } = await findContests(operator, { limit: 2, offset });
    return [contests.map(({ id }) => id), counted];
  };
  expect(await part(0)).toEqual([[first, second], { total: 3, open: 3 }]);
  expect(await part(2)).toEqual([[third], { total: 3, open: 3 }]);
  await decide(second, { ...upheld, verdict: 'rejected', wrong: null, shouldRead: null });
  expect(await part(0)).toEqual([[first, third], { total: 3, open: 2 }]);
  expect(await part(2)).toEqual([[second], { total: 3, open: 2 }]);
  for (const id of [first, third]) await decide(id, upheld);
  await passMinutes();
  await passMinutes();
  const corrected = (await alertsNow()).filter(([, kind]) => kind === 'corrected');
  expect(corrected).toHaveLength(2);
  expect(new Set(corrected.map(([council]) => council))).toEqual(new Set([councilA.gss, councilB.gss]));
  const since = '2000-01-01T00:00:00.000Z';
  expect(await asCouncil(web, councilA.gss, (trx) => countContestsBy(trx, 'person 3', since))).toBe(3);
  expect(await asCouncil(web, councilB.gss, (trx) => countContestsBy(trx, 'person 3', since))).toBe(0);
});

test('a contest that is rejected changes nothing and tells nobody', async () => {
  const id = await contest();
  await decide(id, { ...upheld, verdict: 'rejected', wrong: null, shouldRead: null });
  await passMinutes();
  expect(system.mails).toHaveLength(2);
  expect((await alertsNow()).map(([, kind, status]) => [kind, status])).toEqual([
    ['formal', 'raised'],
    ['formal', 'raised'],
  ]);
});

test('the operator reads what was written, not by whom nor from where; a council decides about no published fact', async () => {
  const id = await contest();
  const { rows } = await sql<object>`select id from contest where id = ${id}`.execute(operator);
  expect(rows).toHaveLength(1);
  for (const column of ['council', 'by_whom'])
    await expect(sql`select ${sql.ref(column)} from contest`.execute(operator)).rejects.toThrow(
      /permission denied/,
    );
  const asTheirOwn = (gss: string) =>
    asCouncil(web, gss, (trx) => decideContest(trx, id, gss, { ...upheld, by: 'person 3' }));
  expect([await asTheirOwn(councilA.gss), await asTheirOwn(councilB.gss)]).toEqual([false, false]);
  expect(await asCouncil(web, councilB.gss, (trx) => findContests(trx, ALL))).toEqual({
    contests: [],
    total: 0,
    open: 0,
  });
});
