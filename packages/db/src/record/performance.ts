import { sql } from 'kysely';
import type { Trx } from '../schema/database.ts';

/**
 * Says of notices on the performance of a contract that name no supplier whom they are about: the only supplier of
 * their award. Where an award has several, where its id is that of several awards, or is not known yet, they stay about nobody; what was said is kept as it was
 * said, and the same is said again of the supplier, with the same document. Returns the mentions that something new was
 * said about. To be called for awards that changed as well as for new notices: either may come first.
 */
export async function attributePerformance(
  trx: Trx,
  ocids: readonly string[],
  observedAt: string,
): Promise<string[]> {
  if (ocids.length === 0) return [];
  const { rows } = await sql<{ mention_id: string }>`
    insert into observation (source_id, ref, version, kind, occurred_on, published_at, observed_at, document_id,
      mention_id, url, quote, content)
    select said.source_id, said.ref || '/1', said.version, said.kind, said.occurred_on, said.published_at,
      greatest(said.observed_at, ${observedAt}::timestamptz), said.document_id, holder.mention_id, said.url, said.quote,
      said.content
    from observation said
    cross join lateral (
      select min(mention_id) as mention_id from award join award_supplier on award_supplier.award_id = award.id
      where award.ocid = said.content->>'ocid' and coalesce(printed_id, award.award_id) = said.content->>'awardId'
      having count(*) = 1) holder
    where said.kind = 'contract-performance' and said.mention_id is null
      and said.content->>'ocid' = any(${[...ocids]}::text[])
    on conflict (source_id, ref, version) do nothing
    returning mention_id`.execute(trx);
  return rows.map(({ mention_id }) => mention_id);
}
