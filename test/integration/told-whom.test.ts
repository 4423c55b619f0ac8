import { ownDays } from '@tocsin/alerting';
import {
  asCouncil,
  findAlert,
  findLateAlerts,
  findLetter,
  findOpenings,
  findPendingLetters,
  gatherCatchUps,
  lockPendingLetter,
  openDatabase,
  raiseAlerts,
  saveRecipient,
  sendLetter,
  type Db,
  type NewAlert,
} from '@tocsin/db';
import { GssCode, SupplierId, type RiskBand } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// To whom an alert and a letter go, row by row: who must be told, and who must not.

const successor = { gss: 'E06000911', name: 'East Example Council' };
let database: FreshDatabase;
let db: Db;
let owner: Db;
let supplierId: string;
let assessmentId: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db, { isNew: true, councils: [councilA, councilB, successor] });
  supplierId = await saveTestSupplier(db, '99000001');
  assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
const openingsOf = (councils: readonly string[]) =>
  db.transaction().execute((trx) => findOpenings(trx, councils));

beforeEach(async () => {
  await emptied(
    owner,
    'delivery',
    'alert',
    'letter',
    'recipient',
    'register_upload',
    'spend_file',
    'document',
  );
  await db.updateTable('council').set({ replaced_by: [], ends_on: null }).execute();
  await officer(councilA.gss, officerOf(councilA.gss), ['elevated', 'severe', 'insolvent']);
  await officer(councilB.gss, officerOf(councilB.gss), ['elevated', 'severe', 'insolvent']);
});

const officer = (council: string, address: string, levels: readonly RiskBand[], channel = 'smtp') =>
  asCouncil(db, council, (trx) => saveRecipient(trx, { council, address, role: 'officer', levels, channel }));
const leave = (address: string) =>
  db.updateTable('recipient').set({ active: false }).where('address', '=', address).execute();
const replaceA = () =>
  db
    .updateTable('council')
    .set({ replaced_by: [successor.gss] })
    .where('gss', '=', councilA.gss)
    .execute();

const alertOf = (cause: string, rest: Partial<NewAlert> = {}): NewAlert => ({
  council: councilA.gss,
  supplierId,
  assessmentId,
  cause,
  kind: 'band',
  title: 'Risk band raised to severe',
  fromBand: null,
  toBand: 'severe',
  fromLevel: null,
  toLevel: 'severe',
  levelBecause: null,
  asOf: '2026-11-23',
  days: ownDays('2026-11-23'),
  exposure: {
    council: GssCode.parse(rest.council ?? councilA.gss),
    supplierId: SupplierId.parse(supplierId),
    asOf: '2026-11-23',
    contracts: [],
    spendLast12Months: null,
    basis: 'contract',
  },
  replayed: false,
  ...rest,
});

/** Raises alerts and says to whom each of them goes. */
async function raised(...alerts: readonly NewAlert[]) {
  const records = await db.transaction().execute((trx) => raiseAlerts(trx, alerts));
  const rows = await db
    .selectFrom('delivery')
    .select(['alert_id', 'channel', 'recipient'])
    .orderBy('channel')
    .orderBy('recipient')
    .execute();
  return records.map(({ id }) => ({
    id,
    told: rows.filter((row) => row.alert_id === id).map(({ recipient }) => recipient),
  }));
}

const toldOfLetter = async (id: string) =>
  (
    await db
      .selectFrom('delivery')
      .select('recipient')
      .where('letter_id', '=', id)
      .orderBy('recipient')
      .execute()
  ).map(({ recipient }) => recipient);

test('an alert goes to those of its own council who are there and asked for its level', async () => {
  await officer(councilA.gss, 'insolvent@example.org', ['insolvent']);
  await officer(councilA.gss, 'severe@example.org', ['severe']);
  await officer(councilA.gss, 'left@example.org', ['severe']);
  await leave('left@example.org');
  const [severe, ofB, insolvent] = await raised(
    alertOf('band:severe:1'),
    alertOf('band:severe:1', { council: councilB.gss }),
    alertOf('band:insolvent:1', { toBand: 'insolvent' }),
  );
  expect(severe?.told).toEqual([officerOf(councilA.gss), 'severe@example.org']);
  expect(ofB?.told).toEqual([officerOf(councilB.gss)]);
  expect(insolvent?.told).toEqual(['insolvent@example.org', officerOf(councilA.gss)]);
});

test('what follows up an alert goes to those who were told of that one, and to nobody else, whoever is there now', async () => {
  const [first, other] = await raised(
    alertOf('formal:one'),
    alertOf('formal:two', { council: councilB.gss }),
  );
  await leave(officerOf(councilA.gss));
  await officer(councilA.gss, 'new@example.org', ['elevated', 'severe', 'insolvent']);
  const [next] = await raised(
    alertOf('formal:one:ended', { kind: 'ended', toBand: 'watch', follows: [first?.id ?? ''] }),
  );
  expect(next?.told).toEqual([officerOf(councilA.gss)]);
  const [nobody] = await raised(alertOf('formal:three', { follows: [] }));
  expect(nobody?.told).toEqual([]);
  expect(other?.told).toEqual([officerOf(councilB.gss)]);
});

test('what overtakes an alert goes to those who were told of that one and to those who ask for its level', async () => {
  await officer(councilA.gss, 'elevated@example.org', ['elevated']);
  const [first] = await raised(alertOf('band:elevated:1', { toBand: 'elevated' }));
  await leave('elevated@example.org');
  await officer(councilA.gss, 'new@example.org', ['insolvent']);
  const [next] = await raised(
    alertOf('formal:one', { kind: 'formal', toBand: 'insolvent', overtakes: [first?.id ?? ''] }),
  );
  expect(next?.told).toEqual(['elevated@example.org', 'new@example.org', officerOf(councilA.gss)].toSorted());
});

test('what follows up an alert of a letter goes to whoever got that letter', async () => {
  const letters = await db.transaction().execute((trx) => gatherCatchUps(trx, [councilA.gss, councilB.gss]));
  const letterId = letters.get(councilA.gss) ?? '';
  const [first] = await raised(alertOf('formal:one', { letterId }));
  await raised(alertOf('formal:two'));
  expect(first?.told).toEqual([]);
  const sent = { said: null, sentAt: '2026-11-24T09:00:00.000Z' };
  await db.transaction().execute(async (trx) => {
    for (const id of letters.values()) await sendLetter(trx, id, sent);
  });
  await leave(officerOf(councilA.gss));
  await officer(councilA.gss, 'new@example.org', ['severe']);
  const [next] = await raised(alertOf('formal:one:ended', { kind: 'ended', follows: [first?.id ?? ''] }));
  expect(next?.told).toEqual([officerOf(councilA.gss)]);
});

test('what is told in the mail of another alert, or in a letter, has no mail of its own', async () => {
  const [head] = await raised(alertOf('formal:one'));
  const letters = await db.transaction().execute((trx) => gatherCatchUps(trx, [councilA.gss]));
  const [beside, inLetter] = await raised(
    alertOf('formal:two', { toldWith: head?.id ?? '' }),
    alertOf('formal:three', { letterId: letters.get(councilA.gss) ?? '' }),
  );
  expect([head?.told, beside?.told, inLetter?.told]).toEqual([[officerOf(councilA.gss)], [], []]);
});

test('for a new council that has named nobody those are told whom the council before it had named, and once it has they are not', async () => {
  await replaceA();
  await officer(councilA.gss, 'insolvent@example.org', ['insolvent']);
  await officer(councilA.gss, 'left@example.org', ['severe']);
  await leave('left@example.org');
  const of = { council: successor.gss };
  const [first] = await raised(alertOf('formal:one', of));
  expect(first?.told).toEqual([officerOf(councilA.gss)]);
  const [followed] = await raised(alertOf('formal:two', { ...of, follows: [] }));
  expect(followed?.told).toEqual([]);
  await officer(successor.gss, 'own@example.org', ['severe']);
  const [second] = await raised(alertOf('formal:three', of));
  expect(second?.told).toEqual(['own@example.org']);
});

test('a cause that is raised twice at once is one alert, and of equal ones the first counts', async () => {
  const [only, another] = await raised(
    alertOf('formal:one', { title: 'First' }),
    alertOf('formal:one', { title: 'Second' }),
  );
  expect(another).toBeUndefined();
  expect((await findAlert(db, only?.id ?? ''))?.title).toBe('First');
  expect(await raised(alertOf('formal:one'))).toEqual([]);
  expect(await db.selectFrom('delivery').select('alert_id').execute()).toEqual([{ alert_id: only?.id }]);
});

async function begin(council: string, kind: 'opening' | 'catch-up', sentAt: string | null = null) {
  const { id } = await db
    .insertInto('letter')
    .values({ council, kind, sent_at: sentAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

test('a letter goes to whoever of its council is there and is told of any level', async () => {
  await officer(councilA.gss, 'none@example.org', []);
  await officer(councilA.gss, 'left@example.org', ['severe']);
  await leave('left@example.org');
  const id = await begin(councilA.gss, 'catch-up');
  const other = await begin(councilB.gss, 'catch-up');
  const sentAt = '2026-11-24T09:00:00.000Z';
  await db.transaction().execute((trx) => sendLetter(trx, id, { said: null, sentAt }));
  expect(await toldOfLetter(id)).toEqual([officerOf(councilA.gss)]);
  expect(await findLetter(db, { id })).toMatchObject({
    sentAt,
    kind: 'catch-up',
    council: { code: councilA.gss },
  });
  expect(await findLetter(db, { id: other })).toMatchObject({ sentAt: null });
  expect(await toldOfLetter(other)).toEqual([]);
});

test('the letter of a new council goes to whom the council before it had named, until it names somebody itself', async () => {
  await replaceA();
  await officer(councilA.gss, 'none@example.org', []);
  await officer(councilA.gss, 'left@example.org', ['severe']);
  await leave('left@example.org');
  const opening = await begin(successor.gss, 'opening');
  const sentAt = '2026-11-24T09:00:00.000Z';
  expect((await findPendingLetters(db)).map(({ id }) => id)).toEqual([opening]);
  await db.transaction().execute((trx) => sendLetter(trx, opening, { said: null, sentAt }));
  expect(await toldOfLetter(opening)).toEqual([officerOf(councilA.gss)]);
  await officer(successor.gss, 'own@example.org', []);
  const next = await begin(successor.gss, 'catch-up');
  expect(await findPendingLetters(db)).toEqual([]);
  await db.transaction().execute((trx) => sendLetter(trx, next, { said: null, sentAt }));
  expect(await toldOfLetter(next)).toEqual([]);
});

test('letters wait the oldest first, each with when an alert joined it last, where somebody is to be told', async () => {
  const late = await begin(councilB.gss, 'catch-up');
  const opening = await begin(councilA.gss, 'opening');
  await begin(councilA.gss, 'catch-up', '2026-11-24T09:00:00.000Z');
  await begin(successor.gss, 'opening');
  await raised(
    alertOf('formal:one', { council: councilB.gss, letterId: late }),
    alertOf('formal:two', { council: councilB.gss, letterId: late }),
  );
  await db
    .updateTable('alert')
    .set({ raised_at: '2026-11-20T09:00:00Z' })
    .where('cause', '=', 'formal:one')
    .execute();
  await db
    .updateTable('alert')
    .set({ raised_at: '2026-11-21T09:00:00Z' })
    .where('cause', '=', 'formal:two')
    .execute();
  expect((await findPendingLetters(db)).map(({ id, joinedAt }) => [id, joinedAt])).toEqual([
    [late, '2026-11-21T09:00:00.000Z'],
    [opening, null],
  ]);
});

test('of two who would send a letter one may, and of one that was sent nobody', async () => {
  const id = await begin(councilA.gss, 'opening');
  const other = await begin(councilB.gss, 'opening');
  const sent = await begin(councilA.gss, 'catch-up', '2026-11-24T09:00:00.000Z');
  const lock = (of: string) => db.transaction().execute((trx) => lockPendingLetter(trx, of));
  await db.transaction().execute(async (trx) => {
    expect(await lockPendingLetter(trx, id)).toEqual({ id });
    expect(await lock(id)).toBeUndefined();
    expect(await lock(other)).toEqual({ id: other });
  });
  expect(await lock(id)).toEqual({ id });
  expect(await lock(sent)).toBeUndefined();
});

test('the opening report of a council is that letter, whatever else it was sent', async () => {
  await begin(councilA.gss, 'catch-up', '2026-11-20T09:00:00.000Z');
  const opening = await begin(councilA.gss, 'opening');
  const ofB = await begin(councilB.gss, 'opening', '2026-11-21T09:00:00.000Z');
  expect(await findLetter(db, { openingOf: councilA.gss })).toMatchObject({ id: opening, kind: 'opening' });
  expect(await findLetter(db, { openingOf: successor.gss })).toBeUndefined();
  const openings = await openingsOf([councilA.gss, councilB.gss]);
  expect(openings.size).toBe(2);
  expect(openings.get(councilA.gss)).toMatchObject({ id: opening, isSent: false });
  expect(openings.get(councilB.gss)).toMatchObject({ id: ofB, isSent: true });
  expect([...(await openingsOf([councilB.gss])).keys()]).toEqual([councilB.gss]);
});

test('a council is still loading in the day after a register that stands or after its first file of spending', async () => {
  await begin(councilA.gss, 'opening');
  const isLoading = async () => (await openingsOf([councilA.gss])).get(councilA.gss)?.isLoading ?? false;
  const upload = (council: string, hours: number, undone: boolean) =>
    sql`insert into register_upload (council, file_name, sha256, line_count, uploaded_by, uploaded_at, undone_at)
      values (${council}, 'a.csv', ${`${council} ${hours}`}, 0, 'officer', now() - ${`${hours} hours`}::interval,
        ${undone ? sql`now()` : null})`.execute(db);
  expect(await isLoading()).toBe(false);
  await upload(councilB.gss, 1, false);
  await upload(councilA.gss, 2, true);
  await upload(councilA.gss, 25, false);
  expect(await isLoading()).toBe(false);
  await db.updateTable('register_upload').set({ undone_at: '2026-11-01T09:00:00Z' }).execute();
  await upload(councilA.gss, 23, false);
  expect(await isLoading()).toBe(true);
  await db.updateTable('register_upload').set({ undone_at: '2026-11-01T09:00:00Z' }).execute();
  expect(await isLoading()).toBe(false);
  const file = async (council: string, hours: number) => {
    const { rows } = await sql<{
      id: string;
    }>`insert into document (source_id, sha256, url, retrieved_at, body)
      values ('council-spend', ${`${council} ${hours}`}, 'x', now(), '') returning id`.execute(db);
    await sql`insert into spend_file (document_id, council, series, records, payments, redacted, refused, loaded_at)
      values (${rows[0]?.id}, ${council}, ${`s${hours}`}, 0, 0, 0, 0, now() - ${`${hours} hours`}::interval)`.execute(
      db,
    );
  };
  await file(councilB.gss, 30);
  await file(councilA.gss, 23);
  expect(await isLoading()).toBe(true);
  await file(councilA.gss, 25);
  expect(await isLoading()).toBe(false);
});

test('a letter tells the alerts whose reason still stands, in the order in which they were raised, or all where none does', async () => {
  const letterId = await begin(councilA.gss, 'catch-up');
  await raised(
    alertOf('formal:one', { letterId }),
    alertOf('formal:two', { letterId }),
    alertOf('formal:three', { letterId }),
    alertOf('formal:four'),
  );
  const late = async () =>
    (await db.transaction().execute((trx) => findLateAlerts(trx, letterId))).map(({ alert }) => alert.cause);
  const gone = (cause: string) =>
    db.updateTable('alert').set({ status: 'superseded' }).where('cause', '=', cause).execute();
  expect(await late()).toEqual(['formal:one', 'formal:two', 'formal:three']);
  await gone('formal:two');
  expect(await late()).toEqual(['formal:one', 'formal:three']);
  await gone('formal:one');
  await gone('formal:three');
  expect(await late()).toEqual(['formal:one', 'formal:two', 'formal:three']);
});
