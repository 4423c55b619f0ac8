import {
  addMonths,
  dayAfter,
  type IsoDate,
  type Money,
  type MoneyByBasis,
  Pence,
  sumByBasis,
} from '@tocsin/domain';
import { spendTrend, type SpendTrend } from '@tocsin/exposure';
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
  const [from, before] = [dayAfter(addMonths(to, -12)), dayAfter(addMonths(to, -24))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to);
  const earlier = await sumSpend(trx, spenders, before, addMonths(to, -12));
  const years = {
    last12Months: sumByBasis(bySupplier.map(moneyOf)),
    previous12Months: sumByBasis(earlier),
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}

/** What one line of the sums is worth. */
export function moneyOf({ pence, vat }: SupplierSpend): Money {
  return { pence: Pence.parse(pence), vat };
}
