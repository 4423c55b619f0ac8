import { z } from 'zod';
import { Pence } from './ids.ts';
import type { Money } from './contract.ts';

/** Sums kept apart by VAT basis: the three are never added to one another, and never turned into one another. */
export const MoneyByBasis = z.object({ net: Pence, gross: Pence, unknown: Pence });
export type MoneyByBasis = z.infer<typeof MoneyByBasis>;

/**
 * As `sumByBasis`; null where there are sums and none of them is known, for that is no zero. Of nothing the sum is zero.
 */
export function sumKnown(sums: readonly (Money | null)[]): MoneyByBasis | null {
  return sums.length > 0 && sums.every((sum) => sum === null) ? null : sumByBasis(sums);
}

/** Adds sums within their own VAT basis, in integer pence. Sums that are not known (null) add nothing. */
export function sumByBasis(sums: Iterable<Money | null>): MoneyByBasis {
  const total = { net: 0, gross: 0, unknown: 0 };
  for (const sum of sums) if (sum) total[sum.vat] += sum.pence;
  return MoneyByBasis.parse(total);
}
