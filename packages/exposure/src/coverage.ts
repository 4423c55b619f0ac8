import {
  CoverageBuckets,
  sumByBasis,
  type CoverageBucket,
  type Money,
  type MoneyByBasis,
  VatBasis,
} from '@tocsin/domain';
import { z } from 'zod';

/** One contract value or payment with what is known of its supplier. */
export interface PoundLine {
  readonly amount: Money;
  readonly outcome: 'matched' | 'ambiguous' | 'redacted' | 'person' | 'not-a-company' | 'none';
  /** For a matched supplier: every topic its band needs was looked at within its interval. */
  readonly fresh: boolean;
}

const Share = z.number().nullable();

/** How much of a council's money we can see behind. */
export const CoverageMeter = z.object({
  buckets: CoverageBuckets,
  /**
   * Per VAT basis, the share (0–1) of the identifiable money that is matched (monitored or stale); redacted money and
   * money to others than companies is not identifiable. Null where there is none.
   */
  matchedShare: z.object({ net: Share, gross: Share, unknown: Share }),
});
export type CoverageMeter = z.infer<typeof CoverageMeter>;

/**
 * How much of a council's money we can see behind, in pounds. Credits lower the bucket they belong to. Every line is in
 * exactly one bucket, so the buckets add up to the whole.
 */
export function coverageMeter(lines: readonly PoundLine[]): CoverageMeter {
  const sumOf = (bucket: CoverageBucket) =>
    sumByBasis(lines.filter((line) => bucketOf(line) === bucket).map((line) => line.amount));
  const buckets = eachBucket(sumOf);
  const share = (basis: keyof MoneyByBasis) => {
    const matched = buckets.monitored[basis] + buckets.stale[basis];
    const identifiable = matched + buckets.ambiguous[basis] + buckets.unmatched[basis];
    return identifiable > 0 ? Math.min(1, Math.max(0, matched / identifiable)) : null;
  };
  return { buckets, matchedShare: { net: share('net'), gross: share('gross'), unknown: share('unknown') } };
}

/** Several councils together: each bucket is the sum of theirs. */
export function sumCoverage(councils: readonly CoverageBuckets[]): CoverageBuckets {
  const sumOf = (bucket: CoverageBucket) =>
    sumByBasis(councils.flatMap((buckets) => moneyIn(buckets[bucket])));
  return eachBucket(sumOf);
}

function eachBucket(sumOf: (bucket: CoverageBucket) => MoneyByBasis): CoverageBuckets {
  return {
    monitored: sumOf('monitored'),
    stale: sumOf('stale'),
    ambiguous: sumOf('ambiguous'),
    redacted: sumOf('redacted'),
    'not-a-company': sumOf('not-a-company'),
    unmatched: sumOf('unmatched'),
  };
}

function moneyIn(sums: MoneyByBasis): readonly Money[] {
  return VatBasis.options.map((vat) => ({ vat, pence: sums[vat] }));
}

function bucketOf({ outcome, fresh }: PoundLine): CoverageBucket {
  switch (outcome) {
    case 'matched':
      return fresh ? 'monitored' : 'stale';
    case 'none':
      return 'unmatched';
    case 'person':
      return 'not-a-company';
    case 'ambiguous':
    case 'redacted':
    case 'not-a-company':
      return outcome;
  }
}
