import { addMonths, dayAfter, type IsoDate, sumByBasis } from '@tocsin/domain';
import { spentMoney, spendTrend, type YearOfSpend } from '@tocsin/exposure';
import { findSpendRead, sumSpend, sumSpendBySupplier } from './council-spend.ts';
import type { OwnName } from './own-names.ts';
import type { Trx } from '../schema/database.ts';

/**
 * Null when no spending file of these councils has been read by `asOf`. `names` are those that their own registers tell;
 * none for what everybody may see.
 */
export async function findYearOfSpend(
  trx: Trx,
  spenders: readonly string[],
  asOf: IsoDate,
  names: readonly OwnName[] = [],
): Promise<YearOfSpend | null> {
  const read = await findSpendRead(trx, spenders, asOf);
  if (read === null) return null;
  const { to } = read;
  const [from, before] = [dayAfter(addMonths(to, -12)), dayAfter(addMonths(to, -24))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to, names);
  const earlier = await sumSpend(trx, spenders, before, addMonths(to, -12));
  const years = {
    last12Months: sumByBasis(bySupplier.map(spentMoney)),
    previous12Months: read.monthsBefore === 0 ? null : sumByBasis(earlier),
    monthsRead: read.months,
    monthsReadBefore: read.monthsBefore,
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}
