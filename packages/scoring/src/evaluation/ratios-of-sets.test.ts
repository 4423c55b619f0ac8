import { expect, test } from 'vitest';
import { altmanZDoublePrime, taffler } from '../accounts/formulas.ts';
import { balanceSheetFeatures, profitFeatures } from './accounts-component.ts';
import { americanRatios } from './american.ts';
import { polishRatios } from './polish.ts';

/** Attribute n of a Polish file is n + a half, but for its size. */
const polish = (change: Readonly<Record<number, number>> = {}) =>
  polishRatios(Float64Array.from({ length: 64 }, (_, at) => change[at + 1] ?? at + 1.5));

test('a row of the Polish set is read by the numbers of its attributes', () => {
  expect(polish({ 29: 3 })).toEqual({
    workingCapitalToAssets: 3.5,
    equityToLiabilities: 8.5,
    liabilitiesToAssets: 2.5,
    cashToCreditors: 40.5,
    acidRatio: 46.5,
    currentRatio: 4.5,
    currentAssetsToLiabilities: (4.5 * 51.5) / 2.5,
    creditorsToAssets: 51.5,
    retainedEarningsToAssets: 6.5,
    totalAssets: 200_000,
    marketEquityToLiabilities: null,
    returnOnAssets: 7.5,
    netIncomeToAssets: 1.5,
    profitBeforeTaxToCreditors: 12.5,
    fundsToLiabilities: 26.5,
    salesToAssets: 9.5,
    operatingMargin: 42.5,
    turnoverGrowth: 21.5,
    interestCover: 27.5,
    noCreditInterval: 5.5,
    ohlsonSize: 3 * Math.LN10,
  });
});

test('what the Polish set does not hold is not known, and nothing is divided by nought', () => {
  expect(polish({ 29: Number.NaN })).toMatchObject({ totalAssets: null, ohlsonSize: null });
  for (const missing of [{ 2: 0 }, { 2: Number.NaN }, { 4: Number.NaN }, { 51: Number.NaN }])
    expect(polish(missing).currentAssetsToLiabilities).toBeNull();
  expect(polishRatios(new Float64Array(0)).workingCapitalToAssets).toBeNull();
});

/** X1 … X18, each a figure of its own. */
const figures = Object.fromEntries(Array.from({ length: 18 }, (_, at) => [`X${at + 1}`, 2 ** at]));
const american = (change: Readonly<Record<string, number>> = {}) => americanRatios({ ...figures, ...change });

test('a row of the American set is made into ratios from its figures', () => {
  const [x1, x3, x5, x6, x7, x8, x9, x10, x12, x14, x15, x17] = [1, 3, 5, 6, 7, 8, 9, 10, 12, 14, 15, 17].map(
    (n) => 2 ** (n - 1),
  ) as number[] & { length: 12 };
  expect(american()).toEqual({
    workingCapitalToAssets: (x1! - x14!) / x10!,
    equityToLiabilities: (x10! - x17!) / x17!,
    liabilitiesToAssets: x17! / x10!,
    cashToCreditors: (x1! - x5! - x7!) / x14!,
    acidRatio: (x1! - x5!) / x14!,
    currentRatio: x1! / x14!,
    currentAssetsToLiabilities: x1! / x17!,
    creditorsToAssets: x14! / x10!,
    retainedEarningsToAssets: x15! / x10!,
    totalAssets: null,
    marketEquityToLiabilities: x8! / x17!,
    returnOnAssets: x12! / x10!,
    netIncomeToAssets: x6! / x10!,
    profitBeforeTaxToCreditors: null,
    fundsToLiabilities: (x6! + x3!) / x17!,
    salesToAssets: x9! / x10!,
    operatingMargin: x12! / x9!,
    turnoverGrowth: null,
    interestCover: null,
    noCreditInterval: null,
  });
});

test('what the American set does not hold is not known', () => {
  expect(american({ X5: Number.NaN })).toMatchObject({ acidRatio: null, cashToCreditors: null });
  expect(american({ X3: Number.NaN }).fundsToLiabilities).toBeNull();
  expect(american({ X6: Number.POSITIVE_INFINITY }).fundsToLiabilities).toBeNull();
  expect(americanRatios({}).workingCapitalToAssets).toBeNull();
});

test('each ratio that accounts are judged by is the one that it is named for', () => {
  const ratios = polish({ 29: 3 });
  const read = [...balanceSheetFeatures, ...profitFeatures].map(({ id, value, worse }) => [
    id,
    value(ratios),
    worse,
  ]);
  expect(read).toEqual([
    ['working-capital', 3.5, 'lower'],
    ['equity-to-liabilities', 8.5, 'lower'],
    ['liabilities-to-assets', 2.5, 'higher'],
    ['cash-to-creditors', 40.5, 'lower'],
    ['acid-ratio', 46.5, 'lower'],
    ['retained-losses', 6.5, 'lower'],
    ['short-term-creditors', 51.5, 'higher'],
    ['small-balance-sheet', 200_000, 'lower'],
    ['return-on-assets', 7.5, 'lower'],
    ['operating-margin', 42.5, 'lower'],
    ['turnover-fall', 21.5, 'lower'],
    ['altman-zone', altmanZDoublePrime.value(ratios), 'lower'],
    ['taffler-zone', taffler.value(ratios), 'lower'],
  ]);
});
