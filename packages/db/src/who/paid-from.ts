import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';

/** The earliest published payment under each of these mentions; those that nobody paid are missing. */
export async function findPaidFrom(
  db: Db | Trx,
  mentionIds: readonly string[],
): Promise<ReadonlyMap<string, IsoDate>> {
  if (mentionIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; paid_from: IsoDate }>`
    select mention_id as id, min(paid_on) as paid_from from payment
    where mention_id = any(${[...mentionIds]}::bigint[]) group by mention_id`.execute(db);
  return new Map(rows.map(({ id, paid_from }) => [id, paid_from]));
}
