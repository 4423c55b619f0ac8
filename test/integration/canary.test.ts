import {
  enqueue,
  expireCanary,
  findCanaryRounds,
  findCouncilsToCount,
  findLookStandings,
  findPrivateFacts,
  findWatchedNumbers,
  eachAssessedFacts,
  noteCanaryRounds,
  openDatabase,
  openFor,
  openSession,
  prepareCanary,
  type Db,
} from '@tocsin/db';
import { CANARY_COUNCIL, CANARY_SOURCE, canaryNumber, HOUR_MS } from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appointmentsOf } from '../../services/ingest/src/schedule.ts';
import { asSignIn, seedPerson, seedTenant } from '../support/people-seed.ts';
import { addressesToRead } from '../support/addresses.ts';
import { openPages, routesOf } from '../support/pages-app.ts';
import { seedPages } from '../support/pages-seed.ts';
import { ourCouncil, plainSuppliers, seedDay } from '../support/pages-world.ts';
import { virtualClock } from '../support/publishers/clock.ts';
import { zipText } from '../support/zip-text.ts';
import { findShownIds } from '../support/shown-ids.ts';
import { startSystem, type System } from '../support/system.ts';

const ADDRESS = 'canary@operator.example';
const clock = virtualClock(Date.parse(`${seedDay}T10:31:00Z`));
const now = () => new Date(clock.now()).toISOString();

let system: System;
let owner: Db;
beforeAll(async () => {
  system = await startSystem({ today: seedDay, clock, settings: { CANARY_ADDRESS: ADDRESS } });
  owner = openDatabase(system.database.adminUrl, { max: 1 });
  await seedPages(system.database.adminUrl, plainSuppliers);
});
afterAll(async () => {
  await owner.destroy();
  await system.stop();
});

async function sendOne(): Promise<void> {
  await system.db.transaction().execute((trx) => enqueue(trx, 'ingest', { v: 1, sourceId: CANARY_SOURCE }));
  await system.settled();
  await noteCanaryRounds(system.db, now());
}

/** Whom pages answer: an administrator of a council and both people of the national body. */
async function seedReaders(): Promise<readonly { readonly role: string; readonly cookie: string }[]> {
  const readers = [];
  for (const [council, roles] of [
    [ourCouncil.gss, ['administrator']],
    [null, ['nps-lead', 'operator']],
  ] as const)
    for (const role of roles) {
      await seedTenant(system.db, council);
      const personId = await seedPerson(system.db, system.database, council, role, [role]);
      const secret = await asSignIn(system.database, (db) =>
        db.transaction().execute((trx) => openSession(trx, { personId, browser: 'Example', at: now() })),
      );
      readers.push({ role, cookie: `__Host-tocsin_session=${secret}` });
    }
  return readers;
}

type Readers = Awaited<ReturnType<typeof seedReaders>>;

/** Every page, export and answer of the API that readers are served, without what tells one form from the next. */
async function readAll(readers: Readers): Promise<ReadonlyMap<string, string>> {
  const pages = await openPages(system.database, seedDay, 'server');
  const said = new Map<string, string>();
  const { rows, items } = await findShownIds(owner, ourCouncil.gss);
  const asked = {
    ids: rows.slice(0, 1),
    numbers: ['01000001', canaryNumber(`${seedDay}T10:00:00.000Z`)],
    searches: ['canary', '99998'],
    items: items.slice(0, 1),
  };
  const urls = addressesToRead(pages.app, asked).filter((url) => !url.startsWith('/operator'));
  for (const { role, cookie } of readers)
    for (const url of urls) {
      const { statusCode, rawPayload } = await pages.app.inject({ url, headers: { cookie } });
      // A workbook says the same as the list, and when it was written.
      const isBook = url.includes('.xlsx') && statusCode === 200;
      const body = isBook ? zipText(rawPayload).length : rawPayload.toString();
      const plain = String(body).replaceAll(/name="(token|form)" value="[^"]+"/g, '');
      said.set(`${role} ${url}`, `${statusCode} ${plain}`);
    }
  expect(routesOf(pages.app).length).toBeGreaterThan(60);
  await pages.stop();
  return said;
}

/** What is summed up, asked of publishers, released and evaluated. */
async function sumsOf(db: Db) {
  const facts = [];
  for await (const batch of eachAssessedFacts(db)) facts.push(...batch.map(({ supplierId }) => supplierId));
  return {
    released: await db.transaction().execute((trx) => findPrivateFacts(trx, seedDay)),
    evaluated: facts,
    asked: await findWatchedNumbers(db),
    looked: (await findLookStandings(db, 500)).map(({ number }) => number),
    counted: await findCouncilsToCount(db),
  };
}

test('a notice of the canary goes the whole way to a mail, is counted, and shows nowhere', async () => {
  const readers = await seedReaders();
  const before = [await readAll(readers), await sumsOf(system.db)] as const;
  expect(before[1].released.length).toBeGreaterThan(0);
  const dead = (await system.deadLetters()).length;

  await prepareCanary(system.db, ADDRESS);
  await system.settled();
  await sendOne();
  await prepareCanary(system.db, ADDRESS);
  clock.advance(HOUR_MS);
  await sendOne();
  await sendOne();

  expect((await system.deadLetters()).length).toBe(dead);
  expect(system.mails.map(({ to }) => to)).toEqual([ADDRESS, ADDRESS]);
  const rounds = await findCanaryRounds(system.db, 10);
  expect(rounds.map(({ hour }) => hour)).toEqual([`${seedDay}T11:00:00.000Z`, `${seedDay}T10:00:00.000Z`]);
  for (const { hour: _hour, ...stations } of rounds)
    for (const at of Object.values(stations)) expect(at).toMatch(/^\d{4}-/);
  // The company was scored before its notice came, which does not count.
  for (const { matchedAt, assessedAt, raisedAt, arrivedAt } of rounds) {
    const onItsWay = [matchedAt, assessedAt, raisedAt, arrivedAt].map(String);
    expect(onItsWay).toEqual(onItsWay.toSorted());
  }

  expect(await sumsOf(system.db)).toEqual(before[1]);
  const after = await readAll(readers);
  expect([...after].filter(([asked, said]) => before[0].get(asked) !== said).map(([asked]) => asked)).toEqual(
    [],
  );
  expect(after.size).toBeGreaterThan(150);
});

test('its clock is kept where it has a mailbox, whatever sources are switched on', async () => {
  const clocks = async (settings: Readonly<Record<string, string>>) =>
    (await appointmentsOf(system.db, (name) => settings[name])).map(({ key }) => key);
  expect(await clocks({ CANARY_ADDRESS: ADDRESS })).toContain(CANARY_SOURCE);
  expect(await clocks({})).not.toContain(CANARY_SOURCE);
});

test('no role but the workers’ sees its council, and the operator counts none of its messages', async () => {
  for (const program of ['pages', 'national', 'sign-in'] as const) {
    const db = openFor(program, system.database.adminUrl, { max: 1 });
    expect(await db.selectFrom('council').select('gss').where('gss', '=', CANARY_COUNCIL).execute()).toEqual(
      [],
    );
    await db.destroy();
  }
  const operator = openFor('operator', system.database.adminUrl, { max: 1 });
  const { rows } = await sql<{
    deliveries: number;
  }>`select count(*)::int as deliveries from delivery`.execute(operator);
  const all = await owner
    .selectFrom('delivery')
    .select(sql<number>`count(*)::int`.as('of'))
    .executeTakeFirstOrThrow();
  expect(rows[0]?.deliveries).toBe(all.of - 2);
  await operator.destroy();
});

/** Rows that notices of the canary leave behind. */
async function leftBehind(): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select ((select count(*) from alert where council = ${CANARY_COUNCIL})
      + (select count(*) from delivery where council = ${CANARY_COUNCIL})
      + (select count(*) from telling where council = ${CANARY_COUNCIL})
      + (select count(*) from observation where source_id = ${CANARY_SOURCE})
      + (select count(*) from document where source_id = ${CANARY_SOURCE})
      + (select count(*) from mention where is_canary(ref))
      + (select count(*) from assessment where jsonb_array_length(formal_events) > 0 and supplier_id in (
          select supplier_id from supplier_ref where is_canary(ref)))
      + (select count(*) from canary_round))::int as left`.execute(owner);
  return rows[0]?.left ?? 0;
}

test('what it left behind is there for seven days and gone after them, and nothing of anybody else', async () => {
  const alerts = async () =>
    (await owner.selectFrom('alert').select('id').where('council', '<>', CANARY_COUNCIL).execute()).length;
  const others = await alerts();
  clock.advance(7 * 24 * HOUR_MS - HOUR_MS);
  expect(await expireCanary(system.db, now())).toBe(0);
  const left = await leftBehind();
  expect(left).toBeGreaterThan(10);
  clock.advance(HOUR_MS);
  expect(await expireCanary(system.db, now())).toBe(1);
  clock.advance(HOUR_MS);
  expect(await expireCanary(system.db, now())).toBe(1);
  expect([await leftBehind(), await alerts()]).toEqual([0, others]);
});
