import type { DeliveryState, Reason, Route } from '@tocsin/alerting';
import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/** Who was told of one alert, by itself or in a letter, how, and how that went. */
export async function findDeliveries(trx: Trx, alertId: string): Promise<DeliveryState[]> {
  return trx
    .selectFrom('delivery')
    .select(stateColumns)
    .where(
      sql<boolean>`(alert_id = ${alertId} or letter_id = (select letter_id from alert where id = ${alertId})
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

/** Whom a council has named to be told, and whom of them its messages do not reach. */
export interface Reach {
  readonly recipients: number;
  /** Those whose newest message that is over did not arrive. */
  readonly unreached: readonly string[];
}

/** Who of those that are to be told is reached, of the council that `trx` acts for. */
export async function findReach(trx: Trx): Promise<Reach> {
  const { rows } = await sql<Reach>`
    select count(*)::int as recipients, coalesce(array_agg(address order by address)
      filter (where last.status in ('permanent-failure', 'technical-failure')), '{}') as unreached
    from recipient left join lateral (
      select status from delivery
      where delivery.council = recipient.council and delivery.channel = recipient.channel
        and delivery.recipient = recipient.address and status not in ('created', 'temporary-failure')
      order by nth desc limit 1) last on true
    where active`.execute(trx);
  return rows[0] ?? { recipients: 0, unreached: [] };
}
