import {
  ASKED_LOOKS_A_DAY,
  findLookStandings,
  findWatchedNumbers,
  openDatabase,
  refreshWatched,
  writeSetting,
  type Db,
} from '@tocsin/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishLookedAt } from '../../services/ingest/src/asked-looks.ts';
import { openClient, type Client } from '../support/client.ts';
import { openPages } from '../support/pages-app.ts';
import { councilA, councilB, saveTestCouncils } from '../support/system-councils.ts';
import { profileOf } from '../support/system-documents.ts';
import { startSystem, TODAY, type System } from '../support/system.ts';

const asked = { number: '99000041', name: 'EXAMPLE LINDEN CARE LTD' };
/** One that only a council's register names, and that was looked at for it. */
const followed = { number: '99000042', name: 'EXAMPLE ALDER CARE LTD' };

let system: System;
let pages: Awaited<ReturnType<typeof openPages>>;
let admin: Db;

beforeAll(async () => {
  system = await startSystem();
  await saveTestCouncils(system.db, { councils: [councilA, councilB] });
  await writeSetting(system.db, 'sources', ['companies-house-company']);
  admin = openDatabase(system.database.adminUrl, { max: 1 });
  pages = await openPages(system.database, TODAY);
  await follow(followed.number);
  await lookAt(followed, `${TODAY}T08:00:00.000Z`);
});
afterAll(async () => {
  await admin.destroy();
  await pages.stop();
  await system.stop();
});

/** A supplier that one council alone knows. */
async function follow(number: string): Promise<void> {
  const { id } = await admin
    .insertInto('supplier')
    .values({ name: number, status: null, postcode: null, watched: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  await admin.insertInto('supplier_ref').values({ scheme: 'GB-COH', ref: number, supplier_id: id }).execute();
}

/** The register answers for it at a moment, at the end of a run. */
async function lookAt({ number, name }: typeof asked, at: string): Promise<void> {
  await system.ingest('companies-house-company', profileOf(number, name, {}, at));
  await publishLookedAt(system.db);
  await system.settled();
}

function officerOf({ gss }: typeof councilA): Client {
  const client = openClient(pages.app);
  client.cookies.set('tocsin_council', gss);
  return client;
}

/** Asks as somebody of council A does who has searched for the number in vain, at ten o'clock. */
async function askFor(number: string) {
  const searched = `/suppliers?q=${number}`;
  const answer = await officerOf(councilA).send(searched, '/suppliers/look', { number });
  await system.settled();
  await admin
    .updateTable('asked_look')
    .set({ asked_at: `${TODAY}T10:00:00Z` })
    .execute();
  return answer;
}

async function foundBy(council: typeof councilA, number: string): Promise<string> {
  const { body } = await officerOf(council).get(`/suppliers?q=${number}`);
  return /<h2 class="alert-row__title">.*?>([^<]+)<\/a>/.exec(body)?.[1] ?? 'nobody';
}

test('anyone may ask for a look at a company that nobody names, and then every council finds it', async () => {
  const answer = await askFor(asked.number);
  expect([answer.statusCode, answer.headers.location]).toEqual([
    303,
    `/suppliers?q=${asked.number}&done=asked`,
  ]);
  expect(await findWatchedNumbers(system.db)).toContain(asked.number);
  const standings = await findLookStandings(system.db, 10);
  expect(standings.find(({ number }) => number === asked.number)?.asked.proceedings).toBeNull();
  expect(await foundBy(councilB, asked.number)).toBe('nobody');
  await lookAt(asked, `${TODAY}T10:05:00.000Z`);
  expect(await foundBy(councilA, asked.number)).toBe(asked.name);
  expect(await foundBy(councilB, asked.number)).toBe(asked.name);
});

test('one that a council follows is asked again like any other, and shown to others only after that', async () => {
  const before = await foundBy(councilB, followed.number);
  await askFor(followed.number);
  await publishLookedAt(system.db);
  expect([before, await foundBy(councilB, followed.number)]).toEqual(['nobody', 'nobody']);
  const standings = await findLookStandings(system.db, 10);
  expect(standings.find(({ number }) => number === followed.number)?.asked.proceedings).toBeNull();
  await lookAt(followed, `${TODAY}T10:05:00.000Z`);
  expect(await foundBy(councilB, followed.number)).toBe(followed.name);
  const again = await findLookStandings(system.db, 10);
  expect(again.find(({ number }) => number === followed.number)?.asked.proceedings).not.toBeNull();
});

test('who was asked for is watched for a year, though nobody depends on it', async () => {
  const { supplier_id: id } = await admin
    .selectFrom('supplier_ref')
    .select('supplier_id')
    .where('ref', '=', asked.number)
    .executeTakeFirstOrThrow();
  const watchedOn = async (day: string) => {
    await admin.updateTable('supplier').set({ watched: false }).where('id', '=', id).execute();
    const now = await system.db.transaction().execute((trx) => refreshWatched(trx, [id], day));
    return now.length === 1;
  };
  const askedAt = (at: string) => admin.updateTable('asked_look').set({ asked_at: at }).execute();
  await askedAt('2025-11-23T00:00:00Z');
  expect([await watchedOn('2026-11-23'), await watchedOn('2026-11-24')]).toEqual([true, false]);
});

test('a council asks for so many looks a day and no more; what is no company number is refused', async () => {
  const officer = officerOf(councilB);
  const ask = (number: string) => officer.send('/suppliers?q=99000043', '/suppliers/look', { number });
  expect((await ask('a name')).statusCode).toBe(400);
  const entries = Array.from({ length: ASKED_LOOKS_A_DAY - 1 }, () => ({
    council: councilB.gss,
    actor: 'somebody',
    action: 'asked for a look',
    subject: 'company 99000043',
    detail: '{}',
  }));
  await admin.insertInto('audit').values(entries).execute();
  expect((await ask('99000043')).statusCode).toBe(303);
  expect((await ask('99000043')).statusCode).toBe(429);
});
