import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { atRiskBands } from './bands.ts';

/**
 * Suppliers of whom a new contract or payment must be told: at risk, with an open proceeding, or said at any time to be
 * gone, dormant or in strike-off, which a company of status `active` may be. Reads `supplier` and its assessment.
 */
export const standsBadly = sql<boolean>`(supplier.status <> 'active'
  or exists (select from current_assessment join assessment on assessment.id = assessment_id
    where current_assessment.supplier_id = supplier.id
      and (current_assessment.band in (${atRiskBands}) or jsonb_array_length(formal_events) > 0))
  or exists (select from mention said join observation on observation.mention_id = said.id
    where said.supplier_id = supplier.id and case kind
      when 'company-profile' then content #>> '{accounts,lastType}' = 'dormant'
        or content ->> 'statusDetail' = 'active-proposal-to-strike-off'
      when 'accounts-figures' then content ->> 'dormant' = 'true'
      when 'filing' then content ->> 'about' = 'strike-off-proposed'
      else false end))`;

/** Of these mentions, those about which something was said that bears on risk, or at whose company somebody looked. */
export async function findMentionsOfRisk(
  db: Db | Trx,
  mentionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${[...mentionIds]}::bigint[]) as asked (id)
    where exists (select from observation where mention_id = asked.id and kind not in ('award', 'payment'))
      or exists (select from look where mention_id = asked.id)`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Of suppliers that some council has come to depend on, or may have: those that a gate needs, because they stand badly,
 * and those that nobody watches and that were never assessed. Contracts and payments alone change nobody's risk.
 */
export async function findUnjudged(db: Db | Trx, supplierIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from supplier where id = any(${[...supplierIds]}::bigint[]) and (${standsBadly}
      or (not watched and not exists (select from current_assessment where supplier_id = supplier.id)))`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
