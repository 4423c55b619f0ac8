import { neverScored } from '@tocsin/matching';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** Of these suppliers, those that are never scored: people, partnerships and what is not known to be incorporated. */
export async function findNeverScored(
  db: Db | Trx,
  supplierIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (supplierIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string; name: string; number: string | null }>`
    select supplier.id::text, name, min(ref) filter (where scheme = 'GB-COH') as number
    from unnest(${[...supplierIds]}::bigint[]) as asked (id) join supplier using (id)
    join supplier_ref on supplier_id = supplier.id
    group by supplier.id, name`.execute(db);
  return new Set(rows.filter((row) => neverScored(row) !== null).map(({ id }) => id));
}

/** Takes from suppliers how they stand, where they had been scored before it was known what they are. */
export async function forgetStanding(trx: Trx, supplierIds: ReadonlySet<string>): Promise<void> {
  await trx
    .deleteFrom('current_assessment')
    .where('supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .execute();
}
