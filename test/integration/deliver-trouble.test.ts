import { claimDeliveries, findDeadLetters, redriveAll, saveDeliveryOutcomes, type Tried } from '@tocsin/db';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { deliver } from '../../services/notifier/src/deliver.ts';
import { openPostOffice } from '../support/system-mail.ts';
import { until } from '../support/system-wait.ts';
import type { Ground } from '../support/faults.ts';
import { openUnsent, portsOf, type Unsent } from '../support/unsent.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function unsent(count: number): Promise<Unsent> {
  const made = await openUnsent(count);
  closing.push(made.ground.stop);
  return made;
}

function asked(outboxId: string, ...deliveryIds: string[]) {
  const finish = async () => undefined;
  return { message: { v: 2 as const, deliveryIds }, outboxId, afterDeath: false, finish };
}

const HOST = 'smtp mail.example:25';
const wanted = (ids: readonly string[], host = HOST) => ids.map((id) => ({ id, channel: 'smtp', host }));

/** Ends what is claimed. */
async function end(
  { db }: Ground,
  claims: Awaited<ReturnType<typeof claimDeliveries>>,
  outcome: Omit<Tried, 'claimed' | 'detail'>,
): Promise<void> {
  const tried = claims.map((claimed) => ({ claimed, detail: '', ...outcome }));
  await db.transaction().execute((trx) => saveDeliveryOutcomes(trx, tried));
}
const failed = { status: 'temporary-failure', ofProvider: true, isSlow: false } as const;
const arrived = { status: 'delivered', isSlow: false } as const;

async function standing({ db }: Ground) {
  const { rows } = await sql<{
    id: string;
    status: string;
    waits: number | null;
    giveUp: number | null;
    uncertain: number;
  }>`
    select id, status, uncertain, round(extract(epoch from next_try_at - now()))::int as waits,
      round(extract(epoch from give_up_at - now()) / 3600)::int as "giveUp"
    from delivery order by nth`.execute(db);
  return rows;
}

/** Seconds until deliveries are asked for again, by id. */
async function askedIn({ db }: Ground): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; seconds: number }>`
    select message -> 'deliveryIds' ->> 0 as id, greatest(0, round(extract(epoch from available_at - now())))::int as seconds
    from outbox where queue = 'deliver' and key like 'alone:%' and sent_at is null`.execute(db);
  return new Map(rows.map(({ id, seconds }) => [id, seconds]));
}

test('after three hours without a mail server a message still waits, and is sent by itself when it is back', async () => {
  const { ground, ids } = await unsent(8);
  await end(ground, await claimDeliveries(ground.db, wanted(ids.slice(0, 5)), '1'), failed);
  await sql`update provider_trouble set failing_since = now() - interval '3 hours', probe_at = now()`.execute(
    ground.db,
  );
  await sql`update delivery set tries = 40`.execute(ground.db);
  const probes = await claimDeliveries(ground.db, wanted(ids), '2');
  expect(probes).toHaveLength(1);
  await end(ground, probes, failed);
  expect(await claimDeliveries(ground.db, wanted(ids), '3')).toEqual([]);
  const waiting = await standing(ground);
  expect(waiting.every(({ waits }) => waits !== null && waits > 0 && waits <= 3_600)).toBe(true);
  expect(waiting.every(({ giveUp }) => giveUp === 75)).toBe(true);
  const [prober = ''] = probes.map(({ id }) => id);
  expect((await askedIn(ground)).get(prober)).toBeLessThanOrEqual(15 * 60);

  await sql`update provider_trouble set probe_at = now()`.execute(ground.db);
  await end(ground, await claimDeliveries(ground.db, wanted([prober]), '4'), arrived);
  const called = await askedIn(ground);
  expect(ids.filter((id) => id !== prober && called.get(id) !== 0)).toEqual([]);
  expect(await claimDeliveries(ground.db, wanted(ids), '5')).toHaveLength(7);
});

test('one host in trouble keeps no message from another', async () => {
  const { ground, ids } = await unsent(8);
  await end(ground, await claimDeliveries(ground.db, wanted(ids.slice(0, 5)), '1'), failed);
  const others = await claimDeliveries(
    ground.db,
    [...wanted(ids.slice(5, 6)), ...wanted(ids.slice(6), 'webhook council.example')],
    '2',
  );
  expect(others.map(({ id }) => id)).toEqual(ids.slice(6));
});

test('to a slow host two are under way at most, and all go when it answers quickly again', async () => {
  const { ground, ids } = await unsent(8);
  const first = await claimDeliveries(ground.db, wanted(ids.slice(0, 1)), '1');
  await end(ground, first, { ...arrived, isSlow: true });
  const two = await claimDeliveries(ground.db, wanted(ids.slice(1, 6)), '2');
  expect(two).toHaveLength(2);
  expect(await claimDeliveries(ground.db, wanted(ids.slice(6)), '3')).toEqual([]);
  await end(ground, two.slice(0, 1), { ...arrived, isSlow: true });
  expect([...(await askedIn(ground)).values()].filter((seconds) => seconds === 0)).toHaveLength(1);
  expect(await claimDeliveries(ground.db, wanted(ids.slice(6)), '4')).toHaveLength(1);
  await end(ground, two.slice(1), arrived);
  const called = await askedIn(ground);
  const waiting = (await standing(ground)).filter(
    ({ status, waits }) => status === 'created' && waits !== null,
  );
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.map(({ id }) => called.get(id))).toEqual(waiting.map(() => 0));
});

test('a message is given up after 75 hours, is a dead letter, and says so; sent again it has 75 hours more', async () => {
  const { ground, ids } = await unsent(1);
  const [id = ''] = ids;
  const office = await openPostOffice();
  closing.push(office.stop);
  const [{ recipient } = { recipient: '' }] = await ground.db
    .selectFrom('delivery')
    .select('recipient')
    .execute();
  office.defer(recipient);
  const ports = portsOf(ground, office.url);
  await deliver(ports, asked('1', id));
  expect((await standing(ground))[0]).toMatchObject({ status: 'temporary-failure', giveUp: 75 });
  await sql`update delivery set give_up_at = now() + interval '1 second', tries = 80`.execute(ground.db);
  // The message of the first try is over, as its worker would have said: only the next one is asked for.
  await sql`update outbox set done_at = now() where key = ${id}`.execute(ground.db);
  await sql`update outbox set available_at = now()`.execute(ground.db);
  ground.startWorker('deliver', (work) => deliver(ports, work));
  await ground.startRelay();
  await until(async () => (await findDeadLetters(ground.db, 1)).length === 1);
  const [letter] = await findDeadLetters(ground.db, 1);
  expect(letter?.dead_reason).toBe('given-up');
  expect((await standing(ground))[0]).toMatchObject({ status: 'technical-failure', waits: null });
  // Another message of the same delivery tries nothing of it again: only a person has it sent.
  await deliver(ports, asked('9', id));
  expect((await standing(ground))[0]).toMatchObject({ status: 'technical-failure', waits: null });
  expect((await askedIn(ground)).size).toBe(0);
  await redriveAll(ground.db);
  await until(async () => ((await standing(ground))[0]?.waits ?? 0) > 60);
  expect((await standing(ground))[0]).toMatchObject({ status: 'temporary-failure', giveUp: 75 });
});

test('while a mail server takes its time no transaction is open, nobody else sends it, and a restart is counted', async () => {
  const { ground, ids } = await unsent(1);
  const [id = ''] = ids;
  let stored: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (stored = resolve));
  const office = await openPostOffice(() => undefined, answered);
  closing.push(office.stop);
  const ports = portsOf(ground, office.url);
  const sending = deliver(ports, asked('1', id));
  await until(async () => office.received.length === 1);
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`.execute(ground.db);
  expect(rows).toEqual([{ open: 0 }]);
  await deliver(ports, asked('2', id));
  expect(office.received).toHaveLength(1);
  const again = await claimDeliveries(ground.db, wanted([id]), '1');
  expect(again).toMatchObject([{ id, again: true }]);
  expect((await standing(ground))[0]).toMatchObject({ uncertain: 1 });
  stored();
  await sending;
  expect((await standing(ground))[0]).toMatchObject({ status: 'delivered', uncertain: 1 });
});
