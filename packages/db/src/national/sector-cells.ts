import type { VatBasis } from '@tocsin/domain';
import type { CellSums, SectorBasis, SectorCut } from '@tocsin/exposure';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../schema/database.ts';
import { basisColumns, findSectorBasis, inForceOn } from './sector-ranking.ts';

/** What the sector is cut by; a service is one of spend, whichever council paid. */
const cuts: Readonly<Record<SectorCut, RawBuilder<string>>> = {
  region: sql`region`,
  type: sql`type`,
  service: sql`service`,
};

/** How what was paid in each cell in one VAT basis is spread over suppliers: who was credited more than paid counts for nothing. */
export async function findCellSums(
  db: Db,
  cut: SectorCut,
): Promise<readonly (CellSums & { readonly cell: string; readonly vat: VatBasis })[]> {
  const { rows } = await sql<CellSums & { cell: string; vat: VatBasis }>`
    with paid as (
      select ${cuts[cut]} as cell, vat, supplier_id, sum(pence)::float8 as pence
      from sector_spend join council on gss = council group by 1, 2, 3 having sum(pence) > 0),
    placed as (
      select *, row_number() over (partition by cell, vat order by pence desc, supplier_id) as place,
        sum(pence) over (partition by cell, vat) as total
      from paid where cell <> '')
    select cell, vat, sum(pence) as pence, sum(pence) filter (where place <= 5) as "topFivePence",
      sum((pence / total) * (pence / total)) as squares, count(*)::int as suppliers
    from placed group by cell, vat order by cell, vat`.execute(db);
  return rows;
}

/** On how much each cell rests. What is cut by service rests on all councils alike. */
export async function findCellBases(
  db: Db,
  cut: SectorCut,
  asOf: string,
): Promise<(cell: string) => SectorBasis | null> {
  if (cut === 'service') {
    const all = await findSectorBasis(db, { region: null, type: null }, asOf);
    return () => all;
  }
  const { rows } = await sql<SectorBasis & { cell: string }>`
    select ${cuts[cut]} as cell, ${basisColumns(asOf)}
    from council left join council_coverage on council_coverage.council = gss
    where ${inForceOn(asOf)} group by 1`.execute(db);
  const bases = new Map(rows.map(({ cell, ...basis }) => [cell, basis]));
  return (cell) => bases.get(cell) ?? null;
}
