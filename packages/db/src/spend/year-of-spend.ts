import { Pence, sumByBasis, type IsoDate, type Money, type MoneyByBasis } from '@tocsin/domain';
import { monthsBefore, spendTrend, type SpendTrend } from '@tocsin/exposure';
import { findSpendReadTo, sumSpend, sumSpendBySupplier, type SupplierSpend } from './council-spend.ts';
import type { Trx } from '../schema/database.ts';

/** A council's published spend in the year to the last day read, beside the year before. */
export interface YearOfSpend {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly last12Months: MoneyByBasis;
  readonly previous12Months: MoneyByBasis;
  readonly trend: SpendTrend | null;
  readonly bySupplier: readonly SupplierSpend[];
}

/** Null when no spending file of these councils has been read by `asOf`. */
export async function findYearOfSpend(
  trx: Trx,
  spenders: readonly string[],
  asOf: IsoDate,
): Promise<YearOfSpend | null> {
  const to = await findSpendReadTo(trx, spenders, asOf);
  if (to === null) return null;
  const [from, before] = [nextDay(monthsBefore(to, 12)), nextDay(monthsBefore(to, 24))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to);
  const earlier = await sumSpend(trx, spenders, before, monthsBefore(to, 12));
  const years = {
    last12Months: sumByBasis(bySupplier.map(moneyOf)),
    previous12Months: sumByBasis(earlier),
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}

/** The day after; also the first day of the twelve months that begin on it. */
export function nextDay(day: IsoDate): IsoDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** What one line of the sums is worth. */
export function moneyOf({ pence, vat }: SupplierSpend): Money {
  return { pence: Pence.parse(pence), vat };
}
