import { addMonths, dayAfter, type IsoDate, type Money, type SpendSummary, sumByBasis } from '@tocsin/domain';

/**
 * What a council paid a supplier on one day, in one VAT basis (and category, where those are asked for): the sum of
 * published payments, for a council may make thousands a month to one supplier. Credits are negative.
 */
export interface DayOfSpend {
  readonly paidOn: IsoDate;
  readonly amount: Money;
  readonly category: string | null;
  /** So many payments add up to it. */
  readonly payments: number;
}

/**
 * Sums a supplier's payments over the twelve months that end on `asOf`, or on `readTo`, the last day that the council's
 * published files cover, where that is earlier: months not yet published would look like a fall.
 */
export function summariseSpend(
  payments: readonly DayOfSpend[],
  asOf: IsoDate,
  readTo: IsoDate | null = null,
): SpendSummary {
  const to = readTo !== null && readTo < asOf ? readTo : asOf;
  const after = addMonths(to, -12);
  const recent = payments.filter((payment) => payment.paidOn > after && payment.paidOn <= to);
  const afterBefore = addMonths(to, -24);
  const earlier = payments.filter((payment) => payment.paidOn > afterBefore && payment.paidOn <= after);
  return {
    from: dayAfter(after),
    to,
    last12Months: sumByBasis(recent.map((payment) => payment.amount)),
    previous12Months: sumByBasis(earlier.map((payment) => payment.amount)),
    payments: countPayments(recent),
  };
}

/** The payments that days of spend are the sums of. */
export function countPayments(days: readonly DayOfSpend[]): number {
  return days.reduce((sum, { payments }) => sum + payments, 0);
}
