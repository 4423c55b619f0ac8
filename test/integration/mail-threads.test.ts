import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { defaultSubscription, ownDays, Subscription } from '@tocsin/alerting';
import {
  allowAddress,
  askForNotice,
  asCouncil,
  countReturned,
  findCouncilsToTell,
  findThreads,
  findLetter,
  findStopped,
  openDatabase,
  raiseAlerts,
  findReturnable,
  recordReturned,
  saveSubscription,
  saveTellingRule,
  tieToPerson,
  type Db,
  type NewAlert,
  type ReportOfMail,
} from '@tocsin/db';
import { GssCode, SupplierId, type RiskBand } from '@tocsin/domain';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bounceVerb } from '../../services/cli/src/bounce.ts';
import { sendDigests } from '../../services/notifier/src/send-digests.ts';
import { sendNotices } from '../../services/notifier/src/send-letters.ts';
import { emptied } from '../support/emptied.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// Which mails are one thread, and what becomes of an address whose mails come back.

let database: FreshDatabase;
let db: Db;
let web: Db;
let owner: Db;
let supplierId: string;
let assessmentId: string;
const people = { olu: '', ada: '' };
const gss = councilA.gss;
const inbox = 'contracts@council.example';
const later = '2027-01-04T09:00:00.000Z';

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  await db.updateTable('recipient').set({ active: false }).where('council', '=', gss).execute();
  await seedTenant(db, gss);
  people.olu = await seedPerson(db, database, gss, 'olu', ['officer']);
  people.ada = await seedPerson(db, database, gss, 'ada', ['administrator']);
  supplierId = await saveTestSupplier(db, '99000001');
  assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
});
afterAll(async () => {
  await Promise.all([db.destroy(), web.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  const tables = [
    'returned_mail',
    'stopped_address',
    'delivery',
    'alert',
    'letter',
    'outbox',
    'subscription',
  ];
  await emptied(owner, ...(tables as Parameters<typeof emptied>[1][]));
  await asCouncil(web, gss, (trx) =>
    saveTellingRule(trx, gss, { lines: {}, inbox: null, headOfProcurement: null, mailBy: 'smtp' }, 'test'),
  );
  await tie(people.olu);
});

const tie = (personId: string | null) =>
  asCouncil(web, gss, (trx) =>
    tieToPerson(trx, gss, { of: 'owner', printed: 'Adult social care', personId }, 'test'),
  );

const olu = { channel: 'smtp', address: 'olu@directory.example' };
const alertOf = (cause: string, rest: Partial<NewAlert> = {}, toBand: RiskBand = 'severe'): NewAlert => ({
  council: gss,
  supplierId,
  assessmentId,
  cause,
  kind: cause.startsWith('formal') ? 'formal' : 'band',
  title: 'Winding-up petition advertised',
  fromBand: null,
  toBand,
  fromLevel: null,
  toLevel: toBand,
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
        valueLeft: null,
        criticality: 'critical',
        owner: 'Adult social care',
        service: null,
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

/** Raises an alert and returns its number and that of the mail by which the officer is told of it. */
async function raised(alert: NewAlert): Promise<{ readonly id: string; readonly mail: string }> {
  const [one] = await db.transaction().execute((trx) => raiseAlerts(trx, [alert]));
  return { id: one?.id ?? '', mail: (await mailTo(olu.address)) ?? '' };
}

/** The newest mail to an address. */
async function mailTo(address: string): Promise<string | undefined> {
  const rows = db.selectFrom('delivery').select('id').where('recipient', '=', address).orderBy('nth', 'desc');
  return (await rows.limit(1).executeTakeFirst())?.id;
}

/** The mails before one in its thread. */
async function before(mail: string): Promise<readonly string[] | undefined> {
  const threads = await db.transaction().execute((trx) => findThreads(trx, [mail]));
  return threads.get(mail)?.earlier;
}

test('what became of an event answers the mail that told of it, and another event begins a thread of its own', async () => {
  const first = await raised(alertOf('formal:winding-up-petition:1'));
  const other = await raised(alertOf('formal:winding-up-petition:2'));
  const ended = await raised(
    alertOf('formal:winding-up-petition:1:ended', { kind: 'ended', follows: [first.id] }),
  );
  const order = await raised(alertOf('formal:liquidation:1', { overtakes: [ended.id] }));
  expect(await before(first.mail)).toEqual([]);
  expect(await before(other.mail)).toEqual([]);
  expect(await before(ended.mail)).toEqual([first.mail]);
  expect(await before(order.mail)).toEqual([first.mail, ended.mail]);
});

test('a band that rises again in one spell is told in its thread, and in the next spell in a new one', async () => {
  const first = await raised(alertOf('band:elevated:1'));
  const risen = await raised(alertOf('band:severe:1'));
  const next = await raised(alertOf('band:severe:2'));
  expect(await before(risen.mail)).toEqual([first.mail]);
  expect(await before(next.mail)).toEqual([]);
});

test('what was told in a digest is answered in its thread, and only to whom it was told there', async () => {
  await asCouncil(web, gss, (trx) =>
    saveSubscription(
      trx,
      gss,
      people.olu,
      { ...defaultSubscription(['officer']), onlyFormalAtOnce: true },
      'test',
    ),
  );
  await db.transaction().execute((trx) => raiseAlerts(trx, [alertOf('band:severe:1')]));
  expect(await mailTo(olu.address)).toBeUndefined();
  await sendDigests(db, later);
  const digest = await mailTo(olu.address);
  await asCouncil(web, gss, (trx) =>
    saveSubscription(trx, gss, people.olu, { ...defaultSubscription(['officer']), how: 'at-once' }, 'test'),
  );
  const risen = await raised(alertOf('band:insolvent:1'));
  expect(await before(risen.mail)).toEqual([digest]);
});

/** A report of the newest mail to an address. */
async function reportOf(address: string, of: Partial<ReportOfMail['report']> = {}, sha256 = 'one') {
  const { id, return_code: code } = await db
    .selectFrom('delivery')
    .select(['id', 'return_code'])
    .where('id', '=', (await mailTo(address)) ?? '')
    .executeTakeFirstOrThrow();
  const report = { action: 'failed', status: '5.1.1', said: '550 5.1.1 unknown user', ...of } as const;
  const given: ReportOfMail = { token: { deliveryId: id, code: code ?? '' }, report, sha256 };
  return given;
}
const comesBack = (report: ReportOfMail, at = '2026-11-23T12:00:00.000Z') =>
  db.transaction().execute((trx) => recordReturned(trx, report, at));
const toldNow = async () =>
  (await db.selectFrom('delivery').select('recipient').orderBy('nth').execute()).map((one) => one.recipient);

test('an address that takes no mail is stopped, who is next is told in its place, and the administrator hears of it', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  expect(await toldNow()).toEqual([olu.address]);
  expect(await comesBack(await reportOf(olu.address))).toBe('hard');
  const { status, last_error: said } = await db
    .selectFrom('delivery')
    .select(['status', 'last_error'])
    .where('recipient', '=', olu.address)
    .executeTakeFirstOrThrow();
  expect([status, said]).toEqual(['permanent-failure', 'The mail came back with the status 5.1.1']);
  expect(await toldNow()).toEqual([olu.address, 'ada@directory.example']);
  expect(await sendNotices(db, later)).toBe(1);
  const notice = await db
    .selectFrom('delivery')
    .select(['recipient', 'letter_id'])
    .orderBy('nth', 'desc')
    .executeTakeFirstOrThrow();
  const letter = await db.transaction().execute((trx) => findLetter(trx, { id: notice.letter_id ?? '' }));
  expect([notice.recipient, letter?.notice?.about]).toEqual(['ada@directory.example', 'unreachable']);
  await raised(alertOf('formal:winding-up-petition:2'));
  expect((await toldNow()).filter((one) => one === olu.address)).toHaveLength(1);
});

test('of two mails to an address, only the one that came back counts as not delivered', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  const report = await reportOf(olu.address);
  await raised(alertOf('formal:winding-up-petition:2'));
  await comesBack(report);
  const failed = db.selectFrom('delivery').select('id').where('status', '=', 'permanent-failure');
  expect((await failed.execute()).map(({ id }) => id)).toEqual([report.token.deliveryId]);
});

test('an administrator lets an address be tried again, and the log names no address', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  await comesBack(await reportOf(olu.address));
  const by = `person ${people.ada}`;
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toMatchObject([olu]);
  expect(await asCouncil(web, gss, (trx) => allowAddress(trx, gss, olu, by))).toBe(true);
  expect(await asCouncil(web, gss, (trx) => allowAddress(trx, gss, olu, by))).toBe(false);
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toEqual([]);
  const entries = await db
    .selectFrom('audit')
    .select(['actor', 'action', 'subject', 'detail'])
    .where('action', 'in', ['stopped an address', 'let an address be tried again'])
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  expect(entries.map(({ actor, subject }) => [actor, subject])).toEqual([
    [by, `address of person ${people.olu}`],
    ['return path', `address of person ${people.olu}`],
  ]);
  expect(JSON.stringify(entries)).not.toContain('@');
});

test('a mail comes back within 14 days, and once: who has seen it can say nothing more of it', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  const report = await reportOf(olu.address);
  const { token } = report;
  const sent = { updated_at: '2026-11-23T12:00:00.000Z' };
  await db.updateTable('delivery').set(sent).where('id', '=', token.deliveryId).execute();
  expect(await findReturnable(db, token, '2026-12-07T12:00:00.000Z')).toBeUndefined();
  expect(await findReturnable(db, token, '2026-12-07T11:59:59.999Z')).toMatchObject({ id: token.deliveryId });
  const by = (channel: string) =>
    db.updateTable('delivery').set({ channel }).where('id', '=', token.deliveryId).execute();
  await by('govuk-notify');
  expect(await findReturnable(db, token, '2026-11-24T12:00:00.000Z')).toBeUndefined();
  await by('smtp');
  expect(await comesBack(report)).toBe('hard');
  await asCouncil(web, gss, (trx) => allowAddress(trx, gss, olu, `person ${people.ada}`));
  expect(await findReturnable(db, token, '2026-11-24T12:00:00.000Z')).toBeUndefined();
  expect(await comesBack({ ...report, sha256: 'two' })).toBeUndefined();
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toEqual([]);
});

test('however many mails to an address are reported as unwanted within a day, the administrator hears of it once', async () => {
  const unwanted = { action: 'complaint', status: null } as const;
  const full = { status: '5.2.2', said: '552 5.2.2 mailbox full' };
  let spells = 0;
  const back = async (to: string, at: string, of: Partial<ReportOfMail['report']> = unwanted) => {
    spells += 1;
    await raised(alertOf(`formal:winding-up-petition:${spells}`));
    await comesBack(await reportOf(to, of, `report ${spells}`), at);
    return sendNotices(db, later);
  };
  expect(await back(olu.address, '2026-11-23T11:00:00.000Z', full)).toBe(0);
  expect(await back(olu.address, '2026-11-23T12:00:00.000Z')).toBe(1);
  expect(await back(olu.address, '2026-11-24T11:59:59.999Z')).toBe(0);
  await asCouncil(web, gss, (trx) =>
    saveTellingRule(trx, gss, { lines: {}, inbox, headOfProcurement: null, mailBy: 'smtp' }, 'test'),
  );
  await tie(null);
  // Of another address she hears, and of this one again a day after the last.
  expect(await back(inbox, '2026-11-24T12:00:00.000Z')).toBe(1);
  await tie(people.olu);
  expect(await back(olu.address, '2026-11-25T11:59:59.999Z')).toBe(1);
});

test('a mail that an operator hands over counts once, and one that is no report not at all', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  const { token } = await reportOf(olu.address);
  const shape = await readFile(
    path.join(import.meta.dirname, '../../packages/channels/src/fixtures/returned-exchange.eml'),
    'utf8',
  );
  const message = shape.replace('102.abcdefabcdef', `${token.deliveryId}.${token.code}`);
  const said: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  for (const text of [message, message, 'Subject: Hello\r\n\r\nHello'])
    await bounceVerb(db, Readable.from([Buffer.from(text)]));
  written.mockRestore();
  expect(said.map((line): unknown => JSON.parse(line))).toEqual([
    { deliveryId: token.deliveryId, kind: 'hard' },
    { deliveryId: token.deliveryId, kind: null },
    { deliveryId: null, kind: null },
  ]);
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toMatchObject([olu]);
});

test('a full mailbox is counted and nothing else, and one report counts once', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  const full = await reportOf(olu.address, { status: '5.2.2', said: '552 5.2.2 mailbox full' });
  expect(await comesBack(full)).toBe('soft');
  expect(await comesBack(full)).toBeUndefined();
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toEqual([]);
  const delivery = db.selectFrom('delivery').select('status').where('recipient', '=', olu.address);
  expect((await delivery.executeTakeFirstOrThrow()).status).toBe('created');
});

test('what came back most often stands first, by address and kind, as many as are asked for', async () => {
  const full = { status: '5.2.2', said: '552 5.2.2 mailbox full' };
  for (const [at, of] of [full, full, {}].entries()) {
    await raised(alertOf(`formal:winding-up-petition:${at + 1}`));
    await comesBack(await reportOf(olu.address, of, `report ${at}`));
  }
  const counted = (limit: number) => asCouncil(web, gss, (trx) => countReturned(trx, limit));
  const most = { address: olu.address, kind: 'soft', times: 2 };
  expect(await counted(1)).toMatchObject([most]);
  expect(await counted(2)).toMatchObject([most, { address: olu.address, kind: 'hard', times: 1 }]);
});

test('who has not seen a mail cannot say that it came back', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  const { token, ...rest } = await reportOf(olu.address);
  expect(await comesBack({ ...rest, token: { ...token, code: 'aaaaaaaaaaaa' } })).toBeUndefined();
  expect(await asCouncil(web, gss, (trx) => findStopped(trx))).toEqual([]);
});

test('who reports a mail as unwanted is sent formal events alone at once, and the administrator hears of it', async () => {
  await raised(alertOf('formal:winding-up-petition:1'));
  expect(await comesBack(await reportOf(olu.address, { action: 'complaint', status: null }))).toBe(
    'complaint',
  );
  const toTell = await db.transaction().execute((trx) => findCouncilsToTell(trx, [gss]));
  const reader = toTell.get(gss)?.people.find(({ id }) => id === people.olu);
  expect(Subscription.parse(reader?.subscription).onlyFormalAtOnce).toBe(true);
  expect(reader?.reachedAt).toEqual(olu);
  expect(await sendNotices(db, later)).toBe(1);
});

test('a shared inbox that takes no mail is none: who is next hears of what has no owner', async () => {
  await asCouncil(web, gss, (trx) =>
    saveTellingRule(trx, gss, { lines: {}, inbox, headOfProcurement: null, mailBy: 'smtp' }, 'test'),
  );
  await tie(null);
  await raised(alertOf('formal:winding-up-petition:1'));
  expect((await toldNow()).toSorted()).toEqual([inbox, olu.address].toSorted());
  await comesBack(await reportOf(inbox));
  expect(await toldNow()).toContain('ada@directory.example');
});

test('a notice to one place goes there alone, and of two who send it one does', async () => {
  await asCouncil(web, gss, (trx) => askForNotice(trx, gss, { about: 'test' }, olu));
  const sent = await Promise.all([sendNotices(db, later), sendNotices(db, later)]);
  expect(sent.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await toldNow()).toEqual([olu.address]);
});

test('notices are sent in the order in which they were asked for', async () => {
  const ada = { channel: 'smtp', address: 'ada@directory.example' };
  for (const to of [olu, ada, { ...olu, address: 'cara@directory.example' }])
    await asCouncil(web, gss, (trx) => askForNotice(trx, gss, { about: 'test' }, to));
  expect(await sendNotices(db, later)).toBe(3);
  expect(await toldNow()).toEqual([olu.address, ada.address, 'cara@directory.example']);
});
