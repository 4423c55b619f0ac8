import { MoneyByBasis } from '@tocsin/domain';
import {
  lateBefore,
  MONTHS_ENOUGH,
  type SectorBasis,
  type SectorPartAsked,
  type SectorSums,
} from '@tocsin/exposure';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/database.ts';

type Asked = Omit<SectorPartAsked, 'order'>;

/** Bodies that are no council of the 317: they buy for several. */
const isCouncil = sql<boolean>`type not in ('Combined authority', 'Strategic Regional Authority')
  and not is_canary(gss)`;

/** Councils of a part of the country, in force or not. */
function councilsOf({ region, type }: Pick<Asked, 'region' | 'type'>): RawBuilder<boolean> {
  return sql<boolean>`(${region}::text is null or region = ${region}) and (${type}::text is null or type = ${type})`;
}

interface RankedRow extends Omit<SectorSums, 'valueLeft' | 'spend'> {
  readonly supplierId: string;
  readonly inAll: number;
  readonly leftNet: number;
  readonly leftGross: number;
  readonly leftUnknown: number;
  readonly paidNet: number;
  readonly paidGross: number;
  readonly paidUnknown: number;
}

/**
 * What the councils of a part of the country have with each supplier by public record, those with most first, and how many
 * suppliers there are in all. A category is one of contracts and a service one of spend: where only one of the two is asked
 * for, the other counts for nothing.
 */
export async function rankSuppliers(
  db: Db,
  asked: SectorPartAsked,
  { limit, offset }: { readonly limit: number | null; readonly offset: number },
): Promise<{ readonly inAll: number; readonly suppliers: readonly (SectorSums & { supplierId: string })[] }> {
  const { rows } = await sql<RankedRow>`
    with ${sumsOf(asked)}, ranked as (
      select sums.*, count(*) over ()::int as "inAll",
        greatest("leftNet", "leftGross", "leftUnknown") as most_left,
        greatest("paidNet", "paidGross", "paidUnknown") as most_paid
      from sums where ${asked.level}::text is null or "supplierId" in (
        select supplier_id from current_assessment where band = ${asked.level}))
    select * from ranked order by ${orders[asked.order]}, "supplierId" limit ${limit} offset ${offset}`.execute(
    db,
  );
  return { inAll: rows[0]?.inAll ?? 0, suppliers: rows.map(sumsOfRow) };
}

const orders = {
  councils: sql`councils desc, greatest(most_left, most_paid) desc`,
  contracts: sql`most_left desc, contracts desc, councils desc`,
  spend: sql`most_paid desc, councils desc`,
} satisfies Record<SectorPartAsked['order'], RawBuilder<unknown>>;

function sumsOfRow(row: RankedRow): SectorSums & { supplierId: string } {
  const { supplierId, councils, councilsByContract, councilsBySpend, contracts, frameworks, shared } = row;
  return {
    supplierId,
    councils,
    councilsByContract,
    councilsBySpend,
    contracts,
    frameworks,
    shared,
    withoutValueLeft: row.withoutValueLeft,
    valueLeft: MoneyByBasis.parse({ net: row.leftNet, gross: row.leftGross, unknown: row.leftUnknown }),
    spend: MoneyByBasis.parse({ net: row.paidNet, gross: row.paidGross, unknown: row.paidUnknown }),
  };
}

/** `sums`: a line a supplier, of contracts each once and of payments. Who was credited as much as paid is owed nothing. */
function sumsOf(asked: Asked): RawBuilder<unknown> {
  const isAll = asked.category === null && asked.service === null;
  const contracts = isAll || asked.category !== null;
  const spend = isAll || asked.service !== null;
  const within = sql`council in (select gss from council where ${councilsOf(asked)})`;
  const paid =
    asked.month === null
      ? sql`select council, supplier_id, vat, sum(pence) as pence from sector_spend
          where ${spend} and ${within} and (${asked.service}::text is null or service = ${asked.service})
          group by council, supplier_id, vat`
      : sql`select council, supplier_id, vat, pence from sector_month
          where ${spend} and ${asked.service === null} and ${within} and month = ${asked.month}`;
  return sql`placed as (
      select council, supplier_id, ref, vat, left_pence, is_shared, is_framework from sector_contract
      where ${contracts} and ${within} and (${asked.category}::text is null or category = ${asked.category})),
    once as (select distinct on (supplier_id, ref) supplier_id, vat, left_pence, is_shared, is_framework
      from placed order by supplier_id, ref, council),
    placed_sums as (select supplier_id,
        count(*) filter (where not is_framework)::int as contracts, count(*) filter (where is_framework)::int as frameworks,
        count(*) filter (where is_shared and not is_framework)::int as shared,
        count(*) filter (where left_pence is null and not is_framework and not is_shared)::int as "withoutValueLeft",
        ${sumOfBasis('left_pence', 'net', sql`not is_framework and not is_shared`)} as "leftNet",
        ${sumOfBasis('left_pence', 'gross', sql`not is_framework and not is_shared`)} as "leftGross",
        ${sumOfBasis('left_pence', 'unknown', sql`not is_framework and not is_shared`)} as "leftUnknown"
      from once group by supplier_id),
    paid as (${paid}),
    paid_sums as (select supplier_id, ${sumOfBasis('pence', 'net', sql`true`)} as "paidNet",
        ${sumOfBasis('pence', 'gross', sql`true`)} as "paidGross",
        ${sumOfBasis('pence', 'unknown', sql`true`)} as "paidUnknown"
      from paid where pence > 0 group by supplier_id),
    depending as (select supplier_id, count(distinct council)::int as councils,
        count(distinct council) filter (where by_contract)::int as "councilsByContract",
        count(distinct council) filter (where not by_contract)::int as "councilsBySpend"
      from (select supplier_id, council, true as by_contract from placed
        union all select supplier_id, council, false from paid where pence > 0) known group by supplier_id),
    sums as (select depending.supplier_id as "supplierId", councils, "councilsByContract", "councilsBySpend",
        coalesce(contracts, 0) as contracts, coalesce(frameworks, 0) as frameworks, coalesce(shared, 0) as shared,
        coalesce("withoutValueLeft", 0) as "withoutValueLeft", coalesce("leftNet", 0) as "leftNet",
        coalesce("leftGross", 0) as "leftGross", coalesce("leftUnknown", 0) as "leftUnknown",
        coalesce("paidNet", 0) as "paidNet", coalesce("paidGross", 0) as "paidGross",
        coalesce("paidUnknown", 0) as "paidUnknown"
      from depending left join placed_sums using (supplier_id) left join paid_sums using (supplier_id))`;
}

function sumOfBasis(column: string, vat: string, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(sum(${sql.ref(column)}) filter (where vat = ${vat} and ${where}), 0)::numeric`;
}

/** On how much of a part of the country what is said of it rests. */
export async function findSectorBasis(
  db: Db,
  asked: Pick<Asked, 'region' | 'type'>,
  asOf: string,
): Promise<SectorBasis> {
  const { rows } = await sql<SectorBasis>`
    select ${basisColumns(asOf)} from council left join council_coverage on council_coverage.council = gss
    where ${inForceOn(asOf)} and ${councilsOf(asked)}`.execute(db);
  return rows[0] ?? { councils: 0, withContracts: 0, spendRead: 0, monthsRead: 0 };
}

/** Of the 317 or so that there are on a day. */
export function inForceOn(asOf: string): RawBuilder<boolean> {
  return sql<boolean>`${isCouncil} and (starts_on is null or starts_on <= ${asOf}) and (ends_on is null or ends_on >= ${asOf})`;
}

/** Months of files that end over a quarter before the day count as not read. */
export function basisColumns(asOf: string): RawBuilder<unknown> {
  const isNow = sql`spent_to >= ${lateBefore(asOf)}`;
  return sql`count(*)::int as councils,
    count(*) filter (where exists (select from sector_contract where sector_contract.council = gss))::int as "withContracts",
    count(*) filter (where months_read >= ${MONTHS_ENOUGH} and ${isNow})::int as "spendRead",
    coalesce(sum(months_read) filter (where ${isNow}), 0)::int as "monthsRead"`;
}

/** What may be asked for: as councils are, and as their contracts and payments were counted. */
export async function findSectorChoices(db: Db): Promise<{
  readonly regions: readonly string[];
  readonly types: readonly string[];
  readonly categories: readonly string[];
  readonly months: readonly string[];
}> {
  const { rows } = await sql<{ what: 'regions' | 'types' | 'categories' | 'months'; choice: string }>`
    select distinct 'regions' as what, region as choice from council where region is not null and ${isCouncil}
    union select 'types', type from council where ${isCouncil}
    union select 'categories', category from sector_contract where category is not null
    union select 'months', month::text from sector_month
    order by what, choice`.execute(db);
  const of = (asked: string) => rows.filter(({ what }) => what === asked).map(({ choice }) => choice);
  return {
    regions: of('regions'),
    types: of('types'),
    categories: of('categories'),
    months: of('months').toReversed(),
  };
}
