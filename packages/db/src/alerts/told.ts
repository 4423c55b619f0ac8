import { whereSomebodyIsTold, type DeliveryState, type Reason, type Route } from '@tocsin/alerting';
import { CANARY_COUNCIL } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { findCouncilsToTell } from './councils-to-tell.ts';

/** Who was told of one alert, by itself, with another or in a letter, how, and how that went. */
export async function findDeliveries(trx: Trx, alertId: string): Promise<DeliveryState[]> {
  return trx
    .selectFrom('delivery')
    .select(stateColumns)
    .where(
      sql<boolean>`(alert_id = ${alertId} or alert_id = (select told_with from alert where id = ${alertId})
        or letter_id = (select letter_id from alert where id = ${alertId})
        or letter_id in (select letter_id from telling where alert_id = ${alertId})
        or letter_id in (select letter.id from letter join alert_action on alert_action.id = deed_id
          where alert_action.alert_id = ${alertId}))`,
    )
    .orderBy('nth')
    .execute();
}

/** Why somebody is told of an alert, and when. */
export interface ToldWhy {
  readonly channel: string;
  readonly address: string;
  readonly how: Route['how'];
  readonly dueAt: string;
  readonly reason: Reason;
  /** It waits for her digest. */
  readonly waits: boolean;
}

/** Everybody who is told of one alert by itself or in a digest, with the reason. */
export async function findReasons(trx: Trx, alertId: string): Promise<ToldWhy[]> {
  return trx
    .selectFrom('telling')
    .select(['channel', 'address', 'how', 'due_at as dueAt', 'reason'])
    .select(sql<boolean>`(how = 'digest' and letter_id is null)`.as('waits'))
    .where('alert_id', '=', alertId)
    .orderBy('due_at')
    .orderBy('address')
    .execute();
}

/** Why each address is told of these alerts, for their mails; not of those whom the command line has named. */
export async function findReasonsOf(
  trx: Trx,
  alertIds: readonly string[],
): Promise<(alertId: string, address: string) => Reason | undefined> {
  const rows = await trx
    .selectFrom('telling')
    .select(['alert_id', 'address', 'reason'])
    .where('alert_id', '=', sql<string>`any(${[...alertIds]}::bigint[])`)
    .where(sql<boolean>`reason ->> 'as' not in ('named', 'told-before')`)
    .execute();
  const reasons = new Map(rows.map((row) => [`${row.alert_id} ${row.address}`, row.reason]));
  return (alertId, address) => reasons.get(`${alertId} ${address}`);
}

const stateColumns = [
  'channel',
  'recipient',
  'delivery.status',
  'tries',
  'uncertain',
  'last_error as lastError',
  'updated_at as updatedAt',
  'next_try_at as nextTryAt',
  'give_up_at as giveUpAt',
  sql<boolean>`coalesce(sending_until > now(), false)`.as('isBeingSent'),
] as const;

/** A message of a council that has not arrived. */
export interface Undelivered {
  readonly state: DeliveryState;
  /** The alert that it tells; null for a letter. */
  readonly alert: { readonly id: string; readonly title: string } | null;
}

/** The messages that have not arrived, of the council that `trx` acts for, the newest first, and how many there are. */
export async function findUndelivered(
  trx: Trx,
  limit: number,
): Promise<{ readonly shown: readonly Undelivered[]; readonly total: number }> {
  const rows = await trx
    .selectFrom('delivery')
    .leftJoin('alert', 'alert.id', 'alert_id')
    .select([...stateColumns, 'alert_id', 'alert.title', sql<number>`(count(*) over ())::int`.as('total')])
    .where('delivery.status', 'not in', ['delivered', 'sending'])
    .orderBy('delivery.nth', 'desc')
    .limit(limit)
    .execute();
  return {
    total: rows[0]?.total ?? 0,
    shown: rows.map(({ alert_id: id, title, total: _total, ...state }) => ({
      state,
      alert: id === null ? null : { id, title: title ?? '' },
    })),
  };
}

/** At how many places somebody of a council is told of alerts, and which of them its messages do not reach. */
export interface Reach {
  readonly places: number;
  /** Those whose newest message that is over did not arrive. */
  readonly unreached: readonly string[];
}

/** Where somebody of a council is told, and is reached. `trx` acts for the council. */
export async function findReach(trx: Trx, council: string): Promise<Reach> {
  const toTell = (await findCouncilsToTell(trx, [council])).get(council);
  const places = toTell ? whereSomebodyIsTold(toTell) : [];
  if (places.length === 0) return { places: 0, unreached: [] };
  const { rows } = await sql<Pick<Reach, 'unreached'>>`
    select coalesce(array_agg(address order by address)
      filter (where last.status in ('permanent-failure', 'technical-failure')), '{}') as unreached
    from json_to_recordset(${JSON.stringify(places)}::json) as given (channel text, address text) left join lateral (
      select status from delivery
      where delivery.council = ${council} and delivery.channel = given.channel
        and delivery.recipient = given.address and status not in ('created', 'temporary-failure')
      order by nth desc limit 1) last on true`.execute(trx);
  return { places: places.length, unreached: rows[0]?.unreached ?? [] };
}

/** Councils where people have signed in, or the command line has named somebody, and nobody is told of any alert now. */
export async function findUntoldCouncils(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ council: string }>`
    select council from (select council from membership union select council from recipient) as used
    where council <> ${CANARY_COUNCIL} order by council`.execute(db);
  const inUse = rows.map(({ council }) => council);
  const toTell = await findCouncilsToTell(db, inUse);
  return inUse.filter((council) => {
    const one = toTell.get(council);
    return one && whereSomebodyIsTold(one).length === 0;
  });
}
