import type { CategoryInRegion } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';

/** A supplier with which councils of a region have live published contracts in a category. */
export interface AlternativeRow extends CategoryInRegion {
  readonly supplierId: string;
  readonly councils: number;
}

/** For each category and region those of other suppliers with which most councils have live published contracts. */
export async function findAlternatives(
  db: Db,
  supplierId: string,
  lost: readonly CategoryInRegion[],
  each: number,
): Promise<readonly AlternativeRow[]> {
  const { rows } = await sql<AlternativeRow>`
    select category, region, supplier_id as "supplierId", councils from (
      select asked.category, asked.region, supplier_id, count(distinct council)::int as councils,
        row_number() over (partition by asked.category, asked.region
          order by count(distinct council) desc, supplier_id) as place
      from unnest(${lost.map(({ category }) => category)}::text[], ${lost.map(({ region }) => region)}::text[])
        as asked (category, region)
      join sector_contract on sector_contract.category = asked.category
      join council on gss = council and council.region is not distinct from asked.region
      where supplier_id <> ${supplierId} group by asked.category, asked.region, supplier_id) ranked
    where place <= ${each} order by category, region, place`.execute(db);
  return rows;
}
