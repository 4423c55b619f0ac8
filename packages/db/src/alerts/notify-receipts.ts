import { DeliveryStatus, ROW_ID, type IsoInstant } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { saveDeliveryOutcomes } from './deliveries.ts';

const CHANNEL = 'govuk-notify';
const REFERENCE = new RegExp(`^delivery-(${ROW_ID})$`);

/** What GOV.UK Notify says of a message. */
export interface NotifyReceipt {
  /** `delivery-<number>`, as we called it. */
  readonly reference: string;
  readonly status: DeliveryStatus;
}

/** Keeps what GOV.UK Notify said by itself, until the notifier takes it over. */
export async function keepReceipt(db: Db | Trx, receipt: NotifyReceipt, at: IsoInstant): Promise<void> {
  await db
    .insertInto('notify_receipt')
    .values({ ...receipt, received_at: at })
    .execute();
}

/** Takes over some of the receipts that came, the oldest first. Returns how many, and the deliveries that failed for good. */
export async function takeReceipts(
  trx: Trx,
  limit: number,
): Promise<{ readonly taken: number; readonly unreached: readonly string[] }> {
  const rows = await trx
    .deleteFrom('notify_receipt')
    .where('id', 'in', (of) => of.selectFrom('notify_receipt').select('id').orderBy('id').limit(limit))
    .returning(['id', 'reference', 'status'])
    .execute();
  const inOrder = rows.toSorted((a, b) => Number(a.id) - Number(b.id));
  const receipts = inOrder.flatMap(({ reference, status }) => {
    const known = DeliveryStatus.safeParse(status);
    return known.success ? [{ reference, status: known.data }] : [];
  });
  return { taken: rows.length, unreached: await saveReceipts(trx, receipts) };
}

/**
 * Writes how messages stand that GOV.UK Notify has accepted: one that it could not deliver for now is tried again, as any
 * other. What is over already, or is no message of its, stays. Returns the deliveries that failed for good.
 */
export async function saveReceipts(trx: Trx, receipts: readonly NotifyReceipt[]): Promise<readonly string[]> {
  const statuses = new Map(
    receipts.flatMap(({ reference, status }) => {
      const [, id] = REFERENCE.exec(reference) ?? [];
      return id === undefined || status === 'created' || status === 'sending' ? [] : [[id, status] as const];
    }),
  );
  if (statuses.size === 0) return [];
  const waiting = await trx
    .selectFrom('delivery')
    .select(['id', 'channel', 'host', 'tries'])
    .where('id', '=', sql<string>`any(${[...statuses.keys()]}::bigint[])`)
    .where('channel', '=', CHANNEL)
    .where('status', '=', 'sending')
    .orderBy('id')
    .forUpdate()
    .execute();
  const tried = waiting.map(({ id, channel, host, tries }) => ({
    claimed: { id, channel, host: host ?? CHANNEL, tries, again: false, hostInTrouble: false },
    status: statuses.get(id) ?? 'technical-failure',
    detail: `GOV.UK Notify: ${statuses.get(id)}`,
    isSlow: false,
  }));
  const saved = await saveDeliveryOutcomes(trx, tried);
  return [...saved].flatMap(([id, status]) => (status === 'permanent-failure' ? [id] : []));
}

/** Messages that GOV.UK Notify accepted and of which nothing was heard since, those that wait longest first. */
export async function findUnheard(
  db: Db | Trx,
  since: IsoInstant,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('delivery')
    .select('id')
    .where('channel', '=', CHANNEL)
    .where('status', '=', 'sending')
    .where('updated_at', '<=', since)
    .orderBy('updated_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that it was asked of messages and that they are still on their way, so that the next ones are asked of first. */
export async function noteAsked(trx: Trx, ids: readonly string[], at: IsoInstant): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ updated_at: at })
    .where('id', '=', sql<string>`any(${[...ids]}::bigint[])`)
    .where('status', '=', 'sending')
    .execute();
}
