import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import { enqueueMatching, enqueueScoring } from '../outbox/outbox.ts';
import { chunksOf } from '../schema/chunks.ts';
import type { Trx } from '../schema/database.ts';

/**
 * Has looked at whom something new was said about, after a bulk load: names that nobody has tied to a supplier yet, or only
 * registers of councils have, are matched, which has them scored; known suppliers are scored at once if some council depends on them, or if there is an
 * assessment that would grow old. The others are scored when they become watched.
 */
export async function enqueueTouched(
  trx: Trx,
  mentionIds: readonly string[],
  asOf: IsoDate | null,
): Promise<void> {
  const waiting: string[] = [];
  const suppliers = new Set<string>();
  for (const ids of chunksOf(mentionIds)) {
    const { rows } = await sql<{ id: string; supplier: string | null; waits: boolean; counts: boolean }>`
      select mention.id, supplier_id as supplier, outcome = 'waiting'
          or exists (select from notice_tie where mention_id = mention.id) as waits,
        coalesce(watched or exists (select from current_assessment current where current.supplier_id = supplier.id),
          false) as counts
      from mention left join supplier on supplier.id = supplier_id
      where mention.id = any(${ids}::bigint[]) order by mention.nth`.execute(trx);
    for (const { id, supplier, waits, counts } of rows) {
      if (waits) waiting.push(id);
      else if (supplier !== null && counts) suppliers.add(supplier);
    }
  }
  await enqueueMatching(trx, waiting, asOf);
  await enqueueScoring(trx, suppliers, asOf);
}
