import { z } from 'zod';
import { MoneyByBasis } from './money.ts';

/** Where a pound of a council stands: can we see the firm behind it, and do we watch it? */
export const CoverageBucket = z.enum([
  'monitored',
  'stale',
  'ambiguous',
  'redacted',
  'not-a-company',
  'unmatched',
]);
export type CoverageBucket = z.infer<typeof CoverageBucket>;

/** Sums by where they stand; together they are the whole. */
export const CoverageBuckets = z.record(CoverageBucket, MoneyByBasis).readonly();
export type CoverageBuckets = z.infer<typeof CoverageBuckets>;
