import { addMonths, dayAfter, type IsoDate, sumByBasis } from '@tocsin/domain';
import { spentMoney, spendTrend, type YearOfSpend } from '@tocsin/exposure';
import { findSpendRead, sumSpend, sumSpendBySupplier } from './council-spend.ts';
import { NOTHING_OWN, type OwnSpend } from './own-names.ts';
import type { Trx } from '../schema/database.ts';

/**
 * Null when no spending file of these councils has been read by `asOf`. `own` is what only they
 * tell; nothing for what everybody may see.
 */
export async function findYearOfSpend(
  trx: Trx,
  spenders: readonly string[],
  asOf: IsoDate,
  own: OwnSpend = NOTHING_OWN,
): Promise<YearOfSpend | null> {
  const read = await findSpendRead(trx, spenders, asOf, own);
  if (read === null) return null;
  const { to } = read;
  const [from, before] = [dayAfter(addMonths(to, -12)), dayAfter(addMonths(to, -24))];
  const bySupplier = await sumSpendBySupplier(trx, spenders, from, to, own);
  const earlier = await sumSpend(trx, spenders, before, addMonths(to, -12), own);
  const years = {
    last12Months: sumByBasis(bySupplier.map(spentMoney)),
    previous12Months: read.monthsBefore === 0 ? null : sumByBasis(earlier),
    monthsRead: read.months,
    monthsReadBefore: read.monthsBefore,
  };
  return { from, to, ...years, trend: spendTrend(years), bySupplier };
}
