import { defaultSubscription, ownDays, type Subscription } from '@tocsin/alerting';
import { asCouncil, openDatabase, raiseAlerts, saveSubscription, type Db, type NewAlert } from '@tocsin/db';
import {
  addDays,
  dayOf,
  GssCode,
  HOUR_MS,
  instantAtLondonTime,
  londonTime,
  MINUTE_MS,
  SupplierId,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendDigests } from '../../services/notifier/src/send-digests.ts';
import { streamOf } from '../national/random.ts';
import { emptied } from '../support/emptied.ts';
import { seedPerson, seedTenant } from '../support/people-seed.ts';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// Digests as they are sent by clocks that are right, off by an hour, or put forward and back.

let database: FreshDatabase;
let db: Db;
let web: Db;
let owner: Db;
let supplierId: string;
let assessmentId: string;
const gss = councilA.gss;
const DAYS = 3;
const [daily, weekly] = ['dora@directory.example', 'wanda@directory.example'];

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 3 });
  web = openDatabase(database.webUrl, { role: 'tocsin_web', max: 1 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  await db.updateTable('recipient').set({ active: false }).where('council', '=', gss).execute();
  await seedTenant(db, gss);
  const dora = await seedPerson(db, database, gss, 'dora', ['officer']);
  await seedPerson(db, database, gss, 'wanda', ['officer']);
  const chosen: Subscription = { ...defaultSubscription(['officer']), digest: 'daily' };
  await asCouncil(web, gss, (trx) => saveSubscription(trx, gss, dora, chosen, 'test'));
  supplierId = await saveTestSupplier(db, '99000001');
  assessmentId = await saveTestAssessment(db, supplierId, '2026-09-01');
});
afterAll(async () => {
  await Promise.all([db.destroy(), web.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(() => emptied(owner, 'delivery', 'telling', 'letter', 'alert', 'outbox'));

let causes = 0;
/** An estimate, which waits for digests. */
async function raise(at: string): Promise<void> {
  const asOf = dayOf(at);
  const exposure = {
    council: GssCode.parse(gss),
    supplierId: SupplierId.parse(supplierId),
    asOf,
    contracts: [],
    spendLast12Months: null,
    basis: 'contract' as const,
  };
  const alert: NewAlert = {
    council: gss,
    supplierId,
    assessmentId,
    cause: `band:elevated:${(causes += 1)}`,
    kind: 'band',
    title: 'Risk band raised to elevated',
    fromBand: null,
    toBand: 'elevated',
    fromLevel: null,
    toLevel: 'elevated',
    levelBecause: null,
    asOf,
    days: ownDays(asOf),
    exposure,
    replayed: false,
  };
  await db.transaction().execute((trx) => raiseAlerts(trx, [alert], at));
}

interface Digest {
  readonly address: string;
  /** Of the true time. */
  readonly sentAt: string;
}

/**
 * Two notifiers whose clocks are off by so many hours look around the time of digests every quarter of an hour, and every
 * second hour of the day; estimates come at any time.
 */
async function live(from: string, off: (at: number, which: number) => number): Promise<readonly Digest[]> {
  const random = streamOf(37, 'digest clock', from);
  const sent: Digest[] = [];
  const begins = Date.parse(instantAtLondonTime(`${from}T00:00:00`));
  const ends = Date.parse(instantAtLondonTime(`${addDays(from, DAYS)}T00:00:00`));
  await raise(new Date(begins).toISOString());
  for (let at = begins; at < ends; at += 15 * MINUTE_MS) {
    const time = londonTime(new Date(at).toISOString()).slice(11, 16);
    if ((time < '06:45' || time > '09:00') && at % (2 * HOUR_MS) !== 0) continue;
    if (random.chance(0.4)) await raise(new Date(at).toISOString());
    const before = await lettersKnown();
    const shown = [0, 1].map((which) => new Date(at + off(at, which) * HOUR_MS).toISOString());
    await Promise.all(shown.map((clock) => sendDigests(db, clock)));
    const { rows } = await sql<Pick<Digest, 'address'>>`
      select address from letter where nth > ${before} order by nth`.execute(db);
    sent.push(...rows.map(({ address }) => ({ address, sentAt: new Date(at).toISOString() })));
  }
  return sent;
}

async function lettersKnown(): Promise<string> {
  const { last } = await db
    .selectFrom('letter')
    .select(sql<string>`coalesce(max(nth), 0)`.as('last'))
    .executeTakeFirstOrThrow();
  return last;
}

const clocks: readonly (readonly [string, (at: number, which: number) => number])[] = [
  ['an hour ahead and an hour behind', (_, which) => (which === 0 ? 1 : -1)],
  [
    'put forward and back by an hour every half hour',
    (at) => (Math.floor(at / (30 * MINUTE_MS)) % 2 === 0 ? 1 : -1),
  ],
];
const days: readonly (readonly [string, string])[] = [
  ['as clocks go back in October', '2026-10-24'],
  ['as clocks go forward in March', '2027-03-27'],
  ['over 29 February', '2028-02-28'],
];

test.each(days.flatMap(([when, from]) => clocks.map(([which, off]) => [which, when, from, off] as const)))(
  'TRUST 37: by clocks that are %s everybody has one digest a day %s, and every alert is in one',
  async (_which, _when, from, off) => {
    const sent = await live(from, off);
    const perDay = new Set(sent.map(({ address, sentAt }) => `${address} ${dayOf(sentAt)}`));
    expect(perDay.size).toBe(sent.length);
    for (const { sentAt } of sent) {
      const time = londonTime(sentAt).slice(11, 16);
      expect(time >= '07:00' && time <= '09:00').toBe(true);
    }
    const ofDay = sent.filter(({ address }) => address === daily).map(({ sentAt }) => dayOf(sentAt));
    expect(ofDay).toEqual([0, 1, 2].map((later) => addDays(from, later)));
    const end = `${addDays(from, 12)}T12:00:00.000Z`;
    await sendDigests(db, end);
    const tellings = await db.selectFrom('telling').select(['address', 'alert_id', 'letter_id']).execute();
    expect(tellings.every(({ letter_id: letter }) => letter !== null)).toBe(true);
    const alerts = await db.selectFrom('alert').select('id').execute();
    for (const address of [daily, weekly])
      expect(tellings.filter((one) => one.address === address)).toHaveLength(alerts.length);
    const letters = await db.selectFrom('letter').select(['address', 'due_at']).execute();
    expect(new Set(letters.map((one) => `${one.address} ${dayOf(one.due_at ?? '')}`)).size).toBe(
      letters.length,
    );
  },
);
