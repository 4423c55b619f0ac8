import { defaultSubscription, materialityOf, ownDays, type Subscription } from '@tocsin/alerting';
import {
  actOnAlerts,
  asCouncil,
  askForNotice,
  findReasons,
  openDatabase,
  raiseAlerts,
  redirectLeavers,
  saveSubscription,
  saveTellingRule,
  tieToPerson,
  type Db,
  type NewAlert,
} from '@tocsin/db';
import { GssCode, Pence, SupplierId, type Criticality } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findMails } from '../../services/notifier/src/find-mails.ts';
import { escalateAll, sendDigests, tellAssignments } from '../../services/notifier/src/send-digests.ts';
import { sendNotices } from '../../services/notifier/src/send-letters.ts';
import { emptied } from '../support/emptied.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, councilB, officerOf, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// Who is told at a council whose people sign in: at once, in a digest, or when nobody acknowledges.

let database: FreshDatabase;
let db: Db;
let web: Db;
let owner: Db;
let supplierId: string;
let assessmentId: string;
const people = { olu: '', cara: '', ada: '' };
const gss = councilA.gss;
const inbox = 'contracts@council.example';

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  await db.updateTable('recipient').set({ active: false }).where('council', '=', gss).execute();
  await seedTenant(db, gss);
  people.olu = await seedPerson(db, database, gss, 'olu', ['officer']);
  people.cara = await seedPerson(db, database, gss, 'cara', ['contract-manager']);
  people.ada = await seedPerson(db, database, gss, 'ada', ['administrator']);
  supplierId = await saveTestSupplier(db, '99000001');
  assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
});
afterAll(async () => {
  await Promise.all([db.destroy(), web.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await emptied(
    owner,
    'delivery',
    'telling',
    'letter',
    'alert_action',
    'alert',
    'outbox',
    'subscription',
    'responsible',
    'telling_rule',
  );
  await asCouncil(web, gss, async (trx) => {
    await saveTellingRule(trx, gss, { lines: {}, inbox, headOfProcurement: null, mailBy: 'smtp' }, 'test');
    await tieToPerson(trx, gss, { of: 'owner', printed: 'Adult social care', personId: people.cara }, 'test');
  });
});

const addressOf = (name: keyof typeof people) => `${name}@directory.example`;
const choose = (name: keyof typeof people, chosen: Partial<Subscription>) =>
  asCouncil(web, gss, (trx) =>
    saveSubscription(trx, gss, people[name], { ...defaultSubscription(['officer']), ...chosen }, 'test'),
  );

const alertOf = (
  cause: string,
  rest: Partial<NewAlert> = {},
  criticality: Criticality = 'standard',
): NewAlert => ({
  council: gss,
  supplierId,
  assessmentId,
  cause,
  kind: cause.startsWith('formal') ? 'formal' : 'band',
  title: 'Risk band raised to elevated',
  fromBand: null,
  toBand: 'elevated',
  fromLevel: null,
  toLevel: 'elevated',
  levelBecause: null,
  asOf: '2026-11-23',
  days: ownDays('2026-11-23'),
  exposure: {
    council: GssCode.parse(gss),
    supplierId: SupplierId.parse(supplierId),
    asOf: '2026-11-23',
    contracts: [
      {
        ref: 'register:1',
        origin: 'register',
        title: 'Respite care',
        startsOn: null,
        endsOn: null,
        value: null,
        valueLeft: { pence: Pence.parse(710_000_00), vat: 'net' },
        criticality,
        owner: 'Adult social care',
        service: 'Care',
        regime: 'unknown',
        url: null,
      },
    ],
    spendLast12Months: null,
    basis: 'contract',
  },
  replayed: false,
  ...rest,
});

const raise = async (alert: NewAlert) =>
  (await db.transaction().execute((trx) => raiseAlerts(trx, [alert])))[0]?.id ?? '';
const sentTo = async () =>
  (await db.selectFrom('delivery').select('recipient').orderBy('nth').execute()).map(
    ({ recipient }) => recipient,
  );
const reasons = (id: string) => asCouncil(web, gss, (trx) => findReasons(trx, id));

/** Lets time pass: what was due in so many hours is due now. */
const pass = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test('a formal event is sent at once to the owner, the inbox and the officer, each with a recorded reason', async () => {
  const id = await raise(alertOf('formal:one'));
  expect((await sentTo()).toSorted()).toEqual([addressOf('cara'), inbox, addressOf('olu')].toSorted());
  const told = await reasons(id);
  expect(told.find(({ address }) => address === addressOf('cara'))?.reason).toEqual({
    as: 'owner',
    of: 'Adult social care',
    pence: 710_000_00,
    insteadOf: null,
  });
  expect(told.every(({ how }) => how === 'at-once')).toBe(true);
});

test('an estimate waits for the digest, which is one letter a day to each, and nothing of it is lost', async () => {
  await choose('olu', { digest: 'daily' });
  await raise(alertOf('band:elevated:1'));
  expect(await sentTo()).toEqual([]);
  expect(await sendDigests(db, pass(0))).toBe(0);
  const nextDay = pass(25);
  expect(await sendDigests(db, nextDay)).toBeGreaterThan(0);
  expect(await sentTo()).toContain(addressOf('olu'));
  // Too late for this morning: in the next one, and no second digest of the day.
  await raise(alertOf('band:elevated:2'));
  await db.updateTable('telling').set({ due_at: nextDay }).where('letter_id', 'is', null).execute();
  expect(await sendDigests(db, nextDay)).toBe(0);
  await sendDigests(db, pass(25 + 24));
  const told = await db
    .selectFrom('telling')
    .select(({ fn }) => ['address', fn.count<string>('letter_id').distinct().as('letters')])
    .groupBy('address')
    .orderBy('address')
    .execute();
  expect(told.find(({ address }) => address === addressOf('olu'))?.letters).toBe('2');
  expect((await sentTo()).filter((one) => one === addressOf('olu'))).toHaveLength(2);
});

test('what follows up an alert of a digest is in a digest, of one that was sent in a mail', async () => {
  const solvent = 'information:solvent-winding-up';
  const first = await raise(alertOf(solvent, { kind: 'information' }));
  const then = await raise(alertOf(`${solvent}:ended`, { kind: 'ended', follows: [first] }));
  expect(await sentTo()).toEqual([]);
  expect((await reasons(then)).map(({ address, how }) => [address, how])).toEqual(
    (await reasons(first)).map(({ address, how }) => [address, how]),
  );
  const formal = await raise(alertOf('formal:one'));
  const over = await raise(alertOf('formal:one:ended', { kind: 'ended', follows: [formal] }));
  expect(
    (await reasons(over)).every(({ how, reason }) => how === 'at-once' && reason.as === 'told-before'),
  ).toBe(true);
});

test('of what nobody acknowledges in time the next is told, then the administrator, and then nobody more', async () => {
  const isDue = () =>
    db
      .updateTable('alert')
      .set({ acknowledge_by: pass(-1) })
      .execute();
  await asCouncil(web, gss, (trx) =>
    saveTellingRule(
      trx,
      gss,
      { lines: {}, inbox: null, headOfProcurement: people.olu, mailBy: 'smtp' },
      'test',
    ),
  );
  await choose('olu', { follows: 'own' });
  const id = await raise(alertOf('formal:one', {}, 'critical'));
  // 710,000 pounds are above the head's line: she is told already.
  expect((await sentTo()).toSorted()).toEqual([addressOf('cara'), addressOf('olu')].toSorted());
  expect(await escalateAll(db, pass(0))).toBe(0);
  await isDue();
  expect(await escalateAll(db, pass(0))).toBe(1);
  expect((await sentTo()).at(-1)).toBe(addressOf('ada'));
  const last = (await reasons(id)).find(({ address }) => address === addressOf('ada'));
  expect(last?.reason.as).toBe('not-acknowledged');
  await isDue();
  expect(await escalateAll(db, pass(0))).toBe(0);
  expect(await db.selectFrom('alert').select(['acknowledge_by', 'escalated']).execute()).toEqual([
    { acknowledge_by: null, escalated: 2 },
  ]);
  expect(await sentTo()).toHaveLength(3);
});

test('who has an alert in her digest alone is told by herself when nobody has acknowledged it', async () => {
  const rule = { lines: {}, inbox: null, headOfProcurement: people.olu, mailBy: 'smtp' } as const;
  await asCouncil(web, gss, (trx) => saveTellingRule(trx, gss, rule, 'test'));
  await choose('olu', { follows: 'own', how: 'digest' });
  await raise(alertOf('formal:one'));
  expect(await sentTo()).toEqual([addressOf('cara')]);
  await db
    .updateTable('alert')
    .set({ acknowledge_by: pass(-1) })
    .execute();
  expect(await escalateAll(db, pass(0))).toBe(1);
  expect(await sentTo()).toEqual([addressOf('cara'), addressOf('olu')]);
});

test('nothing that waits is sent to who has left: whoever is to be told by now is, of what is to be looked at the next day', async () => {
  const rule = { lines: {}, inbox: null, headOfProcurement: null, mailBy: 'smtp' } as const;
  await asCouncil(web, gss, (trx) => saveTellingRule(trx, gss, rule, 'test'));
  await choose('olu', { follows: 'own' });
  const waits = await raise(alertOf('band:elevated:1'));
  const sent = await raise(alertOf('formal:one'));
  const review = { contract: 'one', cause: 'break', person_id: people.cara, reason: '{}', said: '{}' };
  await owner
    .insertInto('review_telling')
    .values({ council: gss, channel: 'smtp', address: addressOf('cara'), due_at: pass(25), ...review })
    .execute();
  const redirect = () => db.transaction().execute((trx) => redirectLeavers(trx, pass(0)));
  expect(await redirect()).toBe(0);
  const end = (at: string | null) =>
    owner.updateTable('membership').set({ ended_at: at }).where('person_id', '=', people.cara).execute();
  await end(pass(-1));
  expect(await redirect()).toBe(2);
  expect(await redirect()).toBe(0);
  await end(null);
  const told = async (id: string) => (await reasons(id)).map(({ address, how }) => `${address} ${how}`);
  expect(await told(waits)).toEqual([`${addressOf('ada')} digest`]);
  expect((await told(sent)).toSorted()).toEqual([
    `${addressOf('ada')} at-once`,
    `${addressOf('cara')} at-once`,
  ]);
  const deliveries = await db.selectFrom('delivery').select(['recipient', 'status']).orderBy('nth').execute();
  expect(deliveries).toEqual([
    { recipient: addressOf('cara'), status: 'permanent-failure' },
    { recipient: addressOf('ada'), status: 'created' },
  ]);
  expect(await db.selectFrom('review_telling').selectAll().execute()).toEqual([]);
});

test('what somebody has acknowledged, and what is for the digest, is told to nobody else', async () => {
  await raise(alertOf('formal:one'));
  await raise(alertOf('band:elevated:1'));
  const waits = await db.selectFrom('alert').select(['cause', 'acknowledge_by']).orderBy('nth').execute();
  expect(waits.map(({ acknowledge_by: by }) => by === null)).toEqual([false, true]);
  await db
    .updateTable('alert')
    .set({ status: 'acknowledged', acknowledge_by: pass(-1) })
    .execute();
  expect(await escalateAll(db, pass(0))).toBe(0);
});

const assign = (id: string, to: string, by = `person ${people.ada}`) =>
  asCouncil(web, gss, (trx) => actOnAlerts(trx, gss, [id], { action: 'assign', to, owner: to }, by));
/** What is mailed to each, as the notifier writes it. */
const mailsNow = () =>
  db.transaction().execute(async (trx) => {
    const deliveries = await trx.selectFrom('delivery').selectAll().orderBy('nth').execute();
    const mailOf = await findMails({ publicUrl: 'https://tocsin.example' }, trx, deliveries);
    return deliveries.map((one) => ({ to: one.recipient, mail: mailOf(one) }));
  });

/** Who is told of assignments now. */
const toldNow = async () => {
  await owner.deleteFrom('delivery').execute();
  await tellAssignments(db, pass(0));
  return (await sentTo()).toSorted();
};

test('whoever is given an alert is told at once, with the owner of its contract, once, and not who gave it', async () => {
  const id = await raise(alertOf('formal:one'));
  await assign(id, `person ${people.olu}`);
  expect(await toldNow()).toEqual([addressOf('cara'), addressOf('olu')]);
  const mails = Object.fromEntries((await mailsNow()).map(({ to, mail }) => [to, mail]));
  for (const name of ['cara', 'olu'] as const) {
    expect(mails[addressOf(name)]?.subject).toMatch(/^Assigned to Person olu: EXAMPLE 99000001 LTD/);
    expect(mails[addressOf(name)]?.text).toContain('Person ada has assigned this alert to Person olu.');
    expect(mails[addressOf(name)]?.link).toBe(`https://tocsin.example/alerts/${id}`);
  }
  expect(await toldNow()).toEqual([]);
  await assign(id, `person ${people.cara}`, `person ${people.cara}`);
  expect(await toldNow()).toEqual([]);
  await db
    .updateTable('alert')
    .set({ acknowledge_by: pass(-1) })
    .execute();
  expect(await escalateAll(db, pass(0))).toBe(0);
});

test('what a council hears of its own messages is mailed to its administrators, and names whom it is about', async () => {
  await owner.deleteFrom('delivery').execute();
  const place = { channel: 'smtp', address: 'gone@council.example' };
  await asCouncil(web, gss, async (trx) => {
    await askForNotice(trx, gss, { about: 'less', personId: people.olu });
    await askForNotice(trx, gss, { about: 'unreachable', ...place, said: 'unknown user' });
  });
  expect(await sendNotices(db, pass(0))).toBe(2);
  expect((await sentTo()).toSorted()).toEqual([addressOf('ada'), addressOf('ada')]);
  const subjects = (await mailsNow()).map(({ mail }) => mail.subject);
  expect(subjects).toEqual([
    'Person olu now gets estimates in the digest alone',
    'An address takes no messages',
  ]);
});

test('who is told by her digest has the alert in it once more, with why', async () => {
  await choose('olu', { digest: 'daily', how: 'digest' });
  const id = await raise(alertOf('band:elevated:1'));
  await sendDigests(db, pass(25));
  await assign(id, `person ${people.olu}`);
  expect(await toldNow()).toEqual([addressOf('cara')]);
  const again = (await reasons(id)).find(({ address }) => address === addressOf('olu'));
  expect([again?.reason.as, again?.waits]).toEqual(['assigned', true]);
});

test('of an assignment that was undone, followed by another or by a dismissal nobody is told', async () => {
  const id = await raise(alertOf('formal:one'));
  await assign(id, `person ${people.olu}`);
  const { id: deed } = await db.selectFrom('alert_action').select('id').executeTakeFirstOrThrow();
  await asCouncil(web, gss, (trx) => actOnAlerts(trx, gss, [id], { action: 'undo', deed }, 'person 1'));
  expect(await toldNow()).toEqual([]);
  await assign(id, `person ${people.olu}`);
  await assign(id, `person ${people.ada}`, 'person 1');
  expect(await toldNow()).toEqual([addressOf('ada'), addressOf('cara')]);
  await assign(id, `person ${people.olu}`);
  await asCouncil(web, gss, (trx) =>
    actOnAlerts(trx, gss, [id], { action: 'dismiss', reason: 'ended' }, 'person 1'),
  );
  expect(await toldNow()).toEqual([]);
});

test('lines of the council count in the place of the defaults', async () => {
  const lines = { estimateFrom: Pence.parse(0) };
  expect(materialityOf(GssCode.parse(gss), lines).headFrom).toBe(100_000_00);
  await asCouncil(web, gss, (trx) =>
    saveTellingRule(trx, gss, { lines, inbox, headOfProcurement: null, mailBy: 'smtp' }, 'test'),
  );
  await raise(alertOf('band:severe:1', { toBand: 'severe', toLevel: 'severe' }));
  expect(await sentTo()).toHaveLength(3);
});

test('in quiet hours what may wait is sent when they end', async () => {
  const at = (hours: number) =>
    `${String((new Date(pass(hours)).getUTCHours() + 24) % 24).padStart(2, '0')}:00`;
  await choose('olu', { quietHours: { from: at(-3), to: at(3) }, formalPasses: false });
  await raise(alertOf('formal:one'));
  const { rows } = await sql<{ waits: boolean; deliveries: number }>`
    select available_at > now() + interval '1 hour' as waits, jsonb_array_length(message -> 'deliveryIds') as deliveries
    from outbox where queue = 'deliver' order by available_at`.execute(db);
  expect(rows).toEqual([
    { waits: false, deliveries: 2 },
    { waits: true, deliveries: 1 },
  ]);
});

test('a council where nobody signs in is told as the command line has named, at once and without escalation', async () => {
  await raise(alertOf('band:elevated:1', { council: councilB.gss }));
  expect(await sentTo()).toEqual([officerOf(councilB.gss)]);
  const told = await db.selectFrom('telling').select(['address', 'reason']).execute();
  expect(told.map(({ reason }) => reason.as)).toEqual(['named']);
});
