import { addDays, addMonths, CoverageBuckets, dayAfter, IsoDate, Pence, type VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import { coverageMeter, type PoundLine } from './coverage.ts';
import type { DaysRead } from './spend.ts';

/** What was paid on one day to payees who are known alike far, in one VAT basis. */
export interface DayPounds extends Pick<PoundLine, 'outcome' | 'fresh'> {
  readonly paidOn: IsoDate;
  readonly vat: VatBasis;
  readonly pence: number;
}

/** The pounds of one month, by how far the firm behind them is known. */
export const MonthCoverage = z.object({
  from: IsoDate,
  /** The last day, included. */
  to: IsoDate,
  /** Whether any day of it is in a file that was read: without one, what was spent is not known. */
  isRead: z.boolean(),
  buckets: CoverageBuckets,
});
export type MonthCoverage = z.infer<typeof MonthCoverage>;

const MONTHS = 12;

/**
 * The twelve months that end with `to`, the last one first: each payment is in one of them, so that they add up to the
 * year. Months of which no file was read stay empty, and say so.
 */
export function coverageByMonth(
  to: IsoDate,
  read: readonly DaysRead[],
  payments: readonly DayPounds[],
): readonly MonthCoverage[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const [from, until] = [addMonths(dayAfter(to), -back - 1), addMonths(dayAfter(to), -back)];
    const lines = payments
      .filter(({ paidOn }) => paidOn >= from && paidOn < until)
      .map(({ vat, pence, ...line }) => ({ ...line, amount: { pence: Pence.parse(pence), vat } }));
    return {
      from,
      to: addDays(until, -1),
      isRead: read.some(([first, end]) => first < until && end > from),
      buckets: coverageMeter(lines).buckets,
    };
  });
}
