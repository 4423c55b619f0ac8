import { CoverageBuckets, GssCode, IsoDate } from '@tocsin/domain';
import { z } from 'zod';
import { CoverageMeter, coverageMeter, type PoundLine } from './coverage.ts';
import type { HeldContract } from './hold.ts';
import { spentMoney, type YearOfSpend } from './year-of-spend.ts';

/** How far the firms behind a council's pounds are known: of what it spent, and of what its live contracts are worth. */
export const PoundsCoverage = z.object({
  /** Null where no spending file has been read. */
  spend: CoverageMeter.nullable(),
  contracts: CoverageMeter,
});
export type PoundsCoverage = z.infer<typeof PoundsCoverage>;

/** What a council has published in pounds, by how far the firm behind them was known when it was last counted. */
export const CouncilCoverage = z.object({
  council: GssCode,
  name: z.string(),
  countedAt: z.string(),
  /** The twelve months that `spend` covers; they and it are null where no spending file has been read. */
  spentFrom: IsoDate.nullable(),
  spentTo: IsoDate.nullable(),
  spend: CoverageBuckets.nullable(),
  contracts: CoverageBuckets,
});
export type CouncilCoverage = z.infer<typeof CouncilCoverage>;

/**
 * Puts every pound of spend and of live contracts into one bucket. `monitored` are the suppliers at which somebody looked
 * within what was promised: what is matched beside them is stale.
 */
export function poundsCoverage({
  year,
  live,
  monitored,
}: {
  readonly year: YearOfSpend | null;
  readonly live: readonly HeldContract[];
  readonly monitored: ReadonlySet<string>;
}): PoundsCoverage {
  const isFresh = ({ supplierId }: { readonly supplierId: string | null }) =>
    supplierId !== null && monitored.has(supplierId);
  const spent = year?.bySupplier.map((line) => ({
    amount: spentMoney(line),
    outcome: line.outcome,
    fresh: isFresh(line),
  }));
  const placed = live.flatMap(({ contract, suppliers }) =>
    contract.value === null || contract.agreement === 'framework'
      ? []
      : [{ amount: contract.value, outcome: leastKnown(suppliers), fresh: suppliers.every(isFresh) }],
  );
  return { spend: spent ? coverageMeter(spent) : null, contracts: coverageMeter(placed) };
}

/** The suppliers whose freshness decides a bucket, each once. */
export function suppliersBehind(year: YearOfSpend | null, live: readonly HeldContract[]): readonly string[] {
  const known = [...(year?.bySupplier ?? []), ...live.flatMap(({ suppliers }) => suppliers)];
  return [...new Set(known.flatMap(({ supplierId }) => supplierId ?? []))];
}

const leastKnownFirst = ['none', 'ambiguous', 'redacted', 'not-a-company', 'person', 'matched'] as const;

/** A contract counts by its least known supplier. */
function leastKnown(suppliers: HeldContract['suppliers']): PoundLine['outcome'] {
  const outcomes = suppliers.map(({ supplierId, outcome }) => {
    if (supplierId !== null) return 'matched';
    return outcome === 'waiting' || outcome === 'matched' ? 'none' : outcome;
  });
  return leastKnownFirst.find((one) => outcomes.includes(one)) ?? 'none';
}
