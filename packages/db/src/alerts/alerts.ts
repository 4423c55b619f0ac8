import { AlertKind, levelToTell, toldFirst, type AlertRecord } from '@tocsin/alerting';
import {
  Cause,
  GssCode,
  SupplierId,
  eventDay,
  knownDay,
  type DeliveryStatus,
  type EventDays,
  type Exposure,
  levelWithoutLooks,
  type RiskBand,
  type RiskLevel,
} from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { enqueueAll } from '../outbox/outbox.ts';
import type { AlertRow, Delivery } from '../schema/tables.ts';

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

/**
 * Raises an alert once per council, supplier and cause, with one delivery per recipient of the council whose levels
 * include the band, or who was told of the alert that this one follows up. Returns its id, or undefined when it had been
 * raised before.
 */
export async function raiseAlert(trx: Trx, alert: NewAlert): Promise<string | undefined> {
  const raised = await trx
    .insertInto('alert')
    .values({
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
      exposure: JSON.stringify(alert.exposure),
      replayed: alert.replayed,
    })
    .onConflict((conflict) => conflict.columns(['council', 'supplier_id', 'cause']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (raised && alert.toldWith === undefined && alert.letterId === undefined)
    await createDeliveries(trx, raised.id, alert);
  return raised?.id;
}

/** Where a delivery goes: by which way, to which address. */
interface Destination {
  readonly channel: string;
  readonly address: string;
}

async function createDeliveries(trx: Trx, alertId: string, alert: NewAlert): Promise<void> {
  const { council, follows, overtakes = [] } = alert;
  const recipients = follows
    ? await findTold(trx, follows)
    : [
        ...(await findToTell(trx, council, levelToTell(alert.kind, alert.toBand))),
        ...(await findTold(trx, overtakes)),
      ];
  if (recipients.length === 0) return;
  const deliveries = await trx
    .insertInto('delivery')
    .values(
      recipients.map(({ channel, address }) => ({ alert_id: alertId, council, channel, recipient: address })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const messages = deliveries.map(({ id }) => ({ message: { v: 1 as const, deliveryId: id }, key: id }));
  await enqueueAll(trx, 'deliver', messages);
}

async function findToTell(trx: Trx, council: string, band: RiskBand): Promise<Destination[]> {
  const own = await trx
    .selectFrom('recipient')
    .select(['channel', 'address'])
    .where('council', '=', council)
    .where('active', '=', true)
    .where(sql<boolean>`${band} = any(levels)`)
    .execute();
  return own.length > 0 ? own : findBefore(trx, council, band);
}

/** A council that is new and has named nobody yet: those are told whom the councils before it had named. */
async function findBefore(trx: Trx, council: string, band: RiskBand): Promise<Destination[]> {
  const own = await trx
    .selectFrom('recipient')
    .select('id')
    .where('council', '=', council)
    .limit(1)
    .execute();
  if (own.length > 0) return [];
  return trx
    .selectFrom('recipient')
    .innerJoin('council', 'council.gss', 'recipient.council')
    .select(['channel', 'address'])
    .distinct()
    .where(sql<boolean>`${council} = any(replaced_by)`)
    .where('active', '=', true)
    .where(sql<boolean>`${band} = any(levels)`)
    .execute();
}

async function findTold(trx: Trx, alertIds: readonly string[]): Promise<Destination[]> {
  return trx
    .selectFrom('delivery')
    .select(['channel', 'recipient as address'])
    .where(
      sql<boolean>`(alert_id = any(${[...alertIds]}::bigint[])
        or letter_id in (select letter_id from alert where id = any(${[...alertIds]}::bigint[])))`,
    )
    .execute();
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
    asOf: row.as_of,
    eventDay: eventDay(row.event_day),
    publishedOn: eventDay(row.published_on),
    seenAt: row.seen_at,
    raisedAt: row.raised_at,
    replayed: row.replayed,
    exposure: row.exposure,
  };
}

/** Councils that were alerted to a cause of this supplier, newest first. */
export async function findAlertsOf(db: Db | Trx, supplierId: string): Promise<AlertRecord[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('supplier_id', '=', supplierId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(alertOf);
}

/** One alert, for its delivery. */
export async function findAlert(db: Db | Trx, id: string): Promise<AlertRecord | undefined> {
  const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
  return row && alertOf(row);
}

/** The alert that a follow-up follows. */
export async function findEarlierAlert(
  db: Db | Trx,
  ended: Pick<AlertRecord, 'council' | 'supplierId' | 'cause'>,
): Promise<AlertRecord | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('council', '=', ended.council)
    .where('supplier_id', '=', ended.supplierId)
    .where('cause', '=', toldFirst(ended.cause))
    .executeTakeFirst();
  return row && alertOf(row);
}

/** The alerts that are told in the mail of another one, beside that one itself. */
export async function findToldTogether(db: Db | Trx, headId: string): Promise<AlertRecord[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where((alert) => alert.or([alert('id', '=', headId), alert('told_with', '=', headId)]))
    .orderBy('id')
    .execute();
  return rows.map(alertOf);
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

/** One delivery, locked for the time of the transaction so that two handlers never send it at once. */
export async function lockDelivery(trx: Trx, id: string): Promise<Delivery | undefined> {
  return trx.selectFrom('delivery').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Writes how a try at a delivery ended; `uncertain` = it may have been accepted although we did not hear so. */
export async function saveDeliveryOutcome(
  trx: Trx,
  id: string,
  outcome: { readonly status: DeliveryStatus; readonly detail: string; readonly uncertain?: true },
): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({
      status: outcome.status,
      last_error: outcome.detail,
      tries: sql`tries + 1`,
      uncertain: sql`uncertain + ${outcome.uncertain ? 1 : 0}`,
      updated_at: sql<string>`now()`,
    })
    .where('id', '=', id)
    .execute();
}
