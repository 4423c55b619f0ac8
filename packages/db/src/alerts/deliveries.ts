import { LONGEST_WAIT_MS, placesAt, TRIED_FOR_MS, waitAfter } from '@tocsin/alerting';
import { MINUTE_MS, endsOfDelivery, type DeliveryStatus } from '@tocsin/domain';
import { sql, type RawBuilder } from 'kysely';
import { countUnderWay, findHostTroubles, leaveAlone, ms, noteHosts } from './delivery-hosts.ts';
import { enqueueDelivering, tellsOfFormal, type ToDeliver } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import type { Delivery } from '../schema/tables.ts';

/** How long a sending is believed to be under way: a mail server may answer for ten minutes, and must be reached before. */
const SENDING_MS = 15 * MINUTE_MS;

const isOver = sql<boolean>`delivery.status = any(${[...endsOfDelivery]}::text[])`;

/** Deliveries by their ids, those that are over too. */
export async function findDeliveriesById(
  db: Db | Trx,
  ids: readonly string[],
): Promise<readonly (Delivery & ToDeliver)[]> {
  return db
    .selectFrom('delivery')
    .selectAll()
    .select(tellsOfFormal.as('formal'))
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .orderBy('nth')
    .execute();
}

/** A delivery that is to be sent, and to which host. */
export interface Wanted {
  readonly id: string;
  readonly channel: string;
  readonly host: string;
}

/** A delivery that nobody else sends until its outcome is saved or it is released. */
export interface Claimed {
  readonly id: string;
  readonly channel: string;
  readonly host: string;
  /** Tries that were heard to fail. */
  readonly tries: number;
  /** Its last sending did not come to an end that was heard: it is counted, and goes out a second time perhaps. */
  readonly again: boolean;
  /** Its host was in trouble when it was claimed. */
  readonly hostInTrouble: boolean;
}

/**
 * Claims deliveries for the message `outboxId`, to be sent outside any transaction: those that are not over, that no
 * other message sends, and whose host can take them. Others at a host in trouble wait, each asked for by itself.
 */
export async function claimDeliveries(
  db: Db,
  wanted: readonly Wanted[],
  outboxId: string,
): Promise<readonly Claimed[]> {
  const claimed = await claim(db, wanted, outboxId, 'where well');
  if (claimed.length === wanted.length) return claimed;
  const ids = new Set(claimed.map(({ id }) => id));
  const rest = wanted.filter(({ id }) => !ids.has(id));
  const beside = await db.transaction().execute((trx) => claimAtTroubled(trx, rest, outboxId));
  return [...claimed, ...beside];
}

async function claim(
  db: Db | Trx,
  wanted: readonly Wanted[],
  outboxId: string,
  how: 'where well' | 'anywhere',
): Promise<readonly Claimed[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Claimed>`
    with wanted as materialized (
      select delivery.id, given.host, sending_by is not null as again
      from json_to_recordset(${JSON.stringify(wanted)}::json) as given (id bigint, host text)
      join delivery on delivery.id = given.id
      where ${claimable(outboxId)}
        and (${how === 'anywhere'}::boolean or not exists (select from provider_trouble where provider_trouble.host = given.host))
      order by delivery.nth for update of delivery)
    update delivery set sending_by = ${outboxId}, sending_until = now() + ${ms(SENDING_MS)}, host = wanted.host,
      next_try_at = null, uncertain = uncertain + again::int
    from wanted where delivery.id = wanted.id
    returning delivery.id, channel, delivery.host, tries, again, ${how === 'anywhere'}::boolean as "hostInTrouble"`.execute(
    db,
  );
  return rows;
}

/** Not over, and sent by no other message. */
function claimable(outboxId: string): RawBuilder<boolean> {
  return sql<boolean>`not (${isOver})
    and (sending_by is null or sending_by = ${outboxId} or sending_until < now())`;
}

async function claimAtTroubled(
  trx: Trx,
  wanted: readonly Wanted[],
  outboxId: string,
): Promise<readonly Claimed[]> {
  const troubles = await findHostTroubles(
    trx,
    wanted.map(({ host }) => host),
  );
  const open = await trx
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', sql<string>`any(${wanted.map(({ id }) => id)}::bigint[])`)
    .where(claimable(outboxId))
    .execute();
  const isOpen = new Set(open.map(({ id }) => id));
  const claimed: Claimed[] = [];
  for (const host of new Set(wanted.map((one) => one.host))) {
    const there = wanted.filter((one) => one.host === host && isOpen.has(one.id));
    const trouble = troubles.get(host);
    const places = trouble ? placesAt(trouble, await countUnderWay(trx, host, outboxId)) : there.length;
    const taken = await claim(trx, there.slice(0, places), outboxId, 'anywhere');
    if (trouble?.probeInMs != null && taken.length > 0) await leaveAlone(trx, host, SENDING_MS);
    await holdBack(trx, there.slice(places), outboxId);
    claimed.push(...taken);
  }
  return claimed;
}

/** Deliveries that were not tried because of their host: each waits until it is called, an hour at most. */
export async function holdBack(trx: Trx, held: readonly Wanted[], outboxId: string): Promise<void> {
  if (held.length === 0) return;
  const { rows } = await sql<ToDeliver>`
    update delivery set host = given.host, sending_by = null, sending_until = null,
      next_try_at = now() + ${ms(LONGEST_WAIT_MS)}, give_up_at = coalesce(give_up_at, now() + ${ms(TRIED_FOR_MS)})
    from json_to_recordset(${JSON.stringify(held)}::json) as given (id bigint, host text)
    where delivery.id = given.id and ${claimable(outboxId)} returning delivery.id, channel, ${tellsOfFormal} as formal`.execute(
    trx,
  );
  await enqueueDelivering(
    trx,
    rows.map((one) => ({ ...one, afterMs: LONGEST_WAIT_MS })),
    'alone',
  );
}

/** How one try at a delivery ended. */
export interface Tried {
  readonly claimed: Claimed;
  readonly status: DeliveryStatus;
  readonly detail: string;
  /** It may have been accepted although we did not hear so. */
  readonly uncertain?: true;
  /** It was its host that failed, and not this message. */
  readonly ofProvider?: true;
  /** There is nobody at the address. */
  readonly unreachable?: true;
  /** Its host took long to answer. */
  readonly isSlow: boolean;
}

/**
 * Writes how tries at deliveries ended. Those that are to be tried again are asked for, each by itself, until they are
 * given up (`technical-failure`). Of a host that fails or is slow that is noted; one that answers again has all called
 * that wait for it. Returns the status of each by its id.
 */
export async function saveDeliveryOutcomes(
  trx: Trx,
  tried: readonly Tried[],
): Promise<ReadonlyMap<string, DeliveryStatus>> {
  if (tried.length === 0) return new Map();
  const alone = await noteHosts(
    trx,
    tried.map(({ claimed, ...answer }) => ({ ...answer, ...claimed })),
  );
  const given = tried.map(({ claimed, status, detail, uncertain, ofProvider }) => ({
    id: claimed.id,
    status,
    detail,
    uncertain,
    after: (ofProvider && alone.get(claimed.host)) || waitAfter(claimed.tries + 1),
  }));
  const waits = sql`given.status = 'temporary-failure'`;
  const { rows } = await sql<ToDeliver & Pick<Delivery, 'status'>>`
    update delivery set
      status = case when ${waits} and give_up_at < now() + given.after * interval '1 millisecond'
        then 'technical-failure' else given.status end,
      next_try_at = case when ${waits} and give_up_at < now() + given.after * interval '1 millisecond' then null
        when ${waits} then now() + given.after * interval '1 millisecond' end,
      give_up_at = case when ${waits} then coalesce(give_up_at, now() + ${ms(TRIED_FOR_MS)}) else give_up_at end,
      last_error = given.detail, tries = tries + 1, sending_by = null, sending_until = null,
      uncertain = delivery.uncertain + coalesce(given.uncertain, false)::int, updated_at = now()
    from json_to_recordset(${JSON.stringify(given)}::json)
      as given (id bigint, status text, detail text, uncertain boolean, after float8)
    where delivery.id = given.id returning delivery.id, channel, delivery.status, ${tellsOfFormal} as formal`.execute(
    trx,
  );
  const after = new Map(given.map((one) => [one.id, one.after]));
  await enqueueDelivering(
    trx,
    rows
      .filter(({ status }) => status === 'temporary-failure')
      .map(({ id, channel, formal }) => ({ id, channel, formal, afterMs: after.get(id) ?? 0 })),
    'alone',
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/**
 * Releases what `outboxId` has claimed and of which nobody hears how it ended, and counts it: it may have been sent.
 * Returns those of `ids` that are not over and that no other message sends, and which of them were counted.
 */
export async function releaseDeliveries(
  trx: Trx,
  ids: readonly string[],
  outboxId: string,
): Promise<{
  readonly open: readonly ToDeliver[];
  readonly uncertain: readonly string[];
}> {
  const released = await trx
    .updateTable('delivery')
    .set({
      uncertain: sql`uncertain + 1`,
      sending_by: null,
      sending_until: null,
      updated_at: sql<string>`now()`,
    })
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .where('sending_by', '=', outboxId)
    .returning('id')
    .execute();
  const open = await trx
    .selectFrom('delivery')
    .select(['id', 'channel', tellsOfFormal.as('formal')])
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .where(claimable(outboxId))
    .orderBy('nth')
    .execute();
  return { open, uncertain: released.map(({ id }) => id) };
}

/**
 * Opens the deliveries of a message again that were given up, with all the time that one has: by a person's decision, for
 * no message can claim them otherwise.
 */
export async function reopenDeliveries(trx: Trx, outboxId: string): Promise<void> {
  await sql`
    update delivery set status = case when tries = 0 then 'created' else 'temporary-failure' end,
      next_try_at = now(), give_up_at = now() + ${ms(TRIED_FOR_MS)}, updated_at = now()
    from outbox where outbox.id = ${outboxId} and queue = 'deliver' and dead_at is not null
      and delivery.status = 'technical-failure'
      and delivery.id in (select deliver::bigint from jsonb_array_elements_text(
        coalesce(message -> 'deliveryIds', jsonb_build_array(message -> 'deliveryId'))) as deliver)`.execute(
    trx,
  );
}
