import { addMonths, IsoDate, MoneyByBasis, Pence, type VatBasis } from '@tocsin/domain';
import type { BriefPart, SectorMonth } from '@tocsin/exposure';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';

/** What each council published as paid to a supplier in its last twelve months read, by service. */
export async function findPaidInSector(db: Db, supplierId: string): Promise<BriefPart['paid']> {
  const { rows } = await sql<{ council: string; service: string; vat: VatBasis; pence: number }>`
    select council, service, vat, pence from sector_spend
    where supplier_id = ${supplierId} and (council, supplier_id, vat) in (
      select council, supplier_id, vat from sector_spend where supplier_id = ${supplierId}
      group by council, supplier_id, vat having sum(pence) > 0)
    order by council, service, vat`.execute(db);
  return rows.map(({ council, service, vat, pence }) => ({
    council,
    service,
    money: { vat, pence: Pence.parse(pence) },
  }));
}

/** How much spend of each council was read. */
export async function findMonthsReadOf(db: Db): Promise<BriefPart['read']> {
  const rows = await db
    .selectFrom('council_coverage')
    .select(['council', 'months_read as monthsRead', 'spent_to as to'])
    .where('spent_to', 'is not', null)
    .execute();
  return new Map(
    rows.map(({ council, monthsRead, to }) => [
      council,
      { monthsRead, to: to === null ? null : IsoDate.parse(to) },
    ]),
  );
}

const MONTHS = 24;

/**
 * What councils published as paid in each of two years' months, to one supplier or to all that are known, and of how many
 * councils a file holds the month: a month of few is small because little was read.
 */
export async function findSectorMonths(
  db: Db,
  supplierId: string | null,
  asOf: IsoDate,
): Promise<readonly SectorMonth[]> {
  const months = Array.from({ length: MONTHS }, (_, back) => {
    const first = `${addMonths(asOf, -back).slice(0, 7)}-01`;
    return { first, after: addMonths(first, 1) };
  });
  const { rows } = await sql<MoneyByBasis & { month: string; councilsRead: number }>`
    select first as month,
      (select count(distinct council)::int from spend_file
        where replaced_by is null and coalesce(is_of @> daterange(first, after), in_force && daterange(first, after))) as "councilsRead",
      net, gross, unknown
    from jsonb_to_recordset(${JSON.stringify(months)}::jsonb) as asked (first date, after date)
    cross join lateral (
      select coalesce(sum(pence) filter (where vat = 'net'), 0)::numeric as net,
        coalesce(sum(pence) filter (where vat = 'gross'), 0)::numeric as gross,
        coalesce(sum(pence) filter (where vat = 'unknown'), 0)::numeric as unknown
      from sector_month where month = first and (${supplierId}::bigint is null or supplier_id = ${supplierId})) paid
    order by month`.execute(db);
  return rows.map(({ month, councilsRead, ...sums }) => ({
    month: IsoDate.parse(month),
    councilsRead,
    paid: MoneyByBasis.parse(sums),
  }));
}
