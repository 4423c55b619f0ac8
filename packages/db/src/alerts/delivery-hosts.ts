import { leftAlone, type HostTrouble } from '@tocsin/alerting';
import { sql, type RawBuilder } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** What one try at a delivery says of its host. */
export interface HostAnswer {
  readonly host: string;
  /** Whether something was known to be wrong with it when the delivery was claimed. */
  readonly hostInTrouble: boolean;
  /** It was the host that failed, and not this message. */
  readonly ofProvider?: true;
  /** It took long to answer. */
  readonly isSlow: boolean;
}

/** What is wrong with hosts; of one that is well nothing. Kept from changing for the time of the transaction. */
export async function findHostTroubles(
  trx: Trx,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, HostTrouble>> {
  const { rows } = await sql<HostTrouble & { readonly host: string }>`
    select host, failures, slow_since is not null as "isSlow",
      coalesce(extract(epoch from now() - failing_since) * 1000, 0)::float8 as "failingForMs",
      (extract(epoch from probe_at - now()) * 1000)::float8 as "probeInMs"
    from provider_trouble where host = any(${[...new Set(hosts)]}::text[]) order by host for update`.execute(
    trx,
  );
  return new Map(rows.map((row) => [row.host, row]));
}

export async function countUnderWay(trx: Trx, host: string, outboxId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from delivery
    where host = ${host} and sending_until > now() and sending_by <> ${outboxId}`.execute(trx);
  return rows[0]?.count ?? 0;
}

export async function leaveAlone(trx: Trx, host: string, forMs: number): Promise<void> {
  await sql`update provider_trouble set probe_at = now() + ${ms(forMs)} where host = ${host}`.execute(trx);
}

/**
 * Notes what the outcomes say of their hosts; nothing of those that were well and are. Returns for how long which of
 * them are left alone, in milliseconds.
 */
export async function noteHosts(
  trx: Trx,
  answers: readonly HostAnswer[],
): Promise<ReadonlyMap<string, number>> {
  const alone = new Map<string, number>();
  for (const host of new Set(answers.map((one) => one.host))) {
    const there = answers.filter((one) => one.host === host);
    const answered = there.filter(({ ofProvider }) => !ofProvider);
    const isQuick = answered.some(({ isSlow }) => !isSlow);
    if (isQuick && there.some(({ hostInTrouble }) => hostInTrouble)) {
      await trx.deleteFrom('provider_trouble').where('host', '=', host).execute();
      await callWaiting(trx, host, null);
    } else if (answered.length > 0 && !isQuick) {
      await noteSlow(trx, host);
      await sql`update provider_trouble set failures = 0, failing_since = null, probe_at = null
        where host = ${host}`.execute(trx);
      await callWaiting(trx, host, answered.length);
    } else if (answered.length === 0) {
      const forMs = await noteFailures(trx, host, there.length);
      if (forMs !== null) alone.set(host, forMs);
    }
  }
  return alone;
}

async function noteFailures(trx: Trx, host: string, failures: number): Promise<number | null> {
  await sql`
    insert into provider_trouble (host, failures, failing_since) values (${host}, ${failures}, now())
    on conflict (host) do update set failures = provider_trouble.failures + excluded.failures,
      failing_since = coalesce(provider_trouble.failing_since, now())`.execute(trx);
  const trouble = (await findHostTroubles(trx, [host])).get(host);
  const forMs = trouble ? leftAlone(trouble) : null;
  if (forMs !== null) await leaveAlone(trx, host, forMs);
  return forMs;
}

/** Notes that a host takes long to answer. */
export async function noteSlow(db: Db | Trx, host: string): Promise<void> {
  await sql`
    insert into provider_trouble (host, slow_since) values (${host}, now())
    on conflict (host) do update set slow_since = coalesce(provider_trouble.slow_since, now())`.execute(db);
}

/** Has deliveries that wait for a host sent now: `most` of them, the oldest first, or all. */
async function callWaiting(trx: Trx, host: string, most: number | null): Promise<void> {
  await sql`
    with called as (
      select outbox.id, delivery.id as delivery from delivery join outbox on queue = 'deliver' and key = 'alone:' || delivery.id
      where host = ${host} and next_try_at is not null and status in ('created', 'temporary-failure')
        and sent_at is null and done_at is null and dead_at is null
      order by delivery.nth limit ${most} for update),
    ready as (update outbox set available_at = now() from called where outbox.id = called.id),
    told as (update delivery set next_try_at = now() from called where delivery.id = called.delivery)
    select pg_notify('outbox', 'deliver')`.execute(trx);
}

/** A span of time that a query adds to a moment. */
export function ms(milliseconds: number): RawBuilder<unknown> {
  return sql`${`${milliseconds} milliseconds`}::interval`;
}
