import { REGISTER_SOURCE } from '@tocsin/domain';
import { sql } from 'kysely';
import { inLists, inProceedings } from '../record/look-standings.ts';
import { atRiskBands } from '../risk/bands.ts';
import type { Trx } from '../schema/database.ts';
import { isKeptForOwn } from './kept-as.ts';

/** Of `base`, whom everybody knows: the register was asked about all of it since. */
const isReadWhole = sql<boolean>`exists (
  select from mention join look_answer on mention_id = mention.id
  where mention.supplier_id = base.supplier_id and source_id = ${REGISTER_SOURCE}
  having bool_or(${inProceedings()})
    and bool_or(${inLists()} or topic = 'company-profile' and answer in ('gone', 'not-held')))`;

/**
 * Suppliers of councils' own, each with the one that everybody knows by its number, that could be one: nothing was read of
 * the one that is not read of the other by now.
 */
const toJoin = sql<{ base: string; own: string }>`
  select base.supplier_id as base, own.supplier_id as own from supplier_ref base
  join supplier_ref own on own.scheme = base.scheme and own.ref = base.ref and own.since is not null
  join supplier on supplier.id = base.supplier_id and supplies_publicly
  where base.since is null
    and (exists (select from register_line where register_line.supplier_id = own.supplier_id)
      or exists (select from own_payee where own_payee.supplier_id = own.supplier_id)
      or exists (select from alert where alert.supplier_id = own.supplier_id))
    and (${isReadWhole}
      or not exists (select from mention where mention.supplier_id = own.supplier_id and ${isKeptForOwn}))`;

/** A mention of each supplier that others could join by now: whoever matches it again has them do so. */
export async function findMentionsOfJoinable(trx: Trx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct on (base) mention.id from (${toJoin}) joinable join mention on mention.supplier_id = base
    order by base, decided_by is not null, nth`.execute(trx);
  return rows.map(({ id }) => id);
}

/**
 * Of suppliers that everybody knows by now: has those join them that are councils' own: what papers name, and what the
 * councils were told of, is these from now on, so that nobody is told twice. Returns those that have joined.
 */
export async function joinPublished(trx: Trx, supplierIds: readonly string[]): Promise<readonly string[]> {
  if (supplierIds.length === 0) return [];
  const { rows } = await sql<{ base: string; own: string }>`
    select * from (${toJoin}) joinable where base = any(${[...supplierIds]}::bigint[])`.execute(trx);
  if (rows.length === 0) return [];
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) as given (base bigint, own bigint)`;
  for (const table of ['register_line', 'own_payee', 'adjournment', 'hold'])
    await sql`update ${sql.table(table)} set supplier_id = base from ${given} where supplier_id = own`.execute(
      trx,
    );
  await sql`
    with moved as (
      select alert.id, base, ${causeThere} as cause from ${given} join alert on alert.supplier_id = own
      left join (${spells}) ours on ours.supplier_id = own left join (${spells}) theirs on theirs.supplier_id = base)
    update alert set supplier_id = base, cause = moved.cause from moved
    where alert.id = moved.id and not exists (select from alert told
      where told.council = alert.council and told.supplier_id = base and told.cause = moved.cause)`.execute(
    trx,
  );
  return rows.map(({ own }) => own);
}

/** The spell at risk in which a supplier is. */
const spells = sql`
  select supplier_id, episode from current_assessment join assessment using (supplier_id)
  where assessment.id = assessment_id and current_assessment.band in (${atRiskBands})`;

const ofSpell = sql.lit('^(band:[a-z]+|paid-while-at-risk):([0-9]+)');

/**
 * Of `alert`, the cause by which the same is told of the other supplier: what both go through now is one spell, whatever its
 * number; one that is over has a number that no spell of the other will have.
 */
const causeThere = sql<string>`regexp_replace(alert.cause, ${ofSpell}, '\\1:' || case
  when substring(alert.cause from '[0-9]+') = ours.episode::text and theirs.episode is not null then theirs.episode::text
  else '0\\2' end)`;
