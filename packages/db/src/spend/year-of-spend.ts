import { addMonths, dayAfter, type IsoDate, sumByBasis } from '@tocsin/domain';
import { moneyOf, spendTrend, type YearOfSpend } from '@tocsin/exposure';
import { findSpendReadTo, sumSpend, sumSpendBySupplier } from './council-spend.ts';
import type { Trx } from '../schema/database.ts';

/** Null when no spending file of these councils has been read by `asOf`. */
export async function findYearOfSpend(
  trx: Trx,
  spenders: readonly string[],
  asOf: IsoDate,
): Promise<YearOfSpend | null> {
  const to = await findSpendReadTo(trx, spenders, asOf);
  if (to === null) return null;
  const [from, before] = [dayAfter(addMonths(to, -12)), dayAfter(addMonths(to, -24))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to);
  const earlier = await sumSpend(trx, spenders, before, addMonths(to, -12));
  const years = {
    last12Months: sumByBasis(bySupplier.map(moneyOf)),
    previous12Months: sumByBasis(earlier),
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}
