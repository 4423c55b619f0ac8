import { addMonths, dayAfter, type IsoDate } from '@tocsin/domain';
import {
  isOfNow,
  sectorPart,
  type HeldContract,
  type MonthPaid,
  type SectorPart,
  type YearOfSpend,
} from '@tocsin/exposure';
import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../schema/database.ts';
import { publishedOver } from '../spend/council-spend.ts';

/** What of a council is on public record when it is counted. */
interface Counted {
  readonly asOf: IsoDate;
  readonly year: YearOfSpend | null;
  readonly live: readonly HeldContract[];
  /** The councils whose published spend is its own. */
  readonly spenders: readonly string[];
}

/** Keeps what one council has with each supplier by public record, in place of what was kept of it before. */
export async function saveSectorPart(
  trx: Trx,
  council: string,
  { asOf, year, live, spenders }: Counted,
): Promise<void> {
  const paid = year && isOfNow(year.to, asOf) ? await findMonthsPaid(trx, spenders, year) : [];
  const { contracts, spend, months } = sectorPart(live, paid, asOf);
  await replace(trx, council, contractRows(contracts));
  await replace(trx, council, {
    table: 'sector_spend',
    key: ['service', 'vat'],
    columns: sql`(supplier_id bigint, service text, vat text, pence numeric)`,
    names: ['supplier_id', 'service', 'vat', 'pence'],
    rows: spend.map(({ supplierId, ...row }) => ({ supplier_id: supplierId, ...row })),
  });
  await replace(trx, council, {
    table: 'sector_month',
    key: ['month', 'vat'],
    columns: sql`(supplier_id bigint, month date, vat text, pence numeric)`,
    names: ['supplier_id', 'month', 'vat', 'pence'],
    rows: months.map(({ supplierId, ...row }) => ({ supplier_id: supplierId, ...row })),
  });
}

async function findMonthsPaid(
  trx: Trx,
  spenders: readonly string[],
  { from, to }: YearOfSpend,
): Promise<readonly MonthPaid[]> {
  const since = dayAfter(addMonths(to, -24));
  const { rows } = await sql<MonthPaid>`
    select supplier_id as "supplierId", department, paid_on - (extract(day from paid_on)::int - 1) as month,
      paid_on >= ${from} as "isOfYear", vat, sum(amount_pence)::numeric as pence
    from payment join mention on mention.id = mention_id
    where ${publishedOver(spenders, since, to)} and paid_on >= ${since} and paid_on <= ${to}
      and supplier_id is not null and payee = 'named'
    group by 1, 2, 3, 4, vat`.execute(trx);
  return rows;
}

interface Replacement {
  readonly table: 'sector_contract' | 'sector_spend' | 'sector_month';
  /** What tells rows of one supplier apart. */
  readonly key: readonly string[];
  readonly columns: RawBuilder<unknown>;
  readonly names: readonly string[];
  readonly rows: readonly object[];
}

function contractRows(contracts: SectorPart['contracts']): Replacement {
  return {
    table: 'sector_contract',
    key: ['ref'],
    columns: sql`(supplier_id bigint, ref text, category text, ends_on date, vat text, left_pence numeric,
      is_shared boolean, is_framework boolean)`,
    names: ['supplier_id', 'ref', 'category', 'ends_on', 'vat', 'left_pence', 'is_shared', 'is_framework'],
    rows: contracts.map((one) => ({
      supplier_id: one.supplierId,
      ref: one.ref,
      category: one.category,
      ends_on: one.endsOn,
      vat: one.vat,
      left_pence: one.leftPence,
      is_shared: one.isShared,
      is_framework: one.isFramework,
    })),
  };
}

/** Writes only what has changed: a council is counted again and again. */
async function replace(
  trx: Trx,
  council: string,
  { table, key, columns, names, rows }: Replacement,
): Promise<void> {
  const listed = (of: readonly string[], from = '') =>
    sql.join(of.map((name) => sql.ref(from ? `${from}.${name}` : name)));
  const identity = ['supplier_id', ...key];
  const held = names.filter((name) => !identity.includes(name));
  const fresh = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fresh ${columns}`;
  const same = sql.join(
    identity.map((name) => sql`${sql.ref(`fresh.${name}`)} = ${sql.ref(`${table}.${name}`)}`),
    sql` and `,
  );
  await sql`delete from ${sql.table(table)} where council = ${council}
    and not exists (select from ${fresh} where ${same})`.execute(trx);
  await sql`insert into ${sql.table(table)} (council, ${listed(names)})
    select ${council}, ${listed(names)} from ${fresh}
    on conflict (council, ${listed(identity)}) do update
      set (${listed(held)}) = row(${listed(held, 'excluded')})
      where (${listed(held, table)}) is distinct from (${listed(held, 'excluded')})`.execute(trx);
}
