import { categoryOfCpv } from '@tocsin/domain';
import type { Trx } from '../schema/database.ts';
import { inForce } from './in-force.ts';

/**
 * The categories of contracts of the council that `trx` acts for, in order: as its register in force words them, and those
 * of the notices that name it as buyer.
 */
export async function findCategories(trx: Trx, council: string): Promise<readonly string[]> {
  const registered = await trx
    .selectFrom('register_line')
    .innerJoin('register_upload', 'register_upload.id', 'register_line.upload_id')
    .select('category')
    .distinct()
    .where(inForce)
    .where('category', 'is not', null)
    .execute();
  const published = await trx
    .selectFrom('award')
    .innerJoin('award_buyer', 'award_buyer.award_id', 'award.id')
    .select((one) => one.fn<string>('left', ['cpv', one.val(2)]).as('cpv'))
    .distinct()
    .where('award_buyer.council', '=', council)
    .where('cpv', 'is not', null)
    .execute();
  const named = [
    ...registered.map(({ category }) => category),
    ...published.map(({ cpv }) => categoryOfCpv(cpv)),
  ];
  return [...new Set(named.filter((one) => one !== null))].toSorted();
}
