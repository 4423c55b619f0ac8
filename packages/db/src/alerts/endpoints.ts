import { newsOnly } from './news-only.ts';
import { whoIsTold, type Destination, NewsKind } from '@tocsin/alerting';
import {
  formatDate,
  HOUR_MS,
  londonTime,
  type IsoInstant,
  RiskBand,
  actorOf,
  PostedWay,
  postedWays,
} from '@tocsin/domain';
import { sql } from 'kysely';
import { namedInAudit } from '../audit/audit-names.ts';
import { audit } from '../audit/audit.ts';
import { enqueueDelivering, tellsOfFormal } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';
import { saveRoutes } from './routes.ts';

/** How long the secret before the newest one counts. */
const BOTH_COUNT_MS = 24 * HOUR_MS;

/** A web address to which alerts are posted. */
export interface Endpoint {
  readonly id: string;
  readonly channel: PostedWay;
  readonly name: string;
  readonly levels: readonly RiskBand[];
  readonly secretVersion: number;
  readonly rotatedAt: IsoInstant | null;
  readonly madeBy: string;
  readonly madeAt: IsoInstant;
}

const shownColumns = [
  'id',
  'channel',
  'name',
  'levels',
  'secret_version as secretVersion',
  'rotated_at as rotatedAt',
  'made_by as madeBy',
  'made_at as madeAt',
] as const;

/** The endpoints of the council that `trx` acts for, or of one of its people, without their addresses. */
export async function findEndpoints(
  trx: Trx,
  of: 'council' | { readonly personId: string },
): Promise<Endpoint[]> {
  const rows = await trx
    .selectFrom('endpoint')
    .select(shownColumns)
    .where('removed_at', 'is', null)
    .where((one) => (of === 'council' ? one('person_id', 'is', null) : one('person_id', '=', of.personId)))
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, levels: RiskBand.array().parse(row.levels) }));
}

interface NewEndpoint {
  readonly council: string;
  readonly channel: Endpoint['channel'];
  readonly name: string;
  readonly url: string;
  readonly levels: readonly RiskBand[];
  readonly by: string;
  readonly at: IsoInstant;
}

/** Names an endpoint of the council that `trx` acts for; undefined where another has, or had, the name. */
export async function addEndpoint(trx: Trx, endpoint: NewEndpoint): Promise<Endpoint | undefined> {
  const { council, channel, name, url, levels, by, at } = endpoint;
  const added = await trx
    .insertInto('endpoint')
    .values({ council, channel, name, url, levels: [...levels], made_by: by, made_at: at })
    .onConflict((known) => known.columns(['council', 'channel', 'name']).doNothing())
    .returning(shownColumns)
    .executeTakeFirst();
  if (!added) return undefined;
  const subject = `${channel} ${await namedInAudit(trx, council, name)}`;
  await audit(trx, { council, actor: by, action: 'named an endpoint', subject });
  return { ...added, levels };
}

/** Names the place in Teams of a person of the council that `trx` acts for, or takes it back. */
export async function setOwnTeams(
  trx: Trx,
  council: string,
  personId: string,
  url: string | null,
  at: IsoInstant,
): Promise<void> {
  const by = actorOf(personId);
  await removeOwnTeams(trx, personId, at);
  if (url !== null) {
    const { name } = await trx
      .selectFrom('person')
      .select('name')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    // Whoever sees to whom a message went sees this; of a name that was had before, with the moment.
    const called = `${name} in Teams, ${formatDate(at)} at ${londonTime(at).slice(11)}`;
    await trx
      .insertInto('endpoint')
      .values({ council, channel: 'teams', name: called, url, person_id: personId, made_by: by, made_at: at })
      .execute();
  }
  const action = url === null ? 'took back her place in Teams' : 'named her place in Teams';
  await audit(trx, { council, actor: by, action, subject: by });
}

/** Takes the place in Teams back of a person of the council that `trx` acts for. */
export async function removeOwnTeams(trx: Trx, personId: string, at: IsoInstant): Promise<void> {
  await trx
    .updateTable('endpoint')
    .set({ removed_at: at })
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .execute();
}

/** Whose endpoint, and who does something with it. */
interface OfEndpoint {
  readonly council: string;
  readonly id: string;
  readonly by: string;
  readonly at: IsoInstant;
}

const signedWays = PostedWay.options.filter((way) => postedWays[way].hasSecret);

/** Makes a new secret for a webhook of the council that `trx` acts for; the one before counts for a day. */
export async function rotateSecret(trx: Trx, of: OfEndpoint): Promise<Endpoint | undefined> {
  return change(trx, of, signedWays, 'made a new secret of an endpoint', {
    secret_version: sql<number>`secret_version + 1`,
    rotated_at: of.at,
  });
}

/** Removes an endpoint of the council that `trx` acts for; nothing is posted there any more. */
export async function removeEndpoint(trx: Trx, of: OfEndpoint): Promise<Endpoint | undefined> {
  return change(trx, of, PostedWay.options, 'removed an endpoint', { removed_at: of.at });
}

/** Asks for what did not arrive at an endpoint since a moment to be sent again. */
export async function askForMissed(
  trx: Trx,
  of: OfEndpoint,
  since: IsoInstant,
): Promise<Endpoint | undefined> {
  return change(trx, of, PostedWay.options, 'asked for what an endpoint has missed', { missed_since: since });
}

async function change(
  trx: Trx,
  { council, id, by }: OfEndpoint,
  ways: readonly PostedWay[],
  action: string,
  set: Readonly<Record<string, unknown>>,
): Promise<Endpoint | undefined> {
  const changed = await trx
    .updateTable('endpoint')
    .set(set)
    .where('id', '=', id)
    .where('council', '=', council)
    .where('person_id', 'is', null)
    .where('removed_at', 'is', null)
    .where('channel', 'in', [...ways])
    .returning(shownColumns)
    .executeTakeFirst();
  if (!changed) return undefined;
  const subject = `${changed.channel} ${await namedInAudit(trx, council, changed.name)}`;
  await audit(trx, { council, actor: by, action, subject });
  return { ...changed, levels: RiskBand.array().parse(changed.levels) };
}

/** Where a message to a name really goes, and by which secrets it is signed. */
export interface EndpointAddress {
  readonly id: string;
  readonly url: string;
  readonly secretVersions: readonly number[];
}

/** Where deliveries to endpoints go, by delivery, whatever an endpoint is called. */
export async function findEndpointAddresses(
  trx: Trx,
  deliveryIds: readonly string[],
  now: IsoInstant,
): Promise<ReadonlyMap<string, EndpointAddress | 'removed'>> {
  const rows = await trx
    .selectFrom('delivery')
    .innerJoin('endpoint', (join) =>
      join
        .onRef('endpoint.council', '=', 'delivery.council')
        .onRef('endpoint.channel', '=', 'delivery.channel')
        .onRef('endpoint.name', '=', 'delivery.recipient'),
    )
    .select([
      'delivery.id as deliveryId',
      'endpoint.id',
      'url',
      'secret_version as version',
      'rotated_at as rotatedAt',
      'removed_at as removedAt',
    ])
    .where('delivery.id', '=', sql<string>`any(${[...deliveryIds]}::bigint[])`)
    .execute();
  return new Map<string, EndpointAddress | 'removed'>(
    rows.map(({ deliveryId, id, url, version, rotatedAt, removedAt }) => {
      if (removedAt !== null) return [deliveryId, 'removed'];
      const bothCount = rotatedAt !== null && Date.parse(now) - Date.parse(rotatedAt) < BOTH_COUNT_MS;
      return [deliveryId, { id, url, secretVersions: bothCount ? [version, version - 1] : [version] }];
    }),
  );
}

/** Endpoints of which somebody asked for what they have missed. */
export async function findMissing(db: Db | Trx): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('endpoint')
    .select('id')
    .where('missed_since', 'is not', null)
    .where('removed_at', 'is', null)
    .orderBy('nth')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Sends an endpoint what it has missed: what did not arrive there, under the same id as before, and alerts that were raised
 * while nothing was sent there. Returns how many messages those are; undefined where somebody else does.
 */
export async function sendMissed(trx: Trx, endpointId: string, now: IsoInstant): Promise<number | undefined> {
  const endpoint = await trx
    .selectFrom('endpoint')
    .select(['council', 'channel', 'name as address', 'missed_since as since'])
    .where('id', '=', endpointId)
    .where('missed_since', 'is not', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!endpoint?.since) return undefined;
  await trx.updateTable('endpoint').set({ missed_since: null }).where('id', '=', endpointId).execute();
  const { council, channel, address, since } = endpoint;
  const again = await trx
    .updateTable('delivery')
    .set({ status: 'created', next_try_at: null, give_up_at: null, updated_at: now })
    .where('council', '=', council)
    .where('channel', '=', channel)
    .where('recipient', '=', address)
    .where('status', 'in', ['permanent-failure', 'technical-failure'])
    .where('created_at', '>=', since)
    .returning(['id', 'channel', tellsOfFormal.as('formal')])
    .execute();
  await enqueueDelivering(
    trx,
    again.map((one) => ({ ...one, afterMs: 0 })),
    'alone',
  );
  return again.length + (await tellUntold(trx, council, { channel, address }, since, now));
}

/** Tells a place of alerts that were raised since a moment and never sent there, by the council's rules. */
async function tellUntold(
  trx: Trx,
  council: string,
  { channel, address }: Destination,
  since: IsoInstant,
  now: IsoInstant,
): Promise<number> {
  const toTell = (await findCouncilsToTell(trx, [council])).get(council);
  const alerts = await trx
    .selectFrom('alert')
    .select(['id', 'kind', 'to_band as to', 'exposure'])
    .where('council', '=', council)
    .where('raised_at', '>=', since)
    .where(newsOnly)
    .where('letter_id', 'is', null)
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom('delivery')
            .whereRef('alert_id', '=', 'alert.id')
            .where('channel', '=', channel)
            .where('recipient', '=', address),
        ),
      ),
    )
    .orderBy('nth')
    .execute();
  const routes = alerts.flatMap(({ id: alertId, kind, to, exposure }) => {
    const routed = { kind: NewsKind.parse(kind), to, exposure };
    const here = toTell ? whoIsTold(routed, toTell, now) : [];
    return here
      .filter((route) => route.channel === channel && route.address === address)
      .map((route) => ({ alertId, council, route }));
  });
  await saveRoutes(trx, routes);
  return routes.length;
}
