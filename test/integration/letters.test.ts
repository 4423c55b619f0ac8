import { OPENING_WAITS_HOURS, type HowKnown } from '@tocsin/alerting';
import {
  asCouncil,
  archiveDocument,
  findGapsEndedSince,
  findOpeningPart,
  findOpenings,
  findPendingLetters,
  findProvenance,
  gatherCatchUps,
  openDatabase,
  saveMentions,
  saveRecipient,
  saveRegister,
  takeOver,
  type Db,
} from '@tocsin/db';
import { CompanyNumber, type RiskBand, type LookAnswer } from '@tocsin/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendLetters } from '../../services/notifier/src/send-letters.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestSupplier } from '../support/system-private.ts';
import { watchAt } from '../support/watch.ts';

// What the database decides of where a fact came from, and of when letters go out and to whom.

let database: FreshDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker' });
  await saveTestCouncils(db, { isNew: true });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function run(source: string, from: string, to: string | null): Promise<string> {
  const { id } = await db
    .insertInto('source_run')
    .values({
      source_id: source,
      trigger: 'schedule',
      started_at: from,
      finished_at: to,
      outcome: to === null ? 'running' : 'ok',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

let documents = 0;
/** How a fact of a day is known that a document says, which a run brought or somebody handed in. */
async function howKnown(
  source: string,
  runId: string | null,
  day: string | null,
  retrievedAt: string,
): Promise<HowKnown> {
  documents += 1;
  const url = `https://publisher.example/${documents}`;
  const { sha256 } = await db.transaction().execute((trx) =>
    archiveDocument(trx, {
      sourceId: source,
      url,
      contentType: null,
      retrievedAt,
      body: new TextEncoder().encode(url),
      ...(runId === null ? {} : { runId }),
    }),
  );
  const supplierId = await saveTestSupplier(db, '99000001');
  const [found] = await db
    .transaction()
    .execute((trx) => findProvenance(trx, [{ supplierId, source, sha256, url, retrievedAt, day }]));
  return found?.how ?? 'handed-in';
}

test('a fact is heard of by a document handed in, by a source that listened, before it first did, or after it did not', async () => {
  const first = await run('gazette-insolvency', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z');
  const next = await run('gazette-insolvency', '2026-11-04T06:59:00Z', '2026-11-04T08:00:00Z');
  const late = await run('gazette-insolvency', '2026-11-07T08:01:00Z', '2026-11-07T09:00:00Z');
  const known = (id: string | null, day: string | null) =>
    howKnown('gazette-insolvency', id, day, '2026-11-07T08:30:00.000Z');
  expect(await known(null, '2026-10-01')).toBe('handed-in');
  expect(await known(first, '2026-10-31')).toBe('first-look');
  expect(await known(first, '2026-11-01')).toBe('listening');
  expect(await known(next, '2026-10-31')).toBe('first-look');
  expect(await known(next, '2026-11-02')).toBe('listening');
  expect(await known(late, '2026-11-03')).toBe('listening');
  expect(await known(late, '2026-11-04')).toBe('catching-up');
  expect(await known(late, '2026-11-07')).toBe('catching-up');
  expect(await known(late, '2026-11-08')).toBe('listening');
  expect(await known(next, '2026-11-05')).toBe('listening');
  expect(await known(late, null)).toBe('listening');
});

test('a gap is said of the source that has it, once it is over, and of no other', async () => {
  await run('find-a-tender', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z');
  await run('find-a-tender', '2026-11-02T06:00:00Z', '2026-11-02T07:00:00Z');
  const gaps = (since: string) => db.transaction().execute((trx) => findGapsEndedSince(trx, since));
  expect(await gaps('2026-11-07T12:00:00Z')).toEqual([
    { sourceId: 'gazette-insolvency', from: '2026-11-04T08:00:00.000Z', to: '2026-11-07T08:01:00.000Z' },
  ]);
  expect(await gaps('2026-11-08T08:02:00Z')).toEqual([]);
});

test('the first look at a supplier is one, the second is listening, and another supplier’s look is not its own', async () => {
  const id = await run('companies-house-company', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z');
  await look('99000001', 'company-profile', '2026-11-03T08:00:00.000Z', 'look');
  await look('99000002', 'company-profile', '2026-11-03T09:00:00.000Z', 'look');
  const known = (at: string) => howKnown('companies-house-company', id, '2026-11-02', at);
  expect(await known('2026-11-03T08:00:00.000Z')).toBe('first-look');
  expect(await known('2026-11-03T09:00:00.000Z')).toBe('listening');
});

async function look(
  number: string,
  topic: string,
  at: string,
  table: 'look' | 'look_answer',
  answer: LookAnswer = 'none',
): Promise<void> {
  const supplierId = await saveTestSupplier(db, number);
  await db.transaction().execute(async (trx) => {
    const name = `EXAMPLE ${number} LTD`;
    const ref = { scheme: 'GB-COH' as const, id: CompanyNumber.parse(number) };
    const mention = { name, printedRef: number, ref, postcode: null };
    const [saved] = (await saveMentions(trx, [mention])).values();
    const mentionId = saved?.id ?? '';
    await trx
      .updateTable('mention')
      .set({ supplier_id: supplierId, outcome: 'matched' })
      .where('id', '=', mentionId)
      .execute();
    const row = {
      mention_id: mentionId,
      topic,
      source_id: 'companies-house-company',
      first_at: at,
      last_at: at,
    };
    if (table === 'look') await trx.insertInto('look').values(row).execute();
    else
      await trx
        .insertInto('look_answer')
        .values({ ...row, answer })
        .execute();
  });
}

const openingsOf = (councils: readonly string[]) =>
  db.transaction().execute((trx) => findOpenings(trx, councils));

beforeEach(async () => {
  await db
    .updateTable('letter')
    .set({ begun_at: '2026-11-01T09:00:00Z' })
    .where('kind', '=', 'opening')
    .execute();
});

const handIn = (council: string, numbers: readonly string[]) =>
  asCouncil(db, council, (trx) =>
    saveRegister(trx, {
      council,
      fileName: 'contracts.csv',
      sha256: `${council} ${numbers.join()}`,
      uploadedBy: 'officer',
      columns: null,
      lines: numbers.map((number, at) => ({
        row: at + 2,
        supplierName: `EXAMPLE ${number} LTD`,
        printedRef: number,
        ref: { scheme: 'GB-COH' as const, id: CompanyNumber.parse(number) },
        title: 'Contract',
        valuePence: 100_00,
        vat: 'net',
        startsOn: '2026-01-01',
        endsOn: '2028-12-31',
        criticality: 'standard',
        owner: null,
        service: null,
        regime: 'unknown',
        details: {},
      })),
    }),
  );

test('an opening is begun by the first register, once, with what was recorded by then', async () => {
  await handIn(councilA.gss, ['99000003']);
  const begun = (await openingsOf([councilA.gss, councilB.gss])).get(councilA.gss);
  expect(begun).toMatchObject({ isSent: false, isSilent: false, isLoading: true });
  const newest = await db
    .selectFrom('document')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirstOrThrow();
  expect(begun?.lastDocument).toBe(newest.id);
  await howKnown('gazette-insolvency', null, null, '2026-11-07T08:30:00.000Z');
  await handIn(councilA.gss, ['99000003', '99000004']);
  const again = await openingsOf([councilA.gss, councilB.gss]);
  expect([...again.keys()]).toEqual([councilA.gss]);
  expect(again.get(councilA.gss)).toMatchObject({ id: begun?.id, lastDocument: begun?.lastDocument });
});

test('a supplier counts as looked at once profile and cases were asked for since a week before, whatever the answer', async () => {
  const supplierIds = await Promise.all(
    ['99000003', '99000004'].map((number) => saveTestSupplier(db, number)),
  );
  for (const [at, line] of (
    await db.selectFrom('register_line').select('id').orderBy('nth', 'desc').limit(2).execute()
  ).entries())
    await db
      .updateTable('register_line')
      .set({ supplier_id: supplierIds[1 - at] ?? null, match_outcome: 'matched' })
      .where('id', '=', line.id)
      .execute();
  const looks = async () =>
    (
      await findOpeningPart(
        db,
        councilA.gss,
        '2026-11-02',
        watchAt('2026-11-02T12:00:00Z'),
        '2026-11-01T09:00:00.000Z',
      )
    ).looks;
  // A register that replaces another is in force once its lines are matched, and its suppliers are waited for then.
  expect(await looks()).toMatchObject({ done: 0, of: 0 });
  const waiting = await db
    .selectFrom('register_upload')
    .select('id')
    .where('council', '=', councilA.gss)
    .where('waits', '=', true)
    .executeTakeFirstOrThrow();
  await db.transaction().execute((trx) => takeOver(trx, waiting.id));
  expect(await looks()).toMatchObject({ done: 0, of: 2, lastAt: null, isMatched: false });
  await db.updateTable('register_upload').set({ matched_at: '2026-11-01T09:01:00Z' }).execute();
  await look('99000003', 'company-profile', '2026-11-01T10:00:00.000Z', 'look');
  await look('99000004', 'company-profile', '2026-10-25T08:59:00.000Z', 'look');
  await look('99000004', 'insolvency-cases', '2026-10-25T09:01:00.000Z', 'look');
  expect(await looks()).toMatchObject({ done: 0, of: 2, isMatched: true });
  await look('99000003', 'insolvency-cases', '2026-11-01T10:01:00.000Z', 'look_answer');
  expect(await looks()).toMatchObject({ done: 1, of: 2, lastAt: '2026-11-01T10:01:00.000Z' });
  // Of a number that was never issued there are no cases to ask for: the report does not wait for them.
  for (const elsewhere of ['gone', 'not-held'] as const) {
    await look('99000004', 'company-profile', '2026-11-01T10:02:00.000Z', 'look_answer', elsewhere);
    expect(await looks()).toMatchObject({ done: 2, of: 2, lastAt: '2026-11-01T10:02:00.000Z' });
    await db.deleteFrom('look_answer').where('answer', '=', elsewhere).execute();
  }
  // Where it was found since there are.
  await look('99000004', 'company-profile', '2026-11-01T10:02:00.000Z', 'look_answer', 'gone');
  await look('99000004', 'company-profile', '2026-11-01T10:03:00.000Z', 'look_answer', 'found');
  await db.deleteFrom('look').where('topic', '=', 'insolvency-cases').execute();
  expect(await looks()).toMatchObject({ done: 1, of: 2 });
  await db.deleteFrom('look_answer').where('answer', 'in', ['gone', 'found']).execute();
});

const officer = (council: string, address: string, levels: readonly RiskBand[]) =>
  asCouncil(db, council, (trx) => saveRecipient(trx, { council, address, role: 'officer', levels }));

test('a report waits until its council has named somebody, and goes once to whoever is there and told of any level', async () => {
  await db.updateTable('recipient').set({ active: false }).execute();
  const over = `2026-11-02T09:00:00Z`;
  expect(OPENING_WAITS_HOURS).toBe(24);
  expect(await sendLetters(db, watchAt(over))).toEqual({ opening: 0, 'catch-up': 0 });
  await officer(councilA.gss, 'one@example.org', ['insolvent']);
  await officer(councilA.gss, 'two@example.org', ['elevated', 'severe']);
  await officer(councilA.gss, 'none@example.org', []);
  await officer(councilB.gss, 'other@example.org', ['insolvent']);
  expect(await sendLetters(db, watchAt('2026-11-02T08:59:00Z'))).toEqual({ opening: 0, 'catch-up': 0 });
  expect(await sendLetters(db, watchAt(over))).toEqual({ opening: 1, 'catch-up': 0 });
  expect(await sendLetters(db, watchAt(over))).toEqual({ opening: 0, 'catch-up': 0 });
  const told = await db
    .selectFrom('delivery')
    .select('recipient')
    .where('letter_id', 'is not', null)
    .orderBy('recipient')
    .execute();
  expect(told.map(({ recipient }) => recipient)).toEqual(['one@example.org', 'two@example.org']);
  expect((await openingsOf([councilA.gss])).get(councilA.gss)).toMatchObject({ isSent: true });
});

test('late facts of a council gather in one letter, which is not sent while nothing has joined it', async () => {
  const gather = () =>
    db.transaction().execute((trx) => gatherCatchUps(trx, [councilB.gss, councilA.gss, councilB.gss]));
  const first = await gather();
  expect([...first.keys()].toSorted()).toEqual([councilB.gss, councilA.gss].toSorted());
  expect(await gather()).toEqual(first);
  expect((await findPendingLetters(db)).map(({ kind, joinedAt }) => [kind, joinedAt])).toEqual([
    ['catch-up', null],
    ['catch-up', null],
  ]);
  expect(await sendLetters(db, watchAt('2026-12-31T09:00:00Z'))).toEqual({ opening: 0, 'catch-up': 0 });
});
