import { AlertKind, causesOfSpell, type AlertRecord, type Renamed } from '@tocsin/alerting';
import {
  Cause,
  GssCode,
  SupplierId,
  eventDay,
  knownDay,
  type EventDays,
  type Exposure,
  type IsoInstant,
  levelWithoutLooks,
  type RiskBand,
  type RiskLevel,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import type { AlertRow } from '../schema/tables.ts';
import { tellOfAlerts } from './routes.ts';

export interface NewAlert {
  readonly council: string;
  readonly supplierId: string;
  readonly assessmentId: string;
  readonly cause: string;
  readonly kind: AlertKind;
  readonly title: string;
  readonly fromBand: RiskBand | null;
  readonly toBand: RiskBand;
  /** What is shown in the place of the bands: Low only where it was earned. */
  readonly fromLevel: RiskLevel | null;
  readonly toLevel: RiskLevel;
  /** Why `toLevel` stands in the place of Low, within a sentence; null where it is the band. */
  readonly levelBecause: string | null;
  readonly asOf: string;
  readonly days: EventDays;
  readonly exposure: Exposure;
  readonly replayed: boolean;
  /** The alerts that this one follows up: whoever was told of them is told of this one, whatever the band. */
  readonly follows?: readonly string[];
  /** Alerts whose proceeding has become this one: whoever was told of them is told of this one too. */
  readonly overtakes?: readonly string[];
  /** The alert in whose mail this one is told, and no mail of its own; null = it tells of itself and of others. */
  readonly toldWith?: string;
  /** The letter in which it is told, and no mail of its own. */
  readonly letterId?: string;
}

/** As `raiseAlerts`, of one. Returns its id, or undefined when it had been raised before. */
export async function raiseAlert(trx: Trx, alert: NewAlert): Promise<string | undefined> {
  return (await raiseAlerts(trx, [alert]))[0]?.id;
}

/**
 * Raises each alert once per council, supplier and cause, and tells whoever is to be told of it (`whoIsTold`), or was
 * told of the alerts that this one follows up. Returns those that had not been raised before. A handful of statements,
 * however many alerts there are. `raisedAt` is when, where that is not now.
 */
export async function raiseAlerts(
  trx: Trx,
  alerts: readonly NewAlert[],
  raisedAt?: IsoInstant,
): Promise<AlertRecord[]> {
  if (alerts.length === 0) return [];
  const given = alerts.map((alert, at) => ({
    at,
    council: alert.council,
    supplier_id: alert.supplierId,
    assessment_id: alert.assessmentId,
    cause: alert.cause,
    kind: alert.kind,
    title: alert.title,
    from_band: alert.fromBand,
    to_band: alert.toBand,
    from_level: alert.fromLevel,
    to_level: alert.toLevel,
    level_because: alert.levelBecause,
    as_of: alert.asOf,
    event_day: knownDay(alert.days.eventDay),
    published_on: knownDay(alert.days.publishedOn),
    seen_at: alert.days.seenAt,
    told_with: alert.toldWith ?? null,
    letter_id: alert.letterId ?? null,
    exposure: alert.exposure,
    replayed: alert.replayed,
    before: alert.follows?.[0] ?? alert.overtakes?.[0] ?? null,
    spell: causesOfSpell(alert.cause),
  }));
  const { rows } = await sql<AlertRow>`
    insert into alert (${COLUMNS}, thread_id, raised_at) select ${COLUMNS}, ${threadOfGiven},
      coalesce(${raisedAt ?? null}::timestamptz, now()) from json_to_recordset(${JSON.stringify(given)}::json)
      as given (at int, council text, supplier_id bigint, assessment_id bigint, cause text, kind text, title text,
        from_band text, to_band text, from_level text, to_level text, level_because text, as_of date, event_day date, published_on date,
        seen_at timestamptz, told_with bigint, letter_id bigint, exposure jsonb, replayed boolean, before bigint, spell jsonb)
    order by at on conflict (council, supplier_id, cause) do nothing returning *`.execute(trx);
  const byCause = new Map(alerts.toReversed().map((alert) => [textOf(alert), alert]));
  await tellOfAlerts(
    trx,
    rows.flatMap((row) => {
      const alert = byCause.get(
        textOf({ council: row.council, supplierId: row.supplier_id, cause: row.cause }),
      );
      return alert && isToldSingly(alert) ? [{ id: row.id, raisedAt: row.raised_at, alert }] : [];
    }),
  );
  return rows.map(alertOf);
}

const COLUMNS = sql.raw(
  'council, supplier_id, assessment_id, cause, kind, title, from_band, to_band, from_level, to_level, ' +
    'level_because, as_of, event_day, published_on, seen_at, told_with, letter_id, exposure, replayed',
);

/** The thread of what an alert follows up or overtakes, or of the band before it in its spell. */
const threadOfGiven = sql`coalesce(
  (select coalesce(first.thread_id, first.id) from alert as first where first.id = given.before),
  (select coalesce(first.thread_id, first.id) from alert as first
    where first.council = given.council and first.supplier_id = given.supplier_id
      and first.cause in (select jsonb_array_elements_text(given.spell)) order by first.nth limit 1))`;

function isToldSingly({ toldWith, letterId }: NewAlert): boolean {
  return toldWith === undefined && letterId === undefined;
}

/** An alert by what makes it one. */
function textOf({ council, supplierId, cause }: Pick<NewAlert, 'council' | 'supplierId' | 'cause'>): string {
  return `${council} ${supplierId} ${cause}`;
}

/** An alert as stored, in the words of alerting; throws on a kind or cause that there is none of. */
export function alertOf(row: AlertRow): AlertRecord {
  return {
    id: row.id,
    council: GssCode.parse(row.council),
    supplierId: SupplierId.parse(row.supplier_id),
    assessmentId: row.assessment_id,
    cause: Cause.parse(row.cause),
    kind: AlertKind.parse(row.kind),
    title: row.title,
    from: row.from_band,
    to: row.to_band,
    fromLevel: row.from_level ?? (row.from_band && levelWithoutLooks(row.from_band)),
    toLevel: row.to_level ?? levelWithoutLooks(row.to_band),
    levelBecause: row.level_because,
    status: row.status,
    owner: row.owner,
    snoozedUntil: row.snoozed_until,
    asOf: row.as_of,
    eventDay: eventDay(row.event_day),
    publishedOn: eventDay(row.published_on),
    seenAt: row.seen_at,
    raisedAt: row.raised_at,
    replayed: row.replayed,
    exposure: row.exposure,
  };
}

/** Councils that were alerted to a cause of one of these suppliers, newest first. */
export async function findAlertsOf(db: Db | Trx, supplierIds: readonly string[]): Promise<AlertRecord[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .orderBy('nth', 'desc')
    .execute();
  return rows.map(alertOf);
}

/** One alert, for its delivery. */
export async function findAlert(db: Db | Trx, id: string): Promise<AlertRecord | undefined> {
  const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
  return row && alertOf(row);
}

/** Marks alerts whose reason is gone; who was told is told of that by an alert of its own. */
export async function supersedeAlerts(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('alert')
    .set({ status: 'superseded' })
    .where('id', 'in', [...ids])
    .execute();
}

/**
 * Has alerts be of the causes that their proceedings bear by now. Where the council was told under that name before, that
 * alert stands again in the place of the other, as it was answered.
 */
export async function renameAlerts(trx: Trx, renamed: readonly Renamed[]): Promise<void> {
  if (renamed.length === 0) return;
  await sql`
    with given as (
      select "alertId" as id, "to" as cause
      from json_to_recordset(${JSON.stringify(renamed)}::json) as given ("alertId" bigint, "to" text)),
    again as (
      update alert set status = other.status, owner = other.owner, snoozed_until = other.snoozed_until
      from given join alert other using (id)
      where alert.council = other.council and alert.supplier_id = other.supplier_id and alert.cause = given.cause
        and alert.status = 'superseded'
      returning alert.council, alert.supplier_id, alert.cause),
    told as (
      select other.id from given join alert other using (id) join alert on alert.council = other.council
        and alert.supplier_id = other.supplier_id and alert.cause = given.cause
      union select id from (
        select id, row_number() over (partition by council, supplier_id, given.cause order by nth) as place
        from given join alert using (id)) same where place > 1)
    update alert set
      status = case when exists (select from told where told.id = alert.id) then 'superseded' else alert.status end,
      cause = case when exists (select from told where told.id = alert.id) then alert.cause else given.cause end
    from given where alert.id = given.id`.execute(trx);
}
