import { asCouncil, audit, inTurn, openDatabase, redriveAll } from '@tocsin/db';
import { HOUR_MS } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerb } from '../support/system-cli.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { startSystem, type System } from '../support/system.ts';

const TURN_MS = 24 * HOUR_MS;

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db);
});
afterAll(() => system.stop());

async function saveMessage(state: Readonly<Record<string, string>>): Promise<string> {
  const message = JSON.stringify({ v: 1, sourceId: 'no-such-source' });
  const row = await system.db
    .insertInto('outbox')
    .values({ queue: 'ingest', message, ...state })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

test('the operator sees where messages stand and why some were put aside', async () => {
  await saveMessage({ dead_at: '2026-11-20T10:00:00Z', dead_reason: 'failed-each-time' });
  const { code, report, stdout } = await runVerb(system, 'queues');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /ingest \d+, put aside 2026-11-20T10:00:00.000Z: It could not be done now, each time/,
  );
  expect(report).toEqual({
    queues: [{ queue: 'ingest', open: 0, dead: 1, done: 0 }],
    redriven: 0,
    trimmed: 0,
  });
});

test('as the role of the operator nothing but numbers, moments and codes is told', async () => {
  const { code, report, stdout } = await runVerb(system, 'standing');
  expect(code).toBe(0);
  expect(stdout).toContain('ingest: 1 put aside: It could not be done now, each time');
  expect(report).toMatchObject({
    putAside: [{ queue: 'ingest', reason: 'failed-each-time', messages: 1 }],
    hostsInTrouble: 0,
  });
});

test('the operator sends what was put aside again, and the services really handle it', async () => {
  const { report, stdout } = await runVerb(system, 'queues', '--redrive');
  expect(report).toMatchObject({ redriven: 1, queues: [{ queue: 'ingest', open: 0, dead: 1 }] });
  expect(stdout).toContain('no-such-source');
  expect(stdout).toContain('What it is about is not there.');
  expect(stdout).not.toContain('each time');
  const deeds = await system.db.selectFrom('audit').select('action').where('council', 'is', null).execute();
  expect(deeds).toEqual([{ action: 'looked after queues' }]);
});

test('a message that is put aside again while the others are sent again is not sent twice', async () => {
  const db = openDatabase(system.database.adminUrl, { max: 2 });
  await sql`create function dies() returns trigger language plpgsql as
    $$ begin new.dead_at := now() + interval '1 second'; return new; end $$`.execute(db);
  await sql`create trigger dies before update on outbox for each row execute function dies()`.execute(db);
  expect(await redriveAll(db)).toBe(1);
  await sql`drop trigger dies on outbox`.execute(db);
  await db.destroy();
});

test('finished messages are dropped after a month; younger ones and those put aside stay', async () => {
  await saveMessage({ done_at: '2026-01-02T10:00:00Z' });
  await saveMessage({ done_at: '2999-01-01T00:00:00Z' });
  expect((await runVerb(system, 'queues', '--trim')).report).toMatchObject({
    trimmed: 1,
    queues: [{ queue: 'ingest', dead: 1, done: 1 }],
  });
});

test('an audit log that nobody touched is verified, and one that was altered is told with code 1', async () => {
  const deed = { actor: 'officer', action: 'acknowledged alert', subject: '1' };
  await asCouncil(system.db, councilA.gss, async (trx) => {
    await audit(trx, { council: councilA.gss, ...deed });
    await audit(trx, { council: councilA.gss, ...deed, subject: '2' });
  });
  const whole = await runVerb(system, 'audit', '--verify');
  expect(whole.code).toBe(0);
  expect(whole.report).toMatchObject({ broken: [] });
  const owner = openDatabase(system.database.adminUrl, { max: 1 });
  await sql`alter table audit disable trigger all`.execute(owner);
  await sql`update audit set actor = 'somebody else' where subject = '1'`.execute(owner);
  await owner.destroy();
  const altered = await runVerb(system, 'audit', '--verify');
  expect(altered.code).toBe(1);
  expect(altered.report).toMatchObject({ broken: [expect.stringMatching(/^\d+$/)] });
});

test('of all replicas one takes a turn, and nobody takes it again before its time', async () => {
  let ran = 0;
  const work = async () => void (ran += 1);
  const turns = await Promise.all(
    Array.from({ length: 5 }, () => inTurn(system.db, 'of the day', TURN_MS, work)),
  );
  expect(turns.filter(Boolean)).toHaveLength(1);
  expect(await inTurn(system.db, 'of the day', TURN_MS, work)).toBe(false);
  expect(ran).toBe(1);
  const yesterday = `now() - interval '24 hours'`;
  await sql`update setting set value = to_jsonb(${sql.raw(yesterday)}) where key = 'turn:of the day'`.execute(
    system.db,
  );
  expect(await inTurn(system.db, 'of the day', TURN_MS, work)).toBe(true);
});

test('a turn that fails is given back', async () => {
  const fail = async () => {
    throw new Error('no room');
  };
  await expect(inTurn(system.db, 'that fails', TURN_MS, fail)).rejects.toThrow('no room');
  expect(await inTurn(system.db, 'that fails', TURN_MS, async () => undefined)).toBe(true);
});
