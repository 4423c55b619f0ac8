import {
  asCouncil,
  findAdjournments,
  findAlertDossier,
  findEarlierAlert,
  findHearings,
  findTellings,
  openDatabase,
  recordAdjournment,
  tellEndings,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { eventDay } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { score } from '../../services/scoring/src/score.ts';
import { emptied } from '../support/emptied.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// What the mail of an alert tells, what it follows up, and what is told together when the rules have changed.

const TODAY = '2026-11-23';
let database: FreshDatabase;
let db: Db;
let owner: Db;
let one: string;
let two: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
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
    'delivery',
    'adjournment',
    'alert',
    'current_assessment',
    'assessment',
    'register_line',
  );
  await emptied(owner, 'register_upload', 'spend_file', 'document', 'setting', 'outbox');
});

async function alert(
  supplierId: string,
  cause: string,
  set: Readonly<Record<string, unknown>> = {},
  council = councilA.gss,
): Promise<string> {
  const assessmentId = await saveTestAssessment(db, supplierId, TODAY);
  const id = await raiseTestAlert(db, { council, supplierId, assessmentId }, cause);
  await db
    .updateTable('alert')
    .set({ kind: 'formal', ...set } as never)
    .where('id', '=', id)
    .execute();
  return id;
}
const tellings = (...ids: readonly string[]) => db.transaction().execute((trx) => findTellings(trx, ids));

test('the mail of an alert tells of itself and then of those that are told in it, and of no other', async () => {
  const head = await alert(one, 'formal:one');
  const other = await alert(two, 'formal:two');
  const first = await alert(one, 'formal:three', { told_with: head });
  const second = await alert(two, 'formal:four', { told_with: head });
  await alert(one, 'formal:five', { told_with: other });
  const told = await tellings(head);
  expect([...told.keys()]).toEqual([head]);
  expect(told.get(head)?.dossiers.map((one) => one.alert.id)).toEqual([head, first, second]);
});

test('a follow-up is told with the alert that it follows, of the same council and supplier', async () => {
  const first = await alert(one, 'formal:one');
  await alert(two, 'formal:one');
  await alert(one, 'formal:one', {}, councilB.gss);
  const next = await alert(one, 'formal:one:ended', { kind: 'ended' });
  const lost = await alert(one, 'formal:two:ended', { kind: 'ended' });
  const told = await tellings(first, next, lost);
  expect([first, next, lost].map((id) => told.get(id)?.earlier?.id)).toEqual([undefined, first, undefined]);
  const dossier = told.get(next)?.dossiers[0];
  const earlier = await db
    .transaction()
    .execute(async (trx) => dossier && findEarlierAlert(trx, dossier.alert));
  expect(earlier?.id).toBe(first);
});

test('a later hearing is known of the supplier and to the council that recorded it, in the order of recording', async () => {
  const id = await alert(one, 'formal:one');
  const ofB = await alert(one, 'formal:one', {}, councilB.gss);
  const of = await alert(two, 'formal:one');
  const record = (alertId: string, council: string, hearingOn: string) =>
    asCouncil(db, council, (trx) =>
      recordAdjournment(trx, alertId, { hearingOn, evidence: 'court list' }, 'Ann'),
    );
  expect(await record(id, councilA.gss, '2026-12-20')).toBe(true);
  expect(await record(id, councilA.gss, '2026-12-10')).toBe(true);
  expect(await record(ofB, councilB.gss, '2026-12-15')).toBe(true);
  expect(await record(of, councilA.gss, '2026-12-16')).toBe(true);
  expect(await record('999999', councilA.gss, '2026-12-16')).toBe(false);
  // Days in which no court sits, as some were kept before they were checked.
  for (const day of ['9999-12-31', '1900-01-01']) expect(await record(id, councilA.gss, day)).toBe(true);
  const found = await findAdjournments(db, [one]);
  expect([...found.keys()]).toEqual([one]);
  expect(found.get(one)?.map(({ hearingOn }) => hearingOn)).toEqual([
    '2026-12-20',
    '2026-12-10',
    '2026-12-15',
  ]);
  const dossier = await db.transaction().execute((trx) => findAlertDossier(trx, id));
  expect(dossier?.adjournments.map(({ hearingOn }) => hearingOn)).toEqual(['2026-12-20', '2026-12-10']);
});

test('hearings are of petitions about which the council still has to do something, in the order of its alerts', async () => {
  const petitions = ['raised', 'assigned', 'dismissed', 'superseded', 'acknowledged'];
  for (const [at, status] of petitions.entries())
    await alert(one, `formal:winding-up-petition:${at}`, { status });
  const events = petitions.map((_, at) => ({
    ref: `winding-up-petition:${at}`,
    family: 'winding-up-petition',
    on: '2026-11-20',
    title: 'Winding-up petition',
    life: { from: '2026-11-20', hearingOn: `2026-12-0${at + 1}`, steps: [], lookedOn: null },
    evidence: [],
  }));
  await db
    .updateTable('assessment')
    .set({ formal_events: JSON.stringify(events) })
    .execute();
  const hearings = (of: string) => asCouncil(db, of, findHearings);
  const days = (await hearings(councilA.gss)).map(({ hearingOn }) => hearingOn);
  expect(days).toEqual(['2026-12-01', '2026-12-02', '2026-12-05']);
});

async function register(council: string, supplierId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into register_upload (council, file_name, sha256, line_count, uploaded_by)
    values (${council}, 'a.csv', gen_random_uuid(), 1, 'officer') returning id`.execute(db);
  await sql`insert into register_line (upload_id, council, row, supplier_name, supplier_id, match_outcome, title, value_pence, vat, starts_on, ends_on)
    values (${rows[0]?.id}, ${council}, 2, 'Example', ${supplierId}, 'matched', 'Care', 100, 'net', '2026-01-01', '2028-12-31')`.execute(
    db,
  );
}

test('an alert is told with the other councils that depend on the supplier, and not with its own', async () => {
  const id = await alert(one, 'formal:one');
  await register(councilA.gss, one);
  await register(councilB.gss, one);
  const dossier = () => db.transaction().execute((trx) => findAlertDossier(trx, id));
  expect((await dossier())?.others).toEqual([{ name: councilB.name, onRecord: false }]);
  expect((await dossier())?.council).toEqual({ code: councilA.gss, name: councilA.name });
  expect(await db.transaction().execute((trx) => findAlertDossier(trx, '999999'))).toBeUndefined();
});

test('an alert of a replay says that it is one', async () => {
  const id = await alert(one, 'formal:one');
  const read = () => db.transaction().execute((trx) => findAlertDossier(trx, id));
  await writeSetting(db, 'sample', 'A sample of the past');
  expect(await read()).toMatchObject({ sampleBanner: null });
  await db.updateTable('alert').set({ replayed: true }).execute();
  expect(await read()).toMatchObject({ sampleBanner: 'A sample of the past' });
});

test('an alert is told beside the assessment before its own', async () => {
  const before = await saveTestAssessment(db, one, '2026-11-20');
  await db.updateTable('assessment').set({ score: 12 }).where('id', '=', before).execute();
  const id = await alert(one, 'formal:one');
  const read = () => db.transaction().execute((trx) => findAlertDossier(trx, id));
  expect((await read())?.previous).toBeNull();
  await db.updateTable('assessment').set({ previous_id: before }).where('as_of', '=', TODAY).execute();
  expect((await read())?.previous).toMatchObject({ score: 12 });
});

test('after a change of the rules a company that is gone is told of to whom only its going was told', async () => {
  await alert(two, 'information:solvent-winding-up', { kind: 'information' });
  const over = {
    ref: null,
    family: 'solvent-winding-up',
    how: 'dissolved',
    days: { eventDay: eventDay('2026-11-22'), publishedOn: eventDay('2026-11-22'), seenAt: null },
    evidence: [],
  };
  expect(await tellEndings(db)).toEqual({ alerts: 0, councils: 0 });
  await db
    .updateTable('assessment')
    .set({ endings: JSON.stringify([over]) } as never)
    .where('supplier_id', '=', two)
    .execute();
  expect(await tellEndings(db)).toEqual({ alerts: 1, councils: 1 });
  const causes = await db.selectFrom('alert').select('cause').where('kind', '=', 'ended').execute();
  expect(causes).toEqual([{ cause: 'information:solvent-winding-up:ended' }]);
});

test('a score is told of where something stood against the supplier before, or its hearing was adjourned; else not', async () => {
  const isTold = async (supplierId: string) => {
    await sql`delete from outbox`.execute(owner);
    const work = { message: { v: 1, supplierIds: [supplierId] }, finish: async () => {}, afterDeath: false };
    await score(db, work as never, () => TODAY);
    const told = await db.selectFrom('outbox').select('message').where('queue', '=', 'notify').execute();
    return told.length > 0;
  };
  await saveTestAssessment(db, one, '2026-11-20');
  expect(await isTold(one)).toBe(false);
  const stood = {
    ref: 'winding-up-petition:1',
    family: 'winding-up-petition',
    on: '2026-11-01',
    title: 'Petition',
  };
  await sql`delete from current_assessment where supplier_id = ${one}`.execute(owner);
  await sql`delete from assessment where supplier_id = ${one} and as_of = ${TODAY}`.execute(owner);
  await db
    .updateTable('assessment')
    .set({ formal_events: JSON.stringify([{ ...stood, evidence: [] }]) } as never)
    .where('supplier_id', '=', one)
    .execute();
  expect(await isTold(one)).toBe(true);
  expect(await isTold(two)).toBe(false);
  const petition = await alert(two, 'formal:winding-up-petition:7');
  await sql`delete from current_assessment where supplier_id = ${two}`.execute(owner);
  const known = { hearingOn: '2026-12-20', evidence: 'court list' };
  await asCouncil(db, councilA.gss, (trx) => recordAdjournment(trx, petition, known, 'Ann'));
  expect(await isTold(two)).toBe(true);
});

test('after a change of the rules what has ended is told in one mail a council, and never again', async () => {
  await alert(two, 'formal:winding-up-petition:1');
  const first = await alert(one, 'formal:winding-up-petition:2');
  await alert(one, 'formal:winding-up-petition:3', { status: 'superseded' });
  const band = await alert(one, 'band:severe:1', { kind: 'band' });
  await alert(one, 'formal:winding-up-petition:2', {}, councilB.gss);
  await sql`delete from outbox`.execute(owner);
  expect(await tellEndings(db)).toEqual({ alerts: 3, councils: 2 });
  const told = await db
    .selectFrom('alert')
    .select(['id', 'council', 'supplier_id', 'cause', 'told_with'])
    .where('kind', '=', 'ended')
    .orderBy('council', 'desc')
    .orderBy('nth')
    .execute();
  expect(told.map(({ council, supplier_id, cause }) => [council, supplier_id, cause])).toEqual([
    [councilA.gss, two, 'formal:winding-up-petition:1:ended'],
    [councilA.gss, one, 'formal:winding-up-petition:2:ended'],
    [councilB.gss, one, 'formal:winding-up-petition:2:ended'],
  ]);
  expect(told.map(({ told_with }) => told_with)).toEqual([null, told[0]?.id, null]);
  const mails = await db
    .selectFrom('delivery')
    .select(['alert_id', 'recipient'])
    .where(
      'alert_id',
      'in',
      told.map(({ id }) => id),
    )
    .orderBy('council', 'desc')
    .execute();
  expect(mails).toEqual([
    { alert_id: told[0]?.id, recipient: officerOf(councilA.gss) },
    { alert_id: told[2]?.id, recipient: officerOf(councilB.gss) },
  ]);
  const statuses = await db
    .selectFrom('alert')
    .select(['id', 'status'])
    .where('id', 'in', [first, band])
    .orderBy('nth')
    .execute();
  expect(statuses.map(({ status }) => status)).toEqual(['superseded', 'raised']);
  expect(await tellEndings(db)).toEqual({ alerts: 0, councils: 0 });
});
