import type { IsoDate } from '@tocsin/domain';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';

/** How much of the country the public record here covers. */
export interface CountryRead {
  /** Councils of England in force on the day, without combined authorities, which place few contracts of their own. */
  readonly councils: number;
  /** Of those, how many have a spending file that was read, and how many a contract on public record. */
  readonly withSpend: number;
  readonly withContracts: number;
  /** The last day of the spend that was read; null where none was. */
  readonly spentTo: IsoDate | null;
  /** Suppliers that are watched by public record: of live published contracts, or paid within a year read. */
  readonly suppliers: number;
}

/** By what everybody can read: no register and no file of one council's own counts. `db` acts as the national role. */
export async function findCountryRead(db: Db, asOf: IsoDate): Promise<CountryRead> {
  const { rows } = await sql<CountryRead>`
    with current as (
      select gss from council
      where type not in ('Combined authority', 'Strategic Regional Authority', 'canary')
        and coalesce(starts_on, ${asOf}) <= ${asOf} and coalesce(ends_on, ${asOf}) >= ${asOf})
    select count(*)::int as councils,
      count(spent_to)::int as "withSpend",
      (count(*) filter (where exists (select from award_buyer where award_buyer.council = gss)))::int as "withContracts",
      max(spent_to)::text as "spentTo",
      (select count(*)::int from (
        select supplier_id from sector_contract union select supplier_id from sector_spend where pence > 0) known) as suppliers
    from current left join council_coverage on council_coverage.council = gss`.execute(db);
  return rows[0] ?? { councils: 0, withSpend: 0, withContracts: 0, spentTo: null, suppliers: 0 };
}
