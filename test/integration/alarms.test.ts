import { alarmCauses, type Alarm, type Mail } from '@tocsin/alerting';
import type { OperatorWay } from '@tocsin/channels';
import {
  askRetry,
  countDeliveries,
  expire,
  findAlarms,
  findAlarmsUnderWay,
  findStanding,
  findStuckDeliveries,
  findSystemPart,
  noteBackup,
  openDatabase,
  openFor,
  saveAlarms,
  trimAlarms,
  type Db,
} from '@tocsin/db';
import { HOUR_MS, MINUTE_MS } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWatcher, watchedCauses, type WatchPorts } from '../../services/ingest/src/watch-system.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';
import { silent } from '../support/system.ts';

let database: FreshDatabase;
let db: Db;
let operator: Db;
let owner: Db;
const clock = virtualClock(Date.parse('2026-11-23T10:00:00Z'));
const now = () => new Date(clock.now()).toISOString();

beforeAll(async () => {
  database = await freshDatabase();
  db = openFor('ingest', database.adminUrl, { max: 4 });
  operator = openFor('operator', database.adminUrl, { max: 1 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
});
afterAll(async () => {
  await Promise.all([db.destroy(), operator.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  told.splice(0);
  await db.deleteFrom('alarm').execute();
});

const told: string[] = [];
let takes: readonly string[] = [];
const ways: readonly OperatorWay[] = ['mail', 'webhook'].map((id) => ({
  id,
  hangsOn: [],
  async tell({ subject }: Mail) {
    if (takes.includes(id)) told.push(`${id}: ${subject}`);
    return takes.includes(id);
  },
}));
let isThere = true;
let called = 0;

function watcher(causes: readonly string[], said: Partial<WatchPorts> = {}) {
  return openWatcher({
    db,
    logger: silent,
    now,
    setting: () => undefined,
    pulse: async () => (isThere ? undefined : Promise.reject(new Error('away'))),
    heartbeats: async () => ({}),
    publishersClocks: () => [],
    disks: [],
    publicUrl: 'https://tocsin.example',
    ways,
    callListener: async () => ++called > 0,
    causes: alarmCauses.filter(({ id }) => causes.includes(id)),
    ...said,
  });
}

/** A minute later it is anybody's turn to look. */
async function rounds(watching: ReturnType<typeof watcher>, minutes = 1): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    clock.advance(MINUTE_MS);
    await db.deleteFrom('setting').where('key', 'like', 'turn:%').execute();
    await watching.round();
  }
}

test('what is wrong is told once, also after a restart, and once that it is over; the listener is called but while nobody was told', async () => {
  takes = ['mail'];
  await noteBackup(db, now());
  const watching = watcher(['backup-old']);
  await rounds(watching);
  expect([told, called]).toEqual([[], 1]);

  takes = [];
  clock.advance(37 * HOUR_MS);
  await rounds(watching, 2);
  expect([told, called]).toEqual([[], 1]);
  takes = ['webhook'];
  await rounds(watching);
  await rounds(watcher(['backup-old']), 2);
  expect([told, called]).toEqual([['webhook: Alarm: The backup is old'], 4]);
  expect(await findAlarms(operator, 10)).toMatchObject([{ cause: 'backup-old', endedAt: null }]);

  await noteBackup(db, now());
  await rounds(watching, 12);
  expect(told.slice(1)).toEqual(['webhook: Over: The backup is old']);
  expect((await findAlarms(operator, 10))[0]?.endedAt).not.toBeNull();
  clock.advance(37 * HOUR_MS);
  await rounds(watching);
  expect(told.slice(2)).toEqual(['webhook: Alarm: The backup is old']);
});

test('while the database is away that is told once, and kept when it is back', async () => {
  takes = ['mail'];
  const watching = watcher(['database-away', 'redis-away'], {
    heartbeats: () => Promise.reject(new Error('away')),
  });
  isThere = false;
  await rounds(watching, 4);
  expect(told.toSorted()).toEqual([
    'mail: Alarm: Redis does not answer',
    'mail: Alarm: The database does not answer',
  ]);
  isThere = true;
  await rounds(watching, 12);
  expect(told.slice(2)).toEqual(['mail: Over: The database does not answer']);
  expect((await findAlarms(operator, 10)).map(({ cause, endedAt }) => [cause, endedAt === null])).toEqual([
    ['redis-away', true],
    ['database-away', false],
  ]);
});

test('what is switched off is not watched, and a name that there is none of is refused with those that there are', async () => {
  takes = ['mail'];
  await rounds(watcher([], { causes: watchedCauses('clock-off, backup-old') }));
  expect(told.filter((one) => /clock|backup/.test(one))).toEqual([]);
  expect(() => watchedCauses('backup')).toThrow(/ALARMS_OFF: there is no alarm called backup. .*backup-old/);
});

test('the operator has what was put aside for one reason by then sent again, which is audited, and no other', async () => {
  const rows = await sql<{ id: string }>`
    insert into outbox (queue, message, dead_at, dead_reason) values ('score', '{}', now(), 'fault'),
      ('score', '{}', now(), null), ('notify', '{}', now(), 'fault'),
      ('score', '{}', now() + interval '1 hour', 'fault') returning id`.execute(db);
  const { putAside } = await findStanding(operator);
  expect(putAside.map(({ queue, reason, messages }) => `${queue} ${reason} ${messages}`)).toEqual([
    'notify fault 1',
    'score fault 2',
    'score not-kept 1',
  ]);
  await operator
    .transaction()
    .execute((trx) => askRetry(trx, { queue: 'score', reason: 'fault' }, 'person 1'));
  expect(await findSystemPart(operator, '2026-11-23')).toMatchObject({
    asked: [{ queue: 'score', reason: 'fault' }],
  });
  await rounds(watcher([]));
  const dead = await db
    .selectFrom('outbox')
    .select('id')
    .where('dead_at', 'is not', null)
    .orderBy('id')
    .execute();
  expect(dead.map(({ id }) => id)).toEqual(rows.rows.slice(1).map(({ id }) => id));
  const audited = await db
    .selectFrom('audit')
    .select(['actor', 'subject', 'detail'])
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  expect(audited).toEqual([{ actor: 'person 1', subject: 'queue score', detail: { reason: 'fault' } }]);
  expect((await findSystemPart(operator, '2026-11-23')).asked).toEqual([]);
});

test('what was asked to be sent again is dropped thirty days after it was, and what is not done yet stays', async () => {
  await sql`delete from retry`.execute(owner);
  await sql`
    insert into retry (queue, reason, asked_at, done_at) values ('score', 'old', now() - interval '90 days', now() - interval '31 days'),
      ('score', 'young', now() - interval '90 days', now() - interval '29 days'),
      ('score', 'waits', now() - interval '90 days', null)`.execute(owner);
  expect((await expire(db, new Date().toISOString())).retries).toBe(1);
  const left = await db.selectFrom('retry').select('reason').orderBy('id').execute();
  expect(left.map(({ reason }) => reason)).toEqual(['young', 'waits']);
  await sql`delete from retry`.execute(owner);
});

test('the operator counts messages by day, way and the code of the answer, and reads neither address nor words', async () => {
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  const said = [
    '250 2.0.0 Ok: queued',
    '550 5.1.1 <jane@council.example> unknown',
    'HTTP 503',
    'ECONNREFUSED',
    'jane is away',
  ];
  for (const [at, words] of said.entries()) {
    const about = { council: councilA.gss, supplierId, assessmentId };
    const alertId = await raiseTestAlert(db, about, `band:severe:${at + 1}`);
    await sql`update delivery set status = 'permanent-failure', last_error = ${words}, updated_at = '2026-11-23T00:30:00Z'
      where alert_id = ${alertId}`.execute(db);
  }
  const { deliveries } = await findSystemPart(operator, '2026-11-23');
  expect(new Set(deliveries.map(({ code }) => code))).toEqual(
    new Set(['250 2.0.0', '550 5.1.1', 'HTTP 503', 'ECONNREFUSED', 'other']),
  );
  expect(new Set(deliveries.map(({ day, channel }) => `${day} ${channel}`))).toEqual(
    new Set(['2026-11-23 smtp']),
  );
  expect((await findSystemPart(operator, '2026-11-22')).deliveries).toEqual([]);
  for (const column of ['recipient', 'last_error', 'council'])
    await expect(sql`select ${sql.ref(column)} from delivery`.execute(operator)).rejects.toThrow(
      /permission denied/,
    );
});

test('a message is stuck half an hour after it should have gone: by its retry, its sender, its quiet hours or as it was made', async () => {
  const about = {
    council: councilA.gss,
    supplierId: await saveTestSupplier(db, '99000002'),
    assessmentId: '',
  };
  about.assessmentId = await saveTestAssessment(db, about.supplierId, '2026-11-23');
  await sql`update delivery set status = 'delivered'`.execute(db);
  let made = 0;
  /** A message made so many minutes ago, and what else of it is so. */
  const waits = async (minutes: number, of = sql`status = 'created'`) => {
    made += 1;
    const alertId = await raiseTestAlert(db, about, `band:severe:${made}`);
    await sql`update delivery set created_at = now() - ${minutes} * interval '1 minute', ${of}
      where alert_id = ${alertId}`.execute(db);
    return alertId;
  };
  const minutes = (ahead: number) => sql`now() + ${ahead} * interval '1 minute'`;
  const stuck = async () => {
    const { deliveries, forSeconds } = await findStuckDeliveries(db);
    return [deliveries, Math.floor(forSeconds / 60)];
  };
  await waits(29);
  await waits(90, sql`status = 'delivered'`);
  await waits(90, sql`status = 'sending'`);
  await waits(90, sql`next_try_at = ${minutes(-29)}`);
  await waits(90, sql`sending_until = ${minutes(1)}, next_try_at = ${minutes(-40)}`);
  const quiet = await waits(90);
  await sql`update telling set due_at = ${minutes(-29)} where alert_id = ${quiet}`.execute(db);
  expect(await stuck()).toEqual([0, 0]);

  await sql`update telling set due_at = ${minutes(-31)} where alert_id = ${quiet}`.execute(db);
  expect(await stuck()).toEqual([1, 31]);
  await waits(90, sql`status = 'temporary-failure', next_try_at = ${minutes(-45)}`);
  expect(await stuck()).toEqual([2, 45]);
});

test('alarms are shown the open ones first, each the latest opened first, as many as are asked for, and none of which nobody was to be told', async () => {
  const alarm = (cause: string, opened: string | null, ended: string | null = null) =>
    sql`insert into alarm (cause, subject, says, found_at, opened_at, ended_at)
      values (${cause}, '', '{}', '2026-11-01T00:00:00Z', ${opened}, ${ended})`.execute(db);
  await alarm('open before', '2026-11-02T00:00:00Z');
  await alarm('over', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z');
  await alarm('unsaid', null);
  await alarm('open', '2026-11-03T00:00:00Z');
  await alarm('open too', '2026-11-03T00:00:00Z');
  await alarm('over before', '2026-11-19T00:00:00Z', '2026-11-22T00:00:00Z');
  const shown = async (limit: number) => (await findAlarms(operator, limit)).map(({ cause }) => cause);
  const all = ['open too', 'open', 'open before', 'over', 'over before'];
  expect(await shown(10)).toEqual(all);
  expect(await shown(4)).toEqual(all.slice(0, 4));
});

test('an alarm is under way until it is over and somebody was told that it is', async () => {
  const alarm = (cause: string, ended: string | null, told: string | null) =>
    sql`insert into alarm (cause, subject, says, found_at, opened_at, ended_at, end_told_at)
      values (${cause}, '', '{}', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', ${ended}, ${told})`.execute(
      db,
    );
  await alarm('open', null, null);
  await alarm('over and told', '2026-11-03T00:00:00Z', '2026-11-03T00:01:00Z');
  await alarm('over', '2026-11-03T00:00:00Z', null);
  // Written anew, a row lies behind those that came after it.
  await sql`update alarm set says = 'still' where cause = 'open'`.execute(db);
  expect((await findAlarmsUnderWay(db)).map(({ cause }) => cause)).toEqual(['open', 'over']);
});

test('of alarms that were under way, those of which nobody was to be told are dropped when they are over, and no others', async () => {
  const alarm = (subject: string, openedAt: string | null, foundAt = '2026-11-01T00:00:00.000Z'): Alarm => ({
    cause: 'source-old',
    subject,
    says: 'found',
    foundAt,
    openedAt,
    clearSince: null,
    endedAt: null,
    toldAt: null,
    endToldAt: null,
  });
  const opened = '2026-11-02T00:00:00.000Z';
  const before = [
    alarm('unsaid', null),
    alarm('unsaid too', null),
    alarm('said', opened),
    alarm('open', opened),
  ];
  await saveAlarms(db, [], before);
  // Another round opened it meanwhile.
  await sql`update alarm set opened_at = ${opened} where subject = 'unsaid too'`.execute(db);
  const stays = {
    ...alarm('open', opened),
    says: 'old',
    clearSince: opened,
    toldAt: opened,
    endedAt: opened,
  };
  await saveAlarms(db, before, [stays, alarm('open', null, opened), alarm('new', null)]);
  const kept = await findAlarmsUnderWay(db);
  expect(kept.map(({ subject }) => subject)).toEqual(['unsaid too', 'said', 'open', 'open', 'new']);
  expect(kept.filter(({ subject }) => subject === 'open')).toEqual([stays, alarm('open', null, opened)]);
  expect(kept.map(({ says }) => says)).toEqual(['found', 'found', 'old', 'found', 'found']);
});

test('an alarm is dropped a year after it ended, and none that is open', async () => {
  const alarm = (cause: string, ended: ReturnType<typeof sql>) =>
    sql`insert into alarm (cause, subject, says, found_at, opened_at, ended_at)
      values (${cause}, '', '{}', now() - interval '3 years', now() - interval '3 years', ${ended})`.execute(
      db,
    );
  await alarm('long over', sql`now() - interval '1 year 1 minute'`);
  await alarm('over', sql`now() - interval '1 year' + interval '1 minute'`);
  await alarm('open', sql`null`);
  await trimAlarms(db);
  expect((await findAlarms(operator, 10)).map(({ cause }) => cause)).toEqual(['open', 'over']);
});

test('messages are counted by London day, the last first, then by way and how they stand, of the days asked for', async () => {
  await sql`delete from delivery`.execute(owner);
  const about = {
    council: councilA.gss,
    supplierId: await saveTestSupplier(db, '99000003'),
    assessmentId: '',
  };
  about.assessmentId = await saveTestAssessment(db, about.supplierId, '2026-06-30');
  let made = 0;
  const message = async (at: string, channel = 'smtp', status = 'delivered') => {
    made += 1;
    const alertId = await raiseTestAlert(db, about, `band:severe:${made}`);
    await sql`update delivery set channel = ${channel}, status = ${status}, updated_at = ${at}, last_error = null
      where alert_id = ${alertId}`.execute(db);
  };
  // In summer a London day begins at 23:00 of the day before in UTC.
  await message('2026-06-28T22:59:59.999Z');
  await message('2026-06-28T23:00:00.000Z');
  await message('2026-06-29T22:59:59.999Z');
  await message('2026-06-29T23:00:00.000Z');
  await message('2026-06-30T10:00:00.000Z', 'teams', 'sending');
  await message('2026-06-30T10:00:00.000Z', 'teams', 'delivered');
  await message('2026-06-30T22:59:59.999Z');
  await message('2026-06-30T23:00:00.000Z');
  const counted = await countDeliveries(operator, '2026-06-30', 2);
  expect(
    counted.map(({ day, channel, status, deliveries }) => [day, channel, status, deliveries].join(' ')),
  ).toEqual([
    '2026-06-30 smtp delivered 2',
    '2026-06-30 teams delivered 1',
    '2026-06-30 teams sending 1',
    '2026-06-29 smtp delivered 2',
  ]);
});
