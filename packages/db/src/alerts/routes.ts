import {
  acknowledgeIn,
  afterWorkingTime,
  isSentTo,
  nextDigest,
  placeOf,
  stakesOf,
  whoIsTold,
  type AlertKind,
  type CouncilToTell,
  type Reason,
  type Route,
  isNews,
} from '@tocsin/alerting';
import { addTo, type Exposure, type IsoInstant, type RiskBand } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { sql } from 'kysely';
import { ERASED } from '../keeping/blank-addresses.ts';
import { enqueueDelivering, tellsOfFormal, type ToDeliver } from '../outbox/outbox.ts';
import type { Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';

/** An alert, as far as it decides who is told. */
interface ToTell {
  readonly council: string;
  readonly kind: AlertKind;
  readonly toBand: RiskBand;
  readonly exposure: Exposure;
  readonly replayed: boolean;
  readonly follows?: readonly string[];
  readonly overtakes?: readonly string[];
}

/** An alert that was raised and is told by itself. */
interface Raised {
  readonly id: string;
  readonly raisedAt: IsoInstant;
  readonly alert: ToTell;
}

/**
 * Tells of alerts: whoever was told of what an alert follows up or overtakes, in the way in which she was told; and of
 * what is new whoever of its council is to be told. Of a formal event that is told at once it is set by when somebody
 * is to acknowledge it, where people sign in who could.
 */
export async function tellOfAlerts(trx: Trx, raised: readonly Raised[]): Promise<void> {
  if (raised.length === 0) return;
  const councils = await findCouncilsToTell(
    trx,
    raised.map(({ alert }) => alert.council),
  );
  const toldBefore = await findToldBefore(trx, raised);
  const due: { id: string; by: IsoInstant }[] = [];
  const routes = raised.flatMap(({ id, raisedAt, alert }) => {
    const council = councils.get(alert.council);
    if (!council) return [];
    const before = (toldBefore.get(id) ?? [])
      .filter((one) => isSentTo(council, one))
      .map((one) => againRoute(one, raisedAt, council));
    const news = newsRoutes(alert, council, raisedAt);
    const by = acknowledgeBy(alert, council, news, raisedAt);
    if (by !== null) due.push({ id, by });
    return [...before, ...news].map((route) => ({ alertId: id, council: alert.council, route }));
  });
  await saveRoutes(trx, routes);
  if (due.length === 0) return;
  await sql`update alert set acknowledge_by = given.by from json_to_recordset(${JSON.stringify(due)}::json)
    as given (id bigint, by timestamptz) where alert.id = given.id`.execute(trx);
}

function newsRoutes(alert: ToTell, council: CouncilToTell, now: IsoInstant): readonly Route[] {
  const { kind, toBand: to, exposure, follows } = alert;
  if (follows !== undefined || !isNews(kind)) return [];
  return whoIsTold({ kind, to, exposure }, council, now);
}

function acknowledgeBy(
  { kind, exposure, replayed }: ToTell,
  { people, lines }: CouncilToTell,
  routes: readonly Route[],
  now: IsoInstant,
): IsoInstant | null {
  if (replayed || people.length === 0 || routes.every(({ how }) => how === 'digest')) return null;
  const span = acknowledgeIn(kind, stakesOf(viewOfExposure(exposure)), lines);
  return span && afterWorkingTime(now, span, lines.workingHours);
}

/** Somebody who was told of an earlier alert, by a message of its own, in a letter, or in her digest. */
interface ToldBefore {
  readonly channel: string;
  readonly address: string;
  readonly personId: string | null;
  readonly inDigest: boolean;
}

async function findToldBefore(
  trx: Trx,
  raised: readonly Raised[],
): Promise<ReadonlyMap<string, readonly ToldBefore[]>> {
  const given = raised.flatMap(({ id, alert }) =>
    (alert.follows ?? alert.overtakes ?? []).map((told) => ({ id, told })),
  );
  const found = new Map<string, ToldBefore[]>();
  if (given.length === 0) return found;
  const { rows } = await sql<ToldBefore & { readonly id: string }>`
    select id, channel, address, max(person_id)::text as "personId", bool_and(in_digest) as "inDigest" from (
      select given.id, channel, recipient as address, null::bigint as person_id, false as in_digest
      from ${earlier(given)} join delivery on delivery.alert_id = told
      union all
      select given.id, channel, recipient, null, false
      from ${earlier(given)} join alert on alert.id = told join delivery using (letter_id)
      union all
      select given.id, channel, address, person_id, how = 'digest'
      from ${earlier(given)} join telling on telling.alert_id = told) as told
    where not starts_with(address, ${ERASED})
    group by id, channel, address order by id, channel, address`.execute(trx);
  for (const { id, ...one } of rows) addTo(found, id, one);
  return found;
}

function earlier(given: readonly { readonly id: string; readonly told: string }[]) {
  return sql`json_to_recordset(${JSON.stringify(given)}::json) as given (id bigint, told bigint)`;
}

function againRoute({ inDigest, ...who }: ToldBefore, now: IsoInstant, { people }: CouncilToTell): Route {
  const reason: Reason = { as: 'told-before', of: null, pence: 0, insteadOf: null };
  if (!inDigest) return { ...who, how: 'at-once', at: now, reason };
  const rhythm = people.find(({ id }) => id === who.personId)?.subscription.digest ?? 'weekly';
  return { ...who, how: 'digest', at: nextDigest(now, rhythm), reason };
}

/** A route of one alert of a council. */
export interface RouteOfAlert {
  readonly alertId: string;
  readonly council: string;
  readonly route: Route;
}

/**
 * Keeps who is told of alerts and why, and asks for what is not for a digest to be sent, now or when quiet hours end.
 * What is kept already counts, unless it was for a digest and is to be sent sooner.
 */
export async function saveRoutes(trx: Trx, routes: readonly RouteOfAlert[]): Promise<void> {
  if (routes.length === 0) return;
  const given = routes.map(({ alertId, council, route: { personId, at, ...route } }, place) => ({
    ...route,
    place,
    box: placeOf(route),
    alert_id: alertId,
    council,
    person_id: personId,
    due_at: at,
  }));
  const { rows } = await sql<ToDeliver & { readonly waits_ms: number }>`
    with given as (
      select distinct on (alert_id, box) * from json_to_recordset(${JSON.stringify(given)}::json)
        as given (place int, box text, alert_id bigint, council text, channel text, address text, person_id bigint, how text,
          due_at timestamptz, reason jsonb)
      order by alert_id, box, how = 'digest', place),
    kept as (
      insert into telling (alert_id, council, channel, address, person_id, how, due_at, reason)
      select alert_id, council, channel, address, person_id, how, due_at, reason from given
      on conflict (alert_id, channel, address, council) do update
        set how = excluded.how, due_at = excluded.due_at, reason = excluded.reason
        where telling.how = 'digest' and excluded.how <> 'digest')
    insert into delivery (alert_id, council, channel, recipient)
    select alert_id, council, channel, address from given where how <> 'digest' order by place
    on conflict do nothing
    returning id, channel, ${tellsOfFormal} as formal, (select greatest(0, 1000 * extract(epoch from given.due_at - now()))::float8 from given
      where given.alert_id = delivery.alert_id and given.channel = delivery.channel and address = recipient) as waits_ms`.execute(
    trx,
  );
  const [later, now] = [rows.filter((row) => row.waits_ms > 0), rows.filter((row) => row.waits_ms <= 0)];
  await enqueueDelivering(trx, now);
  await enqueueDelivering(
    trx,
    later.map(({ waits_ms: afterMs, ...delivery }) => ({ ...delivery, afterMs })),
    'alone',
  );
}
