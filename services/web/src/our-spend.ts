import {
  findMonitored,
  findSpendReadTo,
  sumSpend,
  sumSpendBySupplier,
  type PublicContract,
  type SupplierSpend,
  type Trx,
} from '@tocsin/db';
import { Pence, sumByBasis, type IsoDate, type Money, type MoneyByBasis } from '@tocsin/domain';
import {
  coverageBuckets,
  coverageMeter,
  isUnseen,
  spendTrend,
  type CoverageBucket,
  type CoverageLine,
  type CoverageMeter,
  type SpendTrend,
} from '@tocsin/exposure';
import { yearsBefore } from './calendar.ts';

/** A council's published spend in the year to the last day read, beside the year before. */
export interface YearOfSpend {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly last12Months: MoneyByBasis;
  readonly previous12Months: MoneyByBasis;
  readonly trend: SpendTrend | null;
  readonly bySupplier: readonly SupplierSpend[];
}

/** Null when no spending file of these councils has been read by `asOf`. */
export async function findYearOfSpend(
  trx: Trx,
  spenders: readonly string[],
  asOf: IsoDate,
): Promise<YearOfSpend | null> {
  const to = await findSpendReadTo(trx, spenders, asOf);
  if (to === null) return null;
  const [from, before] = [nextDay(yearsBefore(to, 1)), nextDay(yearsBefore(to, 2))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to);
  const earlier = await sumSpend(trx, spenders, before, yearsBefore(to, 1));
  const years = {
    last12Months: sumByBasis(bySupplier.map(moneyOf)),
    previous12Months: sumByBasis(earlier),
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}

/** The day after; also the first day of the twelve months that begin on it. */
export function nextDay(day: IsoDate): IsoDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function moneyOf({ pence, vat }: SupplierSpend): Money {
  return { pence: Pence.parse(pence), vat };
}

/** Suppliers that were paid although no contract of the council with them is known, those with most pounds first. */
export function unseenInContracts(
  { bySupplier }: YearOfSpend,
  contracts: readonly PublicContract[],
): readonly { readonly supplierId: string; readonly spend: MoneyByBasis; readonly payments: number }[] {
  const contracted = new Set(contracts.flatMap(({ suppliers }) => suppliers.map((one) => one.supplierId)));
  const lineSets = new Map<string, SupplierSpend[]>();
  for (const line of bySupplier)
    if (line.supplierId !== null && !contracted.has(line.supplierId))
      lineSets.set(line.supplierId, [...(lineSets.get(line.supplierId) ?? []), line]);
  return [...lineSets]
    .map(([supplierId, lines]) => {
      const payments = lines.reduce((sum, line) => sum + line.payments, 0);
      return { supplierId, spend: sumByBasis(lines.map(moneyOf)), payments };
    })
    .filter(({ spend }) => isUnseen(spend))
    .toSorted((a, b) => largest(b.spend) - largest(a.spend));
}

function largest({ net, gross, unknown }: MoneyByBasis): number {
  return Math.max(net, gross, unknown);
}

/** How far the firms behind a council's pounds are known: of what it spent, and of what its live contracts are worth. */
export interface PoundsCoverage {
  readonly spend: CoverageMeter;
  readonly contracts: CoverageMeter;
  readonly lines: readonly {
    readonly bucket: CoverageBucket;
    readonly spend: MoneyByBasis;
    readonly contracts: MoneyByBasis;
  }[];
}

/** Puts every pound of spend and of live contracts into one bucket; a matched supplier is monitored or stale on `asOf`. */
export async function findPoundsCoverage(
  trx: Trx,
  year: YearOfSpend | null,
  live: readonly PublicContract[],
  asOf: IsoDate,
): Promise<PoundsCoverage> {
  const paid = year?.bySupplier ?? [];
  const placed = live.filter(({ contract }) => contract.agreement !== 'framework');
  const known = [...paid, ...placed.flatMap(({ suppliers }) => suppliers)];
  const monitored = await findMonitored(
    trx,
    known.flatMap(({ supplierId }) => supplierId ?? []),
    asOf,
  );
  const fresh = (supplierId: string | null) => supplierId !== null && monitored.has(supplierId);
  const spend = coverageMeter(
    paid.map((line) => ({ amount: moneyOf(line), outcome: line.outcome, fresh: fresh(line.supplierId) })),
  );
  const contracts = coverageMeter(
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
  );
  const lines = coverageBuckets.map((bucket) => ({
    bucket,
    spend: spend.buckets[bucket],
    contracts: contracts.buckets[bucket],
  }));
  return { spend, contracts, lines };
}

/** A contract counts by its least known supplier. */
function leastKnown(suppliers: PublicContract['suppliers']): CoverageLine['outcome'] {
  const outcomes = suppliers.map(({ supplierId, outcome }) => {
    if (supplierId !== null) return 'matched';
    return outcome === 'ambiguous' || outcome === 'not-a-company' ? outcome : 'none';
  });
  return (
    (['none', 'ambiguous', 'not-a-company', 'matched'] as const).find((one) => outcomes.includes(one)) ??
    'none'
  );
}
