import { Signal, type IsoDate } from '@tocsin/domain';
import type { FiledTurnover } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { publishedBy } from '../schema/days.ts';

/** The turnover of the newest accounts of a supplier that state one and were public by the end of a day, else null. */
export async function findFiledTurnover(
  db: Db | Trx,
  supplierId: string,
  asOf: IsoDate,
): Promise<FiledTurnover | null> {
  return (await findFiledTurnovers(db, [supplierId], asOf)).get(supplierId) ?? null;
}

/** As `findFiledTurnover`, for several suppliers; those whose accounts state none are left out. */
export async function findFiledTurnovers(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<ReadonlyMap<string, FiledTurnover>> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .distinctOn('mention.supplier_id')
    .select(['mention.supplier_id', 'content'])
    .where('mention.supplier_id', '=', sql<string>`any(${[...supplierIds]}::bigint[])`)
    .where('kind', '=', 'accounts-figures')
    .where(sql<boolean>`content->'figures' ? 'turnover'`)
    .where(publishedBy(asOf))
    .orderBy('mention.supplier_id')
    .orderBy(sql`content->>'balanceDate'`, 'desc')
    .orderBy('version', 'desc')
    .execute();
  return new Map(
    rows.flatMap(({ supplier_id, content }) => {
      const signal = Signal.parse(content);
      if (signal.kind !== 'accounts-figures' || supplier_id === null) return [];
      const { figures, currency, balanceDate } = signal;
      const turnover = figures['turnover'];
      return turnover === undefined ? [] : [[supplier_id, { turnover, currency, balanceDate }] as const];
    }),
  );
}
