import { GssCode, type IsoDate } from '@tocsin/domain';
import {
  coverageMeter,
  isLive,
  joinRecords,
  poundsCoverage,
  suppliersBehind,
  type CouncilCoverage,
  type HeldContract,
  type PoundsCoverage,
  type YearOfSpend,
} from '@tocsin/exposure';
import { sql } from 'kysely';
import { findMonitored, type Watch } from '../risk/looks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findContractsOnRecord } from '../holdings/public-contracts.ts';
import { findYearOfSpend } from '../spend/year-of-spend.ts';

/** How far the firms behind this spend and these live contracts are known on `asOf`. */
export async function findPoundsCoverage(
  trx: Trx,
  year: YearOfSpend | null,
  live: readonly HeldContract[],
  asOf: IsoDate,
  watch: Watch,
): Promise<PoundsCoverage> {
  const monitored = await findMonitored(trx, suppliersBehind(year, live), asOf, watch);
  return poundsCoverage({ year, live, monitored });
}

/** The last counts, of some councils or of all that have published anything, by name. */
export async function findCouncilCoverage(
  db: Db | Trx,
  councils?: readonly string[],
): Promise<CouncilCoverage[]> {
  const rows = await db
    .selectFrom('council_coverage')
    .innerJoin('council', 'council.gss', 'council_coverage.council')
    .select([
      'council',
      'name',
      'counted_at as countedAt',
      'spent_from as spentFrom',
      'spent_to as spentTo',
      'spend',
      'contracts',
    ])
    .$if(councils !== undefined, (query) =>
      query.where('council', '=', sql<string>`any(${[...(councils ?? [])]}::text[])`),
    )
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    ...row,
    council: GssCode.parse(row.council),
    spend: row.spentTo === null ? null : row.spend,
  }));
}

/** Councils with published spend or contracts, those never counted or counted longest ago first. */
export async function findCouncilsToCount(db: Db | Trx): Promise<string[]> {
  const { rows } = await sql<{ gss: string }>`
    select gss from council left join council_coverage on council_coverage.council = gss
    where exists (select from spend_file where spend_file.council = gss and replaced_by is null)
      or exists (select from award_buyer where award_buyer.council = gss)
    order by counted_at nulls first, gss`.execute(db);
  return rows.map(({ gss }) => gss);
}

/** Counts the published pounds of one council on `asOf`: its private register is left out, so that all may see it. */
export async function countCoverage(db: Db, council: string, asOf: IsoDate, watch: Watch): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const year = await findYearOfSpend(trx, [council], asOf);
    const onRecord = await findContractsOnRecord(trx, { council }, asOf);
    const live = joinRecords(onRecord.map((one) => ({ ...one, councils: [GssCode.parse(council)] }))).filter(
      ({ contract }) => isLive(contract, asOf),
    );
    const { spend, contracts } = await findPoundsCoverage(trx, year, live, asOf, watch);
    const counted = {
      as_of: asOf,
      counted_at: sql<string>`now()`,
      spent_from: year?.from ?? null,
      spent_to: year?.to ?? null,
      spend: JSON.stringify((spend ?? coverageMeter([])).buckets),
      contracts: JSON.stringify(contracts.buckets),
    };
    await trx
      .insertInto('council_coverage')
      .values({ council, ...counted })
      .onConflict((conflict) => conflict.column('council').doUpdateSet(counted))
      .execute();
  });
}
