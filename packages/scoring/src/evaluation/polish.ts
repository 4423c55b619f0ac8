import type { FormulaRatios } from '../accounts/formulas.ts';

/** Zlotys in a pound, roughly, over the years of the set (2000–2013): only total assets are converted with it. */
const ZLOTYS_PER_POUND = 5;

/**
 * One row of a Polish bankruptcy file (UCI 365: Zięba, Tomczak, Tomczak 2016) as ratios. `row[n − 1]` is attribute n;
 * `?` is NaN there and null here. Attribute 29 is the decimal logarithm of total assets in thousand zlotys.
 */
export function polishRatios(row: Float64Array): FormulaRatios {
  const a = (n: number): number | null => {
    const value = row[n - 1];
    return value === undefined || !Number.isFinite(value) ? null : value;
  };
  const size = a(29);
  return {
    workingCapitalToAssets: a(3),
    equityToLiabilities: a(8),
    liabilitiesToAssets: a(2),
    cashToCreditors: a(40),
    acidRatio: a(46),
    currentRatio: a(4),
    currentAssetsToLiabilities: quotient(product(a(4), a(51)), a(2)),
    creditorsToAssets: a(51),
    retainedEarningsToAssets: a(6),
    totalAssets: size === null ? null : (10 ** size * 1000) / ZLOTYS_PER_POUND,
    marketEquityToLiabilities: null,
    returnOnAssets: a(7),
    netIncomeToAssets: a(1),
    profitBeforeTaxToCreditors: a(12),
    fundsToLiabilities: a(26),
    salesToAssets: a(9),
    operatingMargin: a(42),
    turnoverGrowth: a(21),
    interestCover: a(27),
    noCreditInterval: a(5),
    ohlsonSize: size === null ? null : size * Math.LN10,
  };
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

function quotient(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}
