import {
  decideMention,
  decideRegisterLine,
  enqueueAll,
  findMentions,
  findRegisterLines,
  markRegisterMatched,
  refreshWatched,
  type Db,
  type Trx,
} from '@tocsin/db';
import { SupplierId, type IsoDate } from '@tocsin/domain';
import type { Work } from '@tocsin/queue';
import { resolve } from './resolve.ts';

/** Ties printed suppliers to legal persons, and has every supplier scored about whom something changed. */
export async function matchSuppliers(db: Db, work: Work<'match'>, today: () => string): Promise<void> {
  const { message } = work;
  await db.transaction().execute(async (trx) => {
    const suppliers =
      message.of === 'mentions'
        ? await matchMentions(trx, message.mentionIds)
        : await matchRegister(trx, message.uploadId);
    const asOf = message.of === 'mentions' ? message.asOf : null;
    await refreshWatched(trx, suppliers, asOf ?? today());
    await scoreAll(trx, suppliers, asOf);
    await work.finish(trx);
  });
}

async function matchMentions(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const touched = new Set<string>();
  for (const mention of await findMentions(trx, ids)) {
    if (mention.supplier_id) touched.add(mention.supplier_id);
    if (mention.decided_by !== null) continue;
    const { name, scheme, ref, postcode, printed_ref: printedRef } = mention;
    const resolution = await resolve(trx, { name, scheme, ref, postcode, printedRef });
    await decideMention(trx, { id: mention.id, ...resolution });
    if (resolution.supplierId) touched.add(resolution.supplierId);
  }
  return inOrder(touched);
}

async function matchRegister(trx: Trx, uploadId: string): Promise<string[]> {
  const touched = new Set<string>();
  for (const line of await findRegisterLines(trx, uploadId)) {
    const { supplier_name: name, scheme, ref, printed_ref: printedRef } = line;
    const { outcome, supplierId, reason } = await resolve(trx, {
      name,
      scheme,
      ref,
      printedRef,
      postcode: null,
    });
    await decideRegisterLine(trx, line.id, {
      match_outcome: outcome,
      supplier_id: supplierId,
      match_reason: reason,
    });
    if (supplierId) touched.add(supplierId);
  }
  await markRegisterMatched(trx, uploadId);
  return inOrder(touched);
}

/** Handlers that touch the same suppliers lock them in the same order. */
function inOrder(suppliers: ReadonlySet<string>): string[] {
  return [...suppliers].sort((a, b) => Number(a) - Number(b));
}

async function scoreAll(trx: Trx, suppliers: readonly string[], asOf: IsoDate | null): Promise<void> {
  const messages = suppliers.map((id) => ({
    message: { v: 1 as const, supplierId: SupplierId.parse(id), asOf },
    key: `${id}:${asOf ?? ''}`,
  }));
  await enqueueAll(trx, 'score', messages);
}
