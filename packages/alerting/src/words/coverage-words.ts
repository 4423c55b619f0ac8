import { formatPartsShort, formatVat, CoverageBucket, type CoverageBuckets, VatBasis } from '@tocsin/domain';

/** Where a pound stands, in few words. */
const inBrief: Readonly<Record<CoverageBucket, string>> = {
  monitored: 'looked at within the promised time',
  stale: 'matched, not looked at in time',
  ambiguous: 'waiting for a person to say whose',
  redacted: 'under names that were withheld',
  'not-a-company': 'to others than companies',
  unmatched: 'not matched',
};

/**
 * How complete a total is, a sentence for each VAT basis that has money: `Of £2.71m without VAT, £1.9m is looked at
 * within the promised time, …`. Buckets without money are left out; figures that do not add up as they stand are called rounded.
 */
export function coverageSentences(buckets: CoverageBuckets): readonly string[] {
  return VatBasis.options.flatMap((basis) => sentenceOf(buckets, basis) ?? []);
}

function sentenceOf(buckets: CoverageBuckets, basis: VatBasis): string | null {
  const held = CoverageBucket.options.filter((bucket) => buckets[bucket][basis] !== 0);
  if (held.length === 0) return null;
  const { total, parts, isRounded } = formatPartsShort(held.map((bucket) => buckets[bucket][basis]));
  const said = held.map((bucket, at) => `${parts[at]} is ${inBrief[bucket]}`);
  return `Of ${total} ${formatVat(basis)}${isRounded ? ', in rounded figures' : ''}, ${said.join(', ')}.`;
}
