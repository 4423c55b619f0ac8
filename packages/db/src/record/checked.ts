import { groupBy, lastInstantOf, type Topic, Topic as TopicSchema } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';

/** Which topics of a supplier somebody had looked at completely by the end of a day, and when last before it. */
export async function findChecked(db: Db | Trx, supplierId: string, asOf: string): Promise<Checked> {
  return (await findCheckedOf(db, [supplierId], asOf)).get(supplierId) ?? {};
}

type Checked = Partial<Record<Topic, string>>;

/** As `findChecked`, for many suppliers; those at whom nobody has looked are left out. */
export async function findCheckedOf(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, Checked>> {
  const rows = await db
    .selectFrom('look')
    .innerJoin('mention', 'mention.id', 'look.mention_id')
    .select([
      'mention.supplier_id',
      'topic',
      sql<string>`max(least(last_at, ${lastInstantOf(asOf)}::timestamptz))`.as('at'),
    ])
    .where('mention.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where(publishedBy(asOf, 'first_at'))
    .groupBy(['mention.supplier_id', 'topic'])
    .execute();
  const bySupplier = groupBy(rows, (row) => row.supplier_id ?? '');
  return new Map(
    [...bySupplier].map(([supplierId, looks]) => [
      supplierId,
      Object.fromEntries(looks.map(({ topic, at }) => [TopicSchema.parse(topic), at])),
    ]),
  );
}
