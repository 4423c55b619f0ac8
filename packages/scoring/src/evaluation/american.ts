import { over } from '../accounts/ratios.ts';
import type { FormulaRatios } from '../accounts/formulas.ts';

/**
 * One row of the American set (sowide/bankruptcy_dataset: 18 figures in million dollars) as ratios. Cash is read as
 * current assets less stocks and receivables. Total assets are left out: dollars of listed firms are no measure here.
 */
export function americanRatios(x: Readonly<Record<string, number>>): FormulaRatios {
  const figure = (n: number): number | null => {
    const value = x[`X${n}`];
    return value === undefined || !Number.isFinite(value) ? null : value;
  };
  const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
  const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  const assets = figure(10);
  const liabilities = figure(17);
  const creditors = figure(14);
  const quick = less(figure(1), figure(5));
  const workingCapital = less(figure(1), creditors);
  return {
    workingCapitalToAssets: over(workingCapital, assets),
    equityToLiabilities: over(less(assets, liabilities), liabilities),
    liabilitiesToAssets: over(liabilities, assets),
    cashToCreditors: over(less(quick, figure(7)), creditors),
    acidRatio: over(quick, creditors),
    currentRatio: over(figure(1), creditors),
    currentAssetsToLiabilities: over(figure(1), liabilities),
    creditorsToAssets: over(creditors, assets),
    retainedEarningsToAssets: over(figure(15), assets),
    totalAssets: null,
    marketEquityToLiabilities: over(figure(8), liabilities),
    returnOnAssets: over(figure(12), assets),
    netIncomeToAssets: over(figure(6), assets),
    profitBeforeTaxToCreditors: null,
    fundsToLiabilities: over(plus(figure(6), figure(3)), liabilities),
    salesToAssets: over(figure(9), assets),
    operatingMargin: over(figure(12), figure(9)),
    turnoverGrowth: null,
    interestCover: null,
    noCreditInterval: null,
  };
}
