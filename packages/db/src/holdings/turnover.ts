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
  const row = await db
    .selectFrom('observation')
    .innerJoin('mention', 'mention.id', 'observation.mention_id')
    .select('content')
    .where('mention.supplier_id', '=', supplierId)
    .where('kind', '=', 'accounts-figures')
    .where(sql<boolean>`content->'figures' ? 'turnover'`)
    .where(publishedBy(asOf))
    .orderBy(sql`content->>'balanceDate'`, 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const signal = row && Signal.parse(row.content);
  if (signal?.kind !== 'accounts-figures') return null;
  const { figures, currency, balanceDate } = signal;
  const turnover = figures['turnover'];
  return turnover === undefined ? null : { turnover, currency, balanceDate };
}
