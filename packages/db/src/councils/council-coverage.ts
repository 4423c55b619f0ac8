import { GssCode, type IsoDate } from '@tocsin/domain';
import {
  coverageMeter,
  hold,
  isLive,
  poundsCoverage,
  predecessorsOf,
  spendersAmong,
  suppliersBehind,
  type ContractRecord,
  type CouncilCoverage,
  type HeldContract,
  type PoundsCoverage,
  type YearOfSpend,
} from '@tocsin/exposure';
import { sql } from 'kysely';
import { findMonitored, type Watch } from '../risk/looks.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findContractsOnRecord } from '../holdings/public-contracts.ts';
import { findSuccession } from './successions.ts';
import { saveSectorPart } from '../national/sector-part.ts';
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

/**
 * Councils with published spend or contracts, and those that follow one, at any remove; those never counted or counted
 * longest ago first.
 */
export async function findCouncilsToCount(db: Db | Trx): Promise<string[]> {
  const { rows } = await sql<{ gss: string }>`
    with recursive publishing as (
      select gss, council.replaced_by from council
      where exists (select from spend_file where spend_file.council = gss and spend_file.replaced_by is null)
        or exists (select from award_buyer where award_buyer.council = gss)
      union
      select council.gss, council.replaced_by from council
      join publishing on council.gss = any(publishing.replaced_by))
    select gss from (select distinct gss from publishing) as councils
    left join council_coverage on council_coverage.council = gss
    order by counted_at nulls first, gss`.execute(db);
  return rows.map(({ gss }) => gss);
}

/**
 * Counts the published pounds of one council on `asOf`, with those that it has taken over from the councils before it:
 * its private register is left out, so that all may see it. What it has with each supplier is kept beside for the sector.
 */
export async function countCoverage(db: Db, council: string, asOf: IsoDate, watch: Watch): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { spenders, held } = await findOnRecord(trx, GssCode.parse(council), asOf);
    const year = spenders.length > 0 ? await findYearOfSpend(trx, spenders, asOf) : null;
    const live = held.filter(({ contract }) => isLive(contract, asOf) && !contract.awaiting);
    const { spend, contracts } = await findPoundsCoverage(trx, year, live, asOf, watch);
    const counted = {
      as_of: asOf,
      counted_at: sql<string>`now()`,
      spent_from: year?.from ?? null,
      spent_to: year?.to ?? null,
      months_read: year?.monthsRead ?? null,
      spend: JSON.stringify((spend ?? coverageMeter([])).buckets),
      contracts: JSON.stringify(contracts.buckets),
    };
    await trx
      .insertInto('council_coverage')
      .values({ council, ...counted })
      .onConflict((conflict) => conflict.column('council').doUpdateSet(counted))
      .execute();
    await saveSectorPart(trx, council, { asOf, year, live, spenders });
  });
}

/** What is a council's own on public record: whose spend, and which contracts. Private allocations decide nothing here. */
async function findOnRecord(
  trx: Trx,
  council: GssCode,
  asOf: IsoDate,
): Promise<{ readonly spenders: readonly GssCode[]; readonly held: readonly HeldContract[] }> {
  const succession = await findSuccession(trx);
  const placers = [council, ...predecessorsOf(succession, council, asOf).map((one) => one.council)];
  const holdings = { succession, allocations: [], asOf };
  const records: ContractRecord[] = [];
  for (const placer of placers)
    for (const record of await findContractsOnRecord(trx, { council: placer }, asOf))
      records.push({ ...record, councils: [placer] });
  return {
    spenders: spendersAmong(placers, holdings).get(council)?.own ?? [],
    held: hold(records, holdings).get(council) ?? [],
  };
}
