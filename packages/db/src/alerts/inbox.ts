import type { AlertRecord } from '@tocsin/alerting';
import {
  openAlertStatuses,
  type AlertStatus,
  type IsoDate,
  type IsoInstant,
  type RiskLevel,
} from '@tocsin/domain';
import { shownName } from '@tocsin/matching';
import { sql, type ExpressionBuilder, type SqlBool, type Expression } from 'kysely';
import { nameShown } from '../who/supplier-search.ts';
import type { Trx } from '../schema/database.ts';
import type { Database } from '../schema/tables.ts';
import { alertOf } from './alerts.ts';
import { bandsMostPressingFirst, levelOfBand } from '../risk/bands.ts';

/** What an officer looks for among the alerts of her council; an empty list of levels or statuses leaves none out. */
export interface InboxFilter {
  readonly levels: readonly RiskLevel[];
  readonly statuses: readonly AlertStatus[];
  readonly owner: string | null;
  readonly service: string | null;
  /** Whether what stood at the council's first day, and was told in its opening report, is among them. */
  readonly stood: boolean;
  /** Alerts that are put off on the reader's day: left out, alone, or among the others. */
  readonly putOff: 'no' | 'only' | 'too';
  readonly today: IsoDate;
}

/** Which of the alerts that were found are wanted: behind one of them, where its id is given. */
export interface InboxPart {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string | undefined;
  /**
   * In the order in which a person works through them: those raised since she last looked first (null where that is not
   * known), the most pressing level first, of one level those on which a critical contract hangs, then the newest event,
   * then by name. Else the newest day is first, and of one day the most pressing; `after` is of that order.
   */
  readonly ranked?: { readonly since: IsoInstant | null } | undefined;
}

/** Alerts with the names of their suppliers, of the council that `trx` acts for. */
export async function findInbox(
  trx: Trx,
  filter: InboxFilter,
  { limit, offset, after, ranked }: InboxPart,
): Promise<{
  readonly alerts: readonly { readonly alert: AlertRecord; readonly supplier: string }[];
  readonly total: number;
}> {
  const { total } = await trx
    .selectFrom('alert')
    .select(sql<number>`count(*)::int`.as('total'))
    .where((alert) => matches(alert, filter))
    .executeTakeFirstOrThrow();
  const rows = await trx
    .selectFrom('alert')
    .innerJoin('supplier', 'supplier.id', 'alert.supplier_id')
    .selectAll('alert')
    .select(nameShown('own').as('supplier'))
    .where((alert) => matches(alert, filter))
    .$if(after !== undefined, (rows) =>
      rows.where(
        sql<boolean>`(${placeOf('alert')}) < (select ${placeOf('before')} from alert before where id = ${after})`,
      ),
    )
    .$if(ranked !== undefined, (alerts) =>
      alerts
        .orderBy(sql`raised_at > ${ranked?.since ?? null}::timestamptz is true`, 'desc')
        .orderBy(sql`array_position(${bandsMostPressingFirst}, to_band)`)
        .orderBy(sql`exposure @> '{"contracts": [{"criticality": "critical"}]}'`, 'desc')
        .orderBy(sql`coalesce(event_day, published_on, as_of)`, 'desc')
        .orderBy('supplier'),
    )
    .orderBy(sql`(${placeOf('alert')})`, 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return { alerts: rows.map((row) => ({ alert: alertOf(row), supplier: shownName(row.supplier) })), total };
}

/** Where an alert stands: the greater, the earlier. */
function placeOf(alert: 'alert' | 'before') {
  const of = (column: string) => sql.ref(`${alert}.${column}`);
  return sql`${of('as_of')}, -array_position(${bandsMostPressingFirst}, ${of('to_band')}), ${of('nth')}`;
}

/** Whether an alert is more than what the opening report of its council tells. */
const hasNotStood = sql<boolean>`not exists (select from letter where letter.id = alert.letter_id and kind = 'opening')`;

/** Whether an alert that is open is put off on a day: on the day itself it is back. */
function isPutOff(today: IsoDate) {
  return sql<boolean>`(coalesce(snoozed_until > ${today}, false) and alert.status = any(${[...openAlertStatuses]}::text[]))`;
}

/** As `alertOf` says of an alert that was stored without a level. */
const levelShown = sql<RiskLevel>`coalesce(to_level, ${levelOfBand('to_band')})`;

function matches(alert: ExpressionBuilder<Database, 'alert'>, filter: InboxFilter): Expression<SqlBool> {
  const { levels, statuses, owner, service, stood, putOff, today } = filter;
  return alert.and([
    ...(stood ? [] : [hasNotStood]),
    ...(putOff === 'too' ? [] : [alert(isPutOff(today), '=', putOff === 'only')]),
    ...(levels.length > 0 ? [alert(levelShown, 'in', [...levels])] : []),
    ...(statuses.length > 0 ? [alert('alert.status', 'in', [...statuses])] : []),
    ...(owner === null ? [] : [alert('owner', '=', owner)]),
    ...(service === null
      ? []
      : [sql<boolean>`exposure->'contracts' @> ${JSON.stringify([{ service }])}::jsonb`]),
  ]);
}

/** What the filters of the inbox can be set to, and how many alerts there are of each status. */
export async function findInboxChoices(
  trx: Trx,
  today: IsoDate,
): Promise<{
  readonly owners: readonly string[];
  readonly services: readonly string[];
  readonly byStatus: Readonly<Partial<Record<AlertStatus, number>>>;
  /** How many are put off on the reader's day; they are in no number of a status. */
  readonly putOff: number;
  /** How many stood at the council's first day and are in its opening report; they are in no number above. */
  readonly stood: number;
}> {
  const owners = await trx
    .selectFrom('alert')
    .select('owner')
    .distinct()
    .where('owner', 'is not', null)
    .orderBy('owner')
    .execute();
  const services = await sql<{ service: string }>`
    select distinct contract->>'service' as service
    from alert, jsonb_array_elements(exposure->'contracts') as contract
    where contract->>'service' is not null order by 1`.execute(trx);
  const counts = await trx
    .selectFrom('alert')
    .select(['status', sql<number>`count(*)::int`.as('alerts')])
    .where(hasNotStood)
    .where(isPutOff(today), '=', false)
    .groupBy('status')
    .execute();
  const { putOff } = await trx
    .selectFrom('alert')
    .select(sql<number>`count(*)::int`.as('putOff'))
    .where(hasNotStood)
    .where(isPutOff(today), '=', true)
    .executeTakeFirstOrThrow();
  const { stood } = await trx
    .selectFrom('alert')
    .select(sql<number>`count(*)::int`.as('stood'))
    .where(sql<boolean>`not (${hasNotStood})`)
    .executeTakeFirstOrThrow();
  return {
    owners: owners.flatMap((row) => row.owner ?? []),
    services: services.rows.map((row) => row.service),
    byStatus: Object.fromEntries(counts.map((row) => [row.status, row.alerts])),
    stood,
    putOff,
  };
}
