import { LATE_BY_DAYS } from '@tocsin/alerting';
import {
  findGapsEndedSince,
  findOpeningLooks,
  findOpeningPart,
  findProvenance,
  openDatabase,
  writeSetting,
  type AskedEvidence,
  type Db,
  type Watch,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { watchAt } from '../support/watch.ts';

// What stood at a council's first day, how far its suppliers had been looked at by then, and what was heard late.

const REGISTER = 'companies-house-company';
const GAZETTE = 'gazette-insolvency';
const BEGUN = '2026-11-20T09:00:00.000Z';
const TODAY = '2026-11-23';
const watch = watchAt(`${TODAY}T12:00:00.000Z`);

let database: FreshDatabase;
let db: Db;
let owner: Db;
let one: string;
let two: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db, { isNew: true });
  one = await saveTestSupplier(db, '99000001');
  two = await saveTestSupplier(db, '99000002');
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(owner, 'delivery', 'alert', 'current_assessment', 'register_line', 'register_upload', 'look');
  await emptied(owner, 'look_answer', 'mention', 'document', 'source_run', 'setting');
});

/** A contract with each of these suppliers in a register of a council, that runs unless it is over. */
async function register(
  council: string,
  suppliers: readonly string[],
  given: { readonly endsOn?: string; readonly undone?: true; readonly unmatched?: true } = {},
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into register_upload (council, file_name, sha256, line_count, uploaded_by, matched_at, undone_at)
    values (${council}, 'a.csv', gen_random_uuid(), 1, 'officer', ${given.unmatched ? null : BEGUN}, ${given.undone ? BEGUN : null})
    returning id`.execute(db);
  for (const [row, supplier] of suppliers.entries())
    await sql`insert into register_line (upload_id, council, row, supplier_name, supplier_id, match_outcome, title, value_pence, vat, starts_on, ends_on)
      values (${rows[0]?.id}, ${council}, ${row + 2}, 'Example', ${supplier}, 'matched', 'Care', 100, 'net', '2026-01-01',
        ${given.endsOn ?? '2028-12-31'})`.execute(db);
}

async function look(
  supplierId: string | null,
  topic: string,
  given: { first?: string; last?: string; answer?: true } = {},
): Promise<void> {
  const { rows } = await sql<{ id: string }>`insert into mention (name, supplier_id, outcome)
    values (gen_random_uuid(), ${supplierId}, 'matched') returning id`.execute(db);
  const first_at = given.first ?? '2026-11-21T09:00:00Z';
  const row = {
    mention_id: rows[0]?.id ?? '',
    topic,
    source_id: REGISTER,
    first_at,
    last_at: given.last ?? first_at,
  };
  if (given.answer)
    await db
      .insertInto('look_answer')
      .values({ ...row, answer: 'none' })
      .execute();
  else await db.insertInto('look').values(row).execute();
}
const looks = (of: Watch = watch) => findOpeningLooks(db, councilA.gss, TODAY, of, BEGUN);
const lookBoth = async (supplierId: string, first: string) => {
  await look(supplierId, 'company-profile', { first });
  await look(supplierId, 'insolvency-cases', { first });
};

test('those of a council’s suppliers count as looked at that were asked for twice, by number, each for the first time', async () => {
  const charity = await db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('supplier')
      .values({ name: 'A CHARITY', status: null, postcode: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('supplier_ref')
      .values({ scheme: 'GB-CHC', ref: '1234567', supplier_id: id })
      .execute();
    return id;
  });
  await register(councilA.gss, [one, two, charity]);
  await lookBoth(charity, '2026-11-22T09:00:00Z');
  await look(one, 'company-profile', { first: '2026-11-21T09:00:00Z' });
  await look(one, 'company-profile', { first: '2026-11-22T09:00:00Z' });
  await look(one, 'charges');
  await look(null, 'insolvency-cases');
  await look(two, 'insolvency-cases', { answer: true });
  expect(await looks()).toMatchObject({ of: 2, done: 0, lastAt: null });
  await look(one, 'insolvency-cases', { first: '2026-11-20T10:00:00Z' });
  expect(await looks()).toMatchObject({ of: 2, done: 1, lastAt: '2026-11-21T09:00:00.000Z' });
  await look(two, 'company-profile', { first: '2026-11-20T12:00:00Z', answer: true });
  expect(await looks()).toMatchObject({ of: 2, done: 2, lastAt: '2026-11-21T09:00:00.000Z' });
});

test('a look of a week before the first day counts for it, and an older one does not', async () => {
  await register(councilA.gss, [one]);
  await look(one, 'company-profile', { first: '2026-11-01T09:00:00Z', last: '2026-11-13T09:00:01Z' });
  await look(one, 'insolvency-cases', { first: '2026-11-01T10:00:00Z', last: '2026-11-13T08:59:59Z' });
  expect(await looks()).toMatchObject({ of: 1, done: 0 });
  await look(one, 'insolvency-cases', { first: '2026-11-13T09:00:01Z' });
  expect(await looks()).toMatchObject({ of: 1, done: 1 });
});

test('the register is off for a council while no source looks and none has looked since its first day', async () => {
  await register(councilA.gss, [one]);
  const off: Watch = {
    ...watch,
    sources: watch.sources.map((source) => ({ ...source, isOn: source.id !== REGISTER })),
  };
  expect(await looks()).toMatchObject({ isOff: true });
  await writeSetting(db, 'sources', [GAZETTE]);
  expect(await looks()).toMatchObject({ isOff: true });
  await writeSetting(db, 'sources', [REGISTER]);
  expect(await looks()).toMatchObject({ isOff: false });
  expect(await looks(off)).toMatchObject({ isOff: true });
  await lookBoth(one, '2026-11-20T08:59:59Z');
  expect(await looks(off)).toMatchObject({ done: 1, isOff: true });
  await db.updateTable('register_upload').set({ undone_at: BEGUN }).execute();
  await register(councilA.gss, [two]);
  await lookBoth(two, BEGUN);
  expect(await looks(off)).toMatchObject({ isOff: false });
});

test('a council’s registers are matched when none of those that stand waits to be', async () => {
  await register(councilA.gss, [one]);
  await register(councilA.gss, [one], { unmatched: true, undone: true });
  await register(councilB.gss, [one], { unmatched: true });
  expect(await looks()).toMatchObject({ isMatched: true });
  await db
    .updateTable('register_upload')
    .set({ matched_at: null })
    .where('council', '=', councilA.gss)
    .execute();
  expect(await looks()).toMatchObject({ isMatched: false });
});

let causes = 0;
async function alert(
  supplierId: string,
  set: Readonly<Record<string, unknown>> = {},
  council = councilA.gss,
) {
  causes += 1;
  const assessmentId = await saveTestAssessment(db, supplierId, TODAY);
  const id = await raiseTestAlert(db, { council, supplierId, assessmentId }, `formal:${causes}`);
  await db
    .updateTable('alert')
    .set({ kind: 'formal', ...set } as never)
    .where('id', '=', id)
    .execute();
  return id;
}
const part = () => findOpeningPart(db, councilA.gss, TODAY, watch, BEGUN);
const factsOf = async (supplierId: string) =>
  ((await part()).facts.get(supplierId) ?? []).map(({ alertId }) => alertId);

test('what stands against a supplier of the council is told in the order in which it was raised; what is over, dismissed or another’s is not', async () => {
  await register(councilA.gss, [one]);
  const first = await alert(one);
  const second = await alert(one, { status: 'acknowledged' });
  const third = await alert(one, { status: 'assigned', kind: 'band' });
  await alert(one, { status: 'dismissed' });
  await alert(one, { status: 'superseded' });
  await alert(one, { replayed: true });
  await alert(one, { kind: 'ended' });
  await alert(one, { kind: 'no-outcome' });
  await alert(one, {}, councilB.gss);
  expect(await factsOf(one)).toEqual([first, second, third]);
});

test('each says the day on which somebody was first told of it, and none of what was told of another', async () => {
  await register(councilA.gss, [one]);
  const told = await alert(one);
  const untold = await alert(one);
  await sql`delete from delivery`.execute(owner);
  for (const [of, at, to] of [
    [told, '2026-11-22T09:00:00Z', 'a@example.org'],
    [told, '2026-11-21T09:00:00Z', 'b@example.org'],
  ])
    await sql`insert into delivery (alert_id, council, channel, recipient, created_at)
      values (${of}, ${councilA.gss}, 'smtp', ${to}, ${at})`.execute(db);
  const facts = (await part()).facts.get(one) ?? [];
  expect(facts.map(({ alertId, toldOn }) => [alertId, toldOn])).toEqual([
    [told, '2026-11-21'],
    [untold, null],
  ]);
});

test('a supplier that the council depends on no more is left out with what stands against it', async () => {
  await register(councilA.gss, [one]);
  await register(councilB.gss, [two]);
  await alert(one);
  await alert(two);
  const { facts, looks: done } = await part();
  expect([...facts.keys()]).toEqual([one]);
  expect(done.of).toBe(1);
});

test('a contract that is over makes no supplier of it', async () => {
  await register(councilA.gss, [one], { endsOn: '2026-11-22' });
  expect(await looks()).toMatchObject({ of: 0 });
});

test('a supplier of whom only the past was replayed is in no report of today', async () => {
  await register(councilA.gss, [one, two]);
  await saveTestAssessment(db, one, TODAY);
  await saveTestAssessment(db, two, TODAY);
  const cards = async () => [...(await part()).cards.keys()].toSorted();
  expect(await cards()).toEqual([one, two].toSorted());
  await sql`update assessment set replayed = (supplier_id = ${one})`.execute(owner);
  expect(await cards()).toEqual([two]);
  await sql`update assessment set replayed = false`.execute(owner);
});

async function run(
  from: string,
  to: string | null,
  given: { source?: string; trigger?: string; outcome?: string } = {},
) {
  const { id } = await db
    .insertInto('source_run')
    .values({
      source_id: given.source ?? GAZETTE,
      trigger: given.trigger ?? 'schedule',
      started_at: from,
      finished_at: to,
      outcome: given.outcome ?? 'ok',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
async function archived(
  runId: string | null,
  sha256: string,
  url: string,
  source = GAZETTE,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into document (source_id, sha256, url, retrieved_at, body, run_id)
    values (${source}, ${sha256}, ${url}, '2026-11-10T09:00:00Z', '', ${runId}) returning id`.execute(db);
  return rows[0]?.id ?? '';
}
const evidence = (rest: Partial<AskedEvidence> = {}): AskedEvidence => ({
  supplierId: one,
  source: GAZETTE,
  sha256: 'a',
  url: 'one',
  retrievedAt: '2026-11-10T09:00:00.000Z',
  day: null,
  ...rest,
});
const from = (...asked: readonly AskedEvidence[]) =>
  db.transaction().execute((trx) => findProvenance(trx, asked));

test('evidence comes from the document of its own address where there is one, else from the oldest with its content', async () => {
  const id = await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z');
  await archived(id, 'a', 'one', 'another-source');
  await archived(id, 'b', 'one');
  const oldest = await archived(id, 'a', 'two');
  const own = await archived(id, 'a', 'one');
  await archived(id, 'a', 'three');
  expect(
    (await from(evidence(), evidence({ url: 'elsewhere' }))).map(({ documentId }) => documentId),
  ).toEqual([own, oldest]);
});

test('evidence whose document is kept no longer is answered in its place, as handed in', async () => {
  const id = await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z');
  const kept = await archived(id, 'a', 'one');
  expect(await from(evidence({ sha256: 'gone' }), evidence())).toEqual([
    { documentId: null, how: 'handed-in' },
    { documentId: kept, how: 'listening' },
  ]);
  expect(await from()).toEqual([]);
});

test('what a source says of days in which it was not read was caught up with, whoever else ran meanwhile', async () => {
  expect(LATE_BY_DAYS).toBe(3);
  await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z');
  await run('2026-11-03T09:00:00Z', '2026-11-03T10:00:00Z', { trigger: 'manual' });
  await run('2026-11-04T09:00:00Z', '2026-11-04T10:00:00Z', { outcome: 'failed' });
  await run('2026-11-04T12:00:00Z', '2026-11-04T13:00:00Z', { source: 'another' });
  const late = await run('2026-11-06T09:00:00Z', '2026-11-06T10:00:00Z');
  await archived(late, 'a', 'one');
  const how = async (day: string) => (await from(evidence({ day })))[0]?.how;
  expect(await how('2026-10-31')).toBe('first-look');
  expect(await how('2026-11-03')).toBe('catching-up');
  expect(await how('2026-11-07')).toBe('listening');
  await run('2026-11-12T09:00:00Z', '2026-11-12T10:00:00Z');
  expect(await how('2026-11-08')).toBe('listening');
});

test('what the first look at a supplier brought is that, of its own source and moment', async () => {
  const id = await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z', { source: REGISTER });
  await archived(id, 'a', 'one', REGISTER);
  await look(one, 'company-profile', { first: '2026-11-10T09:00:00Z' });
  const asked = evidence({ source: REGISTER, day: '2026-11-09' });
  const how = async (rest: Partial<AskedEvidence>) => (await from({ ...asked, ...rest }))[0]?.how;
  expect(await how({})).toBe('first-look');
  expect(await how({ retrievedAt: '2026-11-10T09:00:01.000Z' })).toBe('listening');
  expect(await how({ supplierId: two })).toBe('listening');
  const other = await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z');
  await archived(other, 'a', 'one');
  expect(await how({ source: GAZETTE })).toBe('listening');
});

test('of each source the last gap is told that ended since the day before, of runs on schedule that went well', async () => {
  await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z');
  await run('2026-11-05T09:00:00Z', '2026-11-05T10:00:00Z');
  await run('2026-11-08T09:00:00Z', '2026-11-08T10:00:00Z', { outcome: 'failed' });
  await run('2026-11-09T09:00:00Z', '2026-11-09T10:00:00Z', { trigger: 'manual' });
  await run('2026-11-10T09:00:00Z', '2026-11-10T10:00:00Z');
  await run('2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z', { source: 'b-source' });
  await run('2026-11-04T10:00:00Z', '2026-11-04T11:00:00Z', { source: 'b-source' });
  const gaps = (since: string) => db.transaction().execute((trx) => findGapsEndedSince(trx, since));
  const last = { sourceId: GAZETTE, from: '2026-11-05T10:00:00.000Z', to: '2026-11-10T09:00:00.000Z' };
  expect(await gaps('2026-11-01T00:00:00Z')).toEqual([last]);
  expect(await gaps('2026-11-11T08:59:00Z')).toEqual([last]);
  expect(await gaps('2026-11-11T09:00:00Z')).toEqual([]);
});
