import { LONGEST_WAIT_MS, TRIED_FOR_MS, waitAfter } from '@tocsin/alerting';
import {
  claimDeliveries,
  findDeliveriesById,
  holdBack,
  noteSlow,
  openDatabase,
  releaseDeliveries,
  saveDeliveryOutcomes,
  type Claimed,
  type Db,
  type Tried,
} from '@tocsin/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/stack.ts';
import { councilA, saveTestCouncils } from '../support/system-councils.ts';
import { raiseTestAlert, saveTestAssessment, saveTestSupplier } from '../support/system-private.ts';

// Who may send a message now, and what becomes of it and of the others at its host when its sending ends.

const HOST = 'smtp mail.example:25';
const OTHER = 'webhook council.example';
const MINUTE = 60_000;

let database: FreshDatabase;
let db: Db;
let owner: Db;
let alertId: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, { role: 'tocsin_worker', max: 2 });
  owner = openDatabase(database.adminUrl, { max: 1 });
  await saveTestCouncils(db);
  const supplierId = await saveTestSupplier(db, '99000001');
  const assessmentId = await saveTestAssessment(db, supplierId, '2026-11-23');
  alertId = await raiseTestAlert(db, { council: councilA.gss, supplierId, assessmentId }, 'band:severe:1');
});
afterAll(async () => {
  await Promise.all([db.destroy(), owner.destroy()]);
  await database.drop();
});
beforeEach(async () => {
  await sql`truncate delivery, returned_mail, outbox, put_aside, provider_trouble restart identity`.execute(
    owner,
  );
});

interface Row {
  readonly status?: string;
  readonly tries?: number;
  readonly host?: string;
  readonly sending_by?: string;
  /** From now; less than none = it is over. */
  readonly sendingForMs?: number;
  readonly nextTryInMs?: number;
  readonly giveUpInMs?: number;
}

const inMs = (ms: number | undefined) =>
  ms === undefined ? null : sql`(now() + ${`${ms} milliseconds`}::interval)`;

/** Messages as they stand, by their ids: `1` is the first. */
async function stored(...rows: readonly Row[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const row of rows) {
    const { rows: put } = await sql<{ id: string }>`
      insert into delivery (id, alert_id, council, channel, recipient, status, tries, host, sending_by, sending_until, next_try_at, give_up_at)
      select 1 + (select count(*) from delivery), ${alertId}, ${councilA.gss}, 'smtp', 'officer' || (select count(*) from delivery), ${row.status ?? 'created'},
        ${row.tries ?? 0}, ${row.host ?? null}, ${row.sending_by ?? null}, ${inMs(row.sendingForMs)}::timestamptz,
        ${inMs(row.nextTryInMs)}::timestamptz, ${inMs(row.giveUpInMs)}::timestamptz returning id`.execute(db);
    ids.push(put[0]?.id ?? '');
  }
  return ids;
}

const wanted = (ids: readonly string[], host = HOST) => ids.map((id) => ({ id, channel: 'smtp', host }));
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted();

interface Standing {
  readonly id: string;
  readonly status: string;
  readonly by: string | null;
  readonly isSending: boolean;
  readonly uncertain: number;
  readonly tries: number;
  readonly host: string | null;
  /** Since it was last written, in milliseconds. */
  readonly waits: number | null;
  readonly givesUp: number | null;
}
async function standing(): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`
    select id, status, sending_by as by, coalesce(sending_until > now(), false) as "isSending", uncertain, tries, host,
      round(extract(epoch from next_try_at - updated_at) * 1000)::int as waits,
      round(extract(epoch from give_up_at - updated_at) * 1000)::int as "givesUp"
    from delivery order by nth`.execute(db);
  return rows;
}

async function trouble(
  host: string,
  of: { failures?: number; forMs?: number; probeInMs?: number; slow?: true },
) {
  await sql`insert into provider_trouble (host, failures, failing_since, probe_at, slow_since)
    values (${host}, ${of.failures ?? 0}, ${inMs(of.forMs === undefined ? undefined : -of.forMs)}::timestamptz,
      ${inMs(of.probeInMs)}::timestamptz, ${of.slow ? sql`now()` : null}::timestamptz)`.execute(db);
}
async function troubles() {
  const { rows } = await sql<{
    host: string;
    failures: number;
    isFailing: boolean;
    isSlow: boolean;
    probe: number | null;
  }>`
    select host, failures, failing_since is not null as "isFailing", slow_since is not null as "isSlow",
      round(extract(epoch from probe_at - now()) / 30)::int * 30 as probe
    from provider_trouble order by host`.execute(db);
  return rows;
}

/** When messages are asked for again by themselves, in seconds from now, by the message. */
async function askedIn(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ id: string; seconds: number }>`
    select message -> 'deliveryIds' ->> 0 as id, case when available_at > now() then round(extract(epoch from available_at - created_at))::int else 0 end as seconds
    from outbox where queue = 'deliver' and key like 'alone:%' and sent_at is null order by id`.execute(db);
  return Object.fromEntries(rows.map(({ id, seconds }) => [id, seconds]));
}

const claimOf = (id: string, rest: Partial<Claimed> = {}): Claimed => ({
  id,
  channel: 'smtp',
  host: HOST,
  tries: 0,
  again: false,
  hostInTrouble: false,
  ...rest,
});
const save = (...tried: readonly Omit<Tried, 'detail'>[]) =>
  db.transaction().execute((trx) =>
    saveDeliveryOutcomes(
      trx,
      tried.map((one) => ({ ...one, detail: 'said so' })),
    ),
  );

test('messages are read by their ids in order, those that are over too, and no other', async () => {
  const [one = '', , three = ''] = await stored({}, {}, { status: 'delivered' });
  expect((await findDeliveriesById(db, [three, one])).map(({ id }) => id)).toEqual([one, three]);
});

test('a message is sent by one at a time: not while another sends it, again by whoever has it, and after that time by anybody', async () => {
  const [free, mine, theirs, lapsed, done, failed, waiting, given] = await stored(
    {},
    { sending_by: '7', sendingForMs: MINUTE },
    { sending_by: '8', sendingForMs: MINUTE },
    { sending_by: '8', sendingForMs: -MINUTE },
    { status: 'delivered' },
    { status: 'permanent-failure' },
    { status: 'temporary-failure', tries: 3, nextTryInMs: MINUTE, giveUpInMs: 9 * MINUTE },
    { status: 'technical-failure', giveUpInMs: 9 * MINUTE },
  );
  const all = [free, mine, theirs, lapsed, done, failed, waiting, given].map((id) => id ?? '');
  const claimed = await claimDeliveries(db, wanted(all), '7');
  expect(idsOf(claimed)).toEqual([free, mine, lapsed, waiting]);
  expect(
    claimed
      .filter(({ again }) => again)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([mine, lapsed]);
  expect(claimed.every(({ hostInTrouble, host }) => !hostInTrouble && host === HOST)).toBe(true);
  expect(claimed.find(({ id }) => id === waiting)?.tries).toBe(3);
  const after = await standing();
  expect(after.map(({ by }) => by)).toEqual(['7', '7', '8', '7', null, null, '7', null]);
  expect(after.map(({ uncertain }) => uncertain)).toEqual([0, 1, 0, 1, 0, 0, 0, 0]);
  expect(after[6]).toMatchObject({ waits: null, isSending: true });
  expect(after[6]?.givesUp).not.toBeNull();
  expect(after[7]).toMatchObject({ status: 'technical-failure', isSending: false });
});

test('a sending is believed for a quarter of an hour', async () => {
  const [id = ''] = await stored({});
  await claimDeliveries(db, wanted([id]), '7');
  const { rows } = await sql<{ minutes: number }>`
    select round(extract(epoch from sending_until - now()) / 60)::int as minutes from delivery`.execute(db);
  expect(rows).toEqual([{ minutes: 15 }]);
});

test('a host that is left alone keeps its own messages and no others, and is left alone no longer for being asked', async () => {
  const [here = '', there = ''] = await stored({}, {});
  await trouble(HOST, { failures: 5, forMs: MINUTE, probeInMs: 5 * MINUTE });
  const claimed = await claimDeliveries(db, [...wanted([here]), ...wanted([there], OTHER)], '7');
  expect(claimed).toMatchObject([{ id: there, hostInTrouble: false }]);
  expect(await troubles()).toMatchObject([{ probe: 300 }]);
  expect((await standing())[0]).toMatchObject({ by: null, host: HOST });
  expect(await askedIn()).toEqual({ [here]: LONGEST_WAIT_MS / 1000 });
});

test('of the messages of a host that may be tried one goes, and the host is left alone while it is under way', async () => {
  const [first = '', second = '', done = ''] = await stored({}, {}, { status: 'delivered' });
  await trouble(HOST, { failures: 5, forMs: MINUTE, probeInMs: -1 });
  await trouble(OTHER, { failures: 5, forMs: MINUTE, probeInMs: 2 * MINUTE });
  const claimed = await claimDeliveries(db, wanted([done, first, second]), '7');
  expect(claimed).toMatchObject([{ id: first, hostInTrouble: true }]);
  expect(await troubles()).toMatchObject([
    { host: HOST, probe: 15 * 60 },
    { host: OTHER, probe: 120 },
  ]);
  expect(await askedIn()).toEqual({ [second]: LONGEST_WAIT_MS / 1000 });
});

test('at a host that may be tried nothing is begun when none of its messages can be', async () => {
  const [theirs = '', done = ''] = await stored(
    { sending_by: '8', sendingForMs: MINUTE },
    { status: 'delivered' },
  );
  await trouble(HOST, { failures: 5, forMs: MINUTE, probeInMs: -1 });
  expect(await claimDeliveries(db, wanted([theirs, done]), '7')).toEqual([]);
  expect((await troubles())[0]?.probe).toBeLessThanOrEqual(0);
  expect((await standing())[0]).toMatchObject({ by: '8', isSending: true });
  expect(await askedIn()).toEqual({});
});

test('at a slow host two are under way, whoever sends them; those of other hosts and those that are over do not count', async () => {
  const [first = '', second = '', third = ''] = await stored(
    {},
    {},
    {},
    { host: HOST, sending_by: '8', sendingForMs: MINUTE },
    { host: HOST, sending_by: '8', sendingForMs: -MINUTE },
    { host: OTHER, sending_by: '8', sendingForMs: MINUTE },
    { host: HOST, sending_by: '7', sendingForMs: MINUTE },
  );
  await noteSlow(db, HOST);
  expect(await claimDeliveries(db, wanted([first, second, third]), '7')).toMatchObject([{ id: first }]);
  expect(await troubles()).toEqual([
    { host: HOST, failures: 0, isFailing: false, isSlow: true, probe: null },
  ]);
});

test('what its host keeps waits for an hour and is given up after 75, unless that was said before', async () => {
  const [one = '', two = '', theirs = '', done = ''] = await stored(
    { sending_by: '7', sendingForMs: MINUTE },
    { giveUpInMs: MINUTE },
    { sending_by: '8', sendingForMs: MINUTE },
    { status: 'delivered' },
    {},
  );
  await db.transaction().execute((trx) => holdBack(trx, wanted([one, two, theirs, done]), '7'));
  const { rows } = await sql<{ waits: number | null; givesUp: number | null }>`
    select round(extract(epoch from next_try_at - now()) / 60)::int as waits,
      round(extract(epoch from give_up_at - now()) / 60)::int as "givesUp" from delivery order by nth`.execute(
    db,
  );
  const none = { waits: null, givesUp: null };
  expect(rows).toEqual([{ waits: 60, givesUp: 75 * 60 }, { waits: 60, givesUp: 1 }, none, none, none]);
  expect(await standing()).toMatchObject([
    { by: null, host: HOST, isSending: false },
    {},
    { by: '8', isSending: true },
    {},
    {},
  ]);
  expect(await askedIn()).toEqual({ [one]: 3600, [two]: 3600 });
  await db.transaction().execute((trx) => holdBack(trx, [], '7'));
});

test('a message that failed waits longer each time, and is given up 75 hours after it failed first', async () => {
  const [first = '', again = '', other = ''] = await stored(
    { sending_by: '7', sendingForMs: MINUTE },
    { tries: 3, giveUpInMs: 60 * MINUTE },
    { tries: 1 },
  );
  const failed = { status: 'temporary-failure', isSlow: false } as const;
  const statuses = await save(
    { claimed: claimOf(first), ...failed, uncertain: true },
    { claimed: claimOf(again, { tries: 3 }), ...failed },
  );
  expect([...statuses]).toEqual([
    [first, 'temporary-failure'],
    [again, 'temporary-failure'],
  ]);
  expect(await standing()).toMatchObject([
    { tries: 1, waits: waitAfter(1), givesUp: TRIED_FOR_MS, uncertain: 1, by: null, isSending: false },
    { tries: 4, waits: waitAfter(4), uncertain: 0 },
    { tries: 1, waits: null, status: 'created' },
  ]);
  expect(await askedIn()).toEqual({ [first]: waitAfter(1) / 1000, [again]: waitAfter(4) / 1000 });
  expect(other).toBe('3');
  expect(await troubles()).toEqual([]);
});

test('a message whose next try would come after its time is given up; one that arrives has no next try', async () => {
  const wait = waitAfter(1);
  const [late = '', just = '', there = ''] = await stored(
    { giveUpInMs: wait - 2_000 },
    { giveUpInMs: wait + 10 * MINUTE },
    { giveUpInMs: wait - 2_000, nextTryInMs: MINUTE },
  );
  const failed = { status: 'temporary-failure', isSlow: false } as const;
  await save(
    { claimed: claimOf(late), ...failed },
    { claimed: claimOf(just), ...failed },
    { claimed: claimOf(there), status: 'delivered', isSlow: false },
  );
  expect(await standing()).toMatchObject([
    { status: 'technical-failure', waits: null },
    { status: 'temporary-failure', waits: wait },
    { status: 'delivered', waits: null },
  ]);
  expect(Object.keys(await askedIn())).toEqual([just]);
});

test('five failures of a host in a row, and no fewer, leave it alone for half a minute, and what failed there for as long', async () => {
  const ids = await stored(...Array.from({ length: 6 }, () => ({})));
  const failed = { status: 'temporary-failure', ofProvider: true, isSlow: false } as const;
  const at = (some: readonly string[], host = HOST) =>
    some.map((id) => ({ claimed: claimOf(id, { host }), ...failed }));
  await save(...at(ids.slice(0, 3)), ...at(ids.slice(3, 4), OTHER));
  expect(await troubles()).toEqual([
    { host: HOST, failures: 3, isFailing: true, isSlow: false, probe: null },
    { host: OTHER, failures: 1, isFailing: true, isSlow: false, probe: null },
  ]);
  expect((await standing())[0]?.waits).toBe(waitAfter(1));
  await save(...at(ids.slice(4, 6)));
  expect(await troubles()).toMatchObject([
    { failures: 5, probe: 30 },
    { failures: 1, probe: null },
  ]);
  expect((await standing()).slice(3).map(({ waits }) => waits)).toEqual([waitAfter(1), 30_000, 30_000]);
});

test('a host that has failed for ten minutes is left alone for five', async () => {
  const [id = ''] = await stored({});
  await trouble(HOST, { failures: 9, forMs: 10 * MINUTE });
  const failed = { status: 'temporary-failure', ofProvider: true, isSlow: false } as const;
  await save({ claimed: claimOf(id), ...failed });
  expect(await troubles()).toMatchObject([{ failures: 10, probe: 300 }]);
});

/** Messages that wait for their host, each asked for in an hour. */
async function waitingAt(host: string, count: number): Promise<readonly string[]> {
  const ids = await stored(...Array.from({ length: count }, () => ({})));
  await db.transaction().execute((trx) => holdBack(trx, wanted(ids, host), '7'));
  return ids;
}

test('a host in trouble that answers quickly is well, and all that wait for it are called; those of other hosts wait on', async () => {
  const [first = '', second = ''] = await waitingAt(HOST, 2);
  const [elsewhere = ''] = await waitingAt(OTHER, 1);
  await trouble(HOST, { failures: 5, forMs: MINUTE, probeInMs: MINUTE });
  await trouble(OTHER, { failures: 5, forMs: MINUTE, probeInMs: MINUTE });
  const [sent = ''] = await stored({});
  await save({ claimed: claimOf(sent, { hostInTrouble: true }), status: 'delivered', isSlow: false });
  expect(await troubles()).toMatchObject([{ host: OTHER }]);
  expect(await askedIn()).toEqual({ [first]: 0, [second]: 0, [elsewhere]: 3600 });
  const { rows } = await sql<{
    id: string;
  }>`select id from delivery where next_try_at <= now() order by nth`.execute(db);
  expect(idsOf(rows)).toEqual([first, second]);
});

test('a host that was not in trouble when its message was claimed stays as it is noted', async () => {
  const [waits = ''] = await waitingAt(HOST, 1);
  await trouble(HOST, { failures: 2, forMs: MINUTE });
  const [sent = ''] = await stored({});
  await save({ claimed: claimOf(sent), status: 'delivered', isSlow: false });
  expect(await troubles()).toMatchObject([{ host: HOST, failures: 2 }]);
  expect(await askedIn()).toEqual({ [waits]: 3600 });
});

test('a host that answers slowly fails no more, and as many that wait are called as have answered, the oldest first', async () => {
  const ids = await waitingAt(HOST, 3);
  await trouble(HOST, { failures: 5, forMs: MINUTE, probeInMs: MINUTE });
  await trouble(OTHER, { failures: 5, forMs: MINUTE, probeInMs: MINUTE });
  const [one = '', two = '', failed = ''] = await stored({}, {}, {});
  const slow = { status: 'delivered', isSlow: true } as const;
  await save(
    { claimed: claimOf(one, { hostInTrouble: true }), ...slow },
    { claimed: claimOf(two, { hostInTrouble: true }), ...slow },
    { claimed: claimOf(failed), status: 'temporary-failure', ofProvider: true, isSlow: false },
  );
  expect(await troubles()).toEqual([
    { host: HOST, failures: 0, isFailing: false, isSlow: true, probe: null },
    { host: OTHER, failures: 5, isFailing: true, isSlow: false, probe: 60 },
  ]);
  const asked = await askedIn();
  expect(ids.map((id) => asked[id])).toEqual([0, 0, 3600]);
});

test('of one quick answer and one slow one a host is quick', async () => {
  const [one = '', two = ''] = await stored({}, {});
  await save(
    { claimed: claimOf(one), status: 'delivered', isSlow: true },
    { claimed: claimOf(two), status: 'permanent-failure', isSlow: false },
  );
  expect(await troubles()).toEqual([]);
});

test('a host stays slow since it was so first, and what is called is only what still waits to be sent', async () => {
  const [open = '', given = '', sent = '', done = '', dead = '', taken = ''] = await waitingAt(HOST, 6);
  await sql`update delivery set status = 'technical-failure' where id = ${given}`.execute(db);
  await sql`update delivery set next_try_at = null where id = ${taken}`.execute(db);
  for (const [id, column] of [
    [sent, 'sent_at'],
    [done, 'done_at'],
    [dead, 'dead_at'],
  ] as const)
    await sql`update outbox set ${sql.ref(column)} = now() where key = ${`alone:${id}`}`.execute(db);
  await noteSlow(db, HOST);
  await sql`update provider_trouble set slow_since = '2026-11-01T09:00:00Z'`.execute(db);
  await noteSlow(db, HOST);
  expect(await db.selectFrom('provider_trouble').select('slow_since').execute()).toEqual([
    { slow_since: '2026-11-01T09:00:00.000Z' },
  ]);
  const [quick = ''] = await stored({});
  await save({ claimed: claimOf(quick, { hostInTrouble: true }), status: 'delivered', isSlow: false });
  const { rows } = await sql<{ id: string }>`
    select message -> 'deliveryIds' ->> 0 as id from outbox where available_at <= now()`.execute(db);
  expect(idsOf(rows)).toEqual([open]);
});

test('what was being sent when its message ended is counted once and let go; what others send stays with them', async () => {
  const [mine = '', open = '', theirs = '', lapsed = '', done = '', notAsked = ''] = await stored(
    { sending_by: '7', sendingForMs: MINUTE },
    {},
    { sending_by: '8', sendingForMs: MINUTE },
    { sending_by: '8', sendingForMs: -MINUTE },
    { status: 'delivered' },
    { sending_by: '7', sendingForMs: MINUTE },
  );
  const released = await db
    .transaction()
    .execute((trx) => releaseDeliveries(trx, [done, lapsed, theirs, open, mine], '7'));
  expect(released).toEqual({
    open: [mine, open, lapsed].map((id) => ({ id, channel: 'smtp', formal: false })),
    uncertain: [mine],
  });
  expect(await standing()).toMatchObject([
    { id: mine, by: null, uncertain: 1, isSending: false },
    { id: open, uncertain: 0 },
    { id: theirs, by: '8', uncertain: 0 },
    { id: lapsed, by: '8', uncertain: 0 },
    { id: done, uncertain: 0 },
    { id: notAsked, by: '7', uncertain: 0 },
  ]);
});
