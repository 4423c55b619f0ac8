import { CoverageBuckets, IsoDate, Pence, type VatBasis } from '@tocsin/domain';
import { z } from 'zod';
import { coverageMeter, type PoundLine } from './coverage.ts';
import { isMonthRead, isStretchRead, monthsOfYear, stretchesOf, type DaysRead } from './months-of-year.ts';

/** What was paid on one day to payees who are known alike far, in one VAT basis. */
export interface DayPounds extends Pick<PoundLine, 'outcome' | 'fresh'> {
  readonly paidOn: IsoDate;
  readonly vat: VatBasis;
  readonly pence: number;
}

const Stretch = z.object({ from: IsoDate, to: IsoDate });

/** The pounds of one month, by how far the firm behind them is known. */
export const MonthCoverage = z.object({
  from: IsoDate,
  /** The last day, included. */
  to: IsoDate,
  /** The days of the month a year before, where the year ends within it. */
  before: Stretch.nullable(),
  /** Whether it counts as read, and not only in part: by the larger of its stretches. */
  isRead: z.boolean(),
  /** Its stretches of which a day is in a file that was read, and those of which none is: what was spent in them is not known. */
  stretches: z.object({ read: z.array(Stretch).readonly(), notRead: z.array(Stretch).readonly() }),
  buckets: CoverageBuckets,
});
export type MonthCoverage = z.infer<typeof MonthCoverage>;

/**
 * The twelve months of the year that ends with `to`, the last one first: each payment is in one of them, so that they add
 * up to the year. Months of which no file was read stay empty, and say so.
 */
export function coverageByMonth(
  to: IsoDate,
  read: readonly DaysRead[],
  payments: readonly DayPounds[],
): readonly MonthCoverage[] {
  return monthsOfYear(to).map((month) => {
    const spans = stretchesOf(month);
    const lines = payments
      .filter(({ paidOn }) => spans.some((span) => paidOn >= span.from && paidOn <= span.to))
      .map(({ vat, pence, ...line }) => ({ ...line, amount: { pence: Pence.parse(pence), vat } }));
    const stretches = {
      read: spans.filter((span) => isStretchRead(span, read)),
      notRead: spans.filter((span) => !isStretchRead(span, read)),
    };
    return { ...month, isRead: isMonthRead(month, read), stretches, buckets: coverageMeter(lines).buckets };
  });
}
