import { toldFirst, type Adjournment } from '@tocsin/alerting';
import { addTo, GssCode, SupplierId, type IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findAlert } from './alerts.ts';

/** A later hearing of a petition, as a person of one council records it. */
export interface NewAdjournment {
  readonly hearingOn: IsoDate;
  /** Where it can be read or who said so. */
  readonly evidence: string;
}

/**
 * Records that the hearing of the petition of an alert was adjourned, for the council that `trx` acts for and for nobody
 * else. The supplier is judged again, so that the council's own steps fall due on their days. False for an alert that
 * the council has not.
 */
export async function recordAdjournment(
  trx: Trx,
  alertId: string,
  { hearingOn, evidence }: NewAdjournment,
  by: string,
): Promise<boolean> {
  const alert = await findAlert(trx, alertId);
  if (!alert) return false;
  const { council, supplierId } = alert;
  await trx
    .insertInto('adjournment')
    .values({
      council,
      supplier_id: supplierId,
      cause: toldFirst(alert.cause),
      hearing_on: hearingOn,
      evidence,
      by_whom: by,
    })
    .execute();
  await audit(trx, {
    council,
    actor: by,
    action: 'recorded adjourned hearing',
    subject: `alert ${alertId}`,
    detail: { hearingOn },
  });
  await enqueue(trx, 'score', { v: 2, supplierIds: [SupplierId.parse(supplierId)], asOf: null });
  return true;
}

/** A recorded hearing with who recorded it and where it can be read. */
export interface RecordedAdjournment extends Adjournment {
  readonly evidence: string;
  readonly by: string;
}

/** The hearings that councils know of by themselves, by supplier, in the order in which they were recorded. */
export async function findAdjournments(
  db: Db | Trx,
  supplierIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RecordedAdjournment[]>> {
  const rows = await db
    .selectFrom('adjournment')
    .select(['supplier_id', 'council', 'cause', 'hearing_on', 'evidence', 'by_whom'])
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    // Before days were checked, some were kept in which no court sits.
    .where(sql<boolean>`hearing_on between '2000-01-01' and '2099-12-31'`)
    .orderBy('nth')
    .execute();
  const found = new Map<string, RecordedAdjournment[]>();
  for (const { supplier_id, council, cause, hearing_on, evidence, by_whom } of rows)
    addTo(found, supplier_id, {
      council: GssCode.parse(council),
      cause,
      hearingOn: hearing_on,
      evidence,
      by: by_whom,
    });
  return found;
}
