import type { MoneyByBasis } from './money.ts';

/** Where a pound of a council stands: can we see the firm behind it, and do we watch it? */
export const coverageBuckets = [
  'monitored',
  'stale',
  'ambiguous',
  'redacted',
  'not-a-company',
  'unmatched',
] as const;
export type CoverageBucket = (typeof coverageBuckets)[number];

/** Sums by where they stand; together they are the whole. */
export type CoverageBuckets = Readonly<Record<CoverageBucket, MoneyByBasis>>;
