import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db, Trx } from '../schema/database.ts';
import { findNeverScored } from '../who/never-scored.ts';
import { atRiskBands } from './bands.ts';

/**
 * Suppliers of whom somebody who comes to depend on them must be told: at risk, with an open proceeding or with one that
 * is told as information, of a group in which somebody stands badly, or said at any time to be gone, dormant or in
 * strike-off, which a company of status `active` may be. Reads `supplier` and its assessment. Below `offset 0` Postgres
 * asks supplier by supplier, and never reads the whole record for a few of them.
 */
export const isNewsToAll = sql<boolean>`(supplier.status <> 'active'
  or exists (select from current_assessment join assessment on assessment.id = assessment_id
    where current_assessment.supplier_id = supplier.id
      and (current_assessment.band in (${atRiskBands}) or jsonb_array_length(formal_events) > 0
        or endings @> '[{"how": "information"}]'
        or findings @> '[{"indicator": "group-contagion", "outcome": "present"}]') offset 0)
  or exists (select from observation join mention said on said.id = observation.mention_id
    where said.supplier_id = supplier.id and case kind
      when 'company-profile' then content #>> '{accounts,lastType}' = 'dormant'
        or content ->> 'statusDetail' = 'active-proposal-to-strike-off'
      when 'accounts-figures' then content ->> 'dormant' = 'true'
      when 'filing' then content ->> 'about' = 'strike-off-proposed'
      else false end offset 0))`;

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
 * Of suppliers that some council has come to depend on, or may have: those that a gate needs, because there is something to tell,
 * and those that nobody watches and that were never assessed, but none that is never scored. Contracts and payments alone change nobody's risk.
 */
export async function findUnjudged(db: Db | Trx, supplierIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from supplier where id = any(${[...supplierIds]}::bigint[]) and (${isNewsToAll}
      or (not watched and not exists (select from current_assessment where supplier_id = supplier.id)))`.execute(
    db,
  );
  const never = await findNeverScored(
    db,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => (never.has(id) ? [] : [id]));
}

/**
 * Of suppliers that have come to be watched, those of whom no assessment of that day stands: to be depended on changes
 * nobody's risk, and of whom there is something to tell is found by `findUnjudged`.
 */
export async function findUnassessedOn(
  db: Db | Trx,
  supplierIds: readonly string[],
  asOf: IsoDate,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${[...supplierIds]}::bigint[]) as asked (id)
    where not exists (select from current_assessment current join assessment on assessment.id = current.assessment_id
      where current.supplier_id = asked.id and assessment.as_of >= ${asOf})`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Of suppliers that are to be scored, those that no message as urgent asks for which nobody has begun to handle. Such a message is
 * not begun before this transaction ends, and then sees what it has written.
 */
export async function findNotAskedFor(
  trx: Trx,
  supplierIds: ReadonlySet<string>,
  asOf: IsoDate | null,
  priority: number,
): Promise<string[]> {
  if (supplierIds.size === 0) return [];
  const { rows } = await sql<{ ids: string[] }>`
    select message -> 'supplierIds' as ids from outbox
    where queue = 'score' and done_at is null and dead_at is null and starts = 0 and priority <= ${priority}
      and message ->> 'asOf' is not distinct from ${asOf}::text
      and message -> 'supplierIds' ?| ${[...supplierIds]}::text[]
    order by id for update skip locked`.execute(trx);
  const asked = new Set(rows.flatMap(({ ids }) => ids));
  return [...supplierIds].filter((id) => !asked.has(id));
}
