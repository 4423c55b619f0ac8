import {
  formatPoundsShort,
  formatVat,
  CoverageBucket,
  type CoverageBuckets,
  type VatBasis,
} from '@tocsin/domain';

/** Where a pound stands, in few words. */
const inBrief: Readonly<Record<CoverageBucket, string>> = {
  monitored: 'matched and monitored',
  stale: 'matched but not read lately',
  ambiguous: 'waiting for a person to say whose',
  redacted: 'under names that were withheld',
  'not-a-company': 'to others than companies',
  unmatched: 'not matched',
};

/**
 * How complete a total is, a sentence for each VAT basis that has money: `Of £2.71m without VAT, £1.9m is matched and
 * monitored, …`. Buckets without money are left out.
 */
export function coverageSentences(buckets: CoverageBuckets): readonly string[] {
  return (['net', 'gross', 'unknown'] as const).flatMap((basis) => sentenceOf(buckets, basis) ?? []);
}

function sentenceOf(buckets: CoverageBuckets, basis: VatBasis): string | null {
  const parts = CoverageBucket.options
    .filter((bucket) => buckets[bucket][basis] !== 0)
    .map((bucket) => `${formatPoundsShort(buckets[bucket][basis])} is ${inBrief[bucket]}`);
  if (parts.length === 0) return null;
  const total = CoverageBucket.options.reduce((sum, bucket) => sum + buckets[bucket][basis], 0);
  return `Of ${formatPoundsShort(total)} ${formatVat(basis)}, ${parts.join(', ')}.`;
}
