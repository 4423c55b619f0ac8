import { GssCode, type CoverageBuckets, type IsoDate } from '@tocsin/domain';
import {
  coverageMeter,
  isLive,
  joinRecords,
  moneyOf,
  type CoverageMeter,
  type HeldContract,
  type PoundLine,
  type YearOfSpend,
} from '@tocsin/exposure';
import { sql } from 'kysely';
import { findMonitored } from '../spend/council-spend.ts';
import type { Db, Trx } from '../schema/database.ts';
import { findContractsOnRecord } from '../holdings/public-contracts.ts';
import { findYearOfSpend } from '../spend/year-of-spend.ts';

/** How far the firms behind a council's pounds are known: of what it spent, and of what its live contracts are worth. */
export interface PoundsCoverage {
  readonly spend: CoverageMeter;
  readonly contracts: CoverageMeter;
}

/** Puts every pound of spend and of live contracts into one bucket; a matched supplier is monitored or stale on `asOf`. */
export async function findPoundsCoverage(
  trx: Trx,
  year: YearOfSpend | null,
  live: readonly HeldContract[],
  asOf: IsoDate,
): Promise<PoundsCoverage> {
  const paid = year?.bySupplier ?? [];
  const placed = live.filter(({ contract }) => contract.agreement !== 'framework');
  const known = [...paid, ...placed.flatMap(({ suppliers }) => suppliers)];
  const ids = new Set(known.flatMap(({ supplierId }) => supplierId ?? []));
  const monitored = await findMonitored(trx, [...ids], asOf);
  const fresh = (supplierId: string | null) => supplierId !== null && monitored.has(supplierId);
  return {
    spend: coverageMeter(
      paid.map((line) => ({ amount: moneyOf(line), outcome: line.outcome, fresh: fresh(line.supplierId) })),
    ),
    contracts: coverageMeter(
      placed.flatMap(({ contract, suppliers }) =>
        contract.value === null
          ? []
          : [
              {
                amount: contract.value,
                outcome: leastKnown(suppliers),
                fresh: suppliers.every(({ supplierId }) => fresh(supplierId)),
              },
            ],
      ),
    ),
  };
}

/** A contract counts by its least known supplier. */
function leastKnown(suppliers: HeldContract['suppliers']): PoundLine['outcome'] {
  const outcomes = suppliers.map(({ supplierId, outcome }) => {
    if (supplierId !== null) return 'matched';
    return outcome === 'ambiguous' || outcome === 'not-a-company' ? outcome : 'none';
  });
  return (
    (['none', 'ambiguous', 'not-a-company', 'matched'] as const).find((one) => outcomes.includes(one)) ??
    'none'
  );
}

/** What a council has published in pounds, by how far the firm behind them was known when it was last counted. */
export interface CouncilCoverage {
  readonly council: string;
  readonly name: string;
  readonly countedAt: string;
  /** The twelve months that `spend` covers; null where no spending file has been read. */
  readonly spentFrom: IsoDate | null;
  readonly spentTo: IsoDate | null;
  readonly spend: CoverageBuckets;
  readonly contracts: CoverageBuckets;
}

/** The last counts, of one council or of all that have published anything, by name. */
export async function findCouncilCoverage(db: Db | Trx, council?: string): Promise<CouncilCoverage[]> {
  return db
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
    .$if(council !== undefined, (query) => query.where('council', '=', council ?? ''))
    .orderBy('name')
    .execute();
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
export async function countCoverage(db: Db, council: string, asOf: IsoDate): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const year = await findYearOfSpend(trx, [council], asOf);
    const onRecord = await findContractsOnRecord(trx, { council }, asOf);
    const live = joinRecords(onRecord.map((one) => ({ ...one, councils: [GssCode.parse(council)] }))).filter(
      ({ contract }) => isLive(contract, asOf),
    );
    const { spend, contracts } = await findPoundsCoverage(trx, year, live, asOf);
    const counted = {
      as_of: asOf,
      counted_at: sql<string>`now()`,
      spent_from: year?.from ?? null,
      spent_to: year?.to ?? null,
      spend: JSON.stringify(spend.buckets),
      contracts: JSON.stringify(contracts.buckets),
    };
    await trx
      .insertInto('council_coverage')
      .values({ council, ...counted })
      .onConflict((conflict) => conflict.column('council').doUpdateSet(counted))
      .execute();
  });
}
