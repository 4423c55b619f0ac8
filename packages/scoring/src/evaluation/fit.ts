import type { FormulaRatios } from '../accounts/formulas.ts';
import { balanceSheetFeatures, profitFeatures } from './accounts-component.ts';
import { fitPoints, interceptFor, pointsOf, POINTS_PER_LOG_ODDS, type PointsTable } from './points-table.ts';
import { stratifiedFolds } from './random.ts';

/** Firms with their ratios and what became of them. */
export interface Sample {
  readonly set: string;
  readonly rows: readonly FormulaRatios[];
  readonly failed: readonly boolean[];
  /** The firm of each row, where one firm has several; else each row is a firm. */
  readonly clusters?: readonly string[];
}

/** Points for accounts: the balance sheet first, then what profit and loss adds on top of it. */
export interface AccountsFit {
  readonly balanceSheet: PointsTable;
  readonly profit: PointsTable;
  /** Log odds of failure in the sample at 0 points: of the balance sheet alone, and of both together. */
  readonly balanceSheetIntercept: number;
  readonly intercept: number;
}

export function fitAccounts({ rows, failed }: Pick<Sample, 'rows' | 'failed'>): AccountsFit {
  const rate = failed.filter(Boolean).length / failed.length;
  const balanceSheet = fitPoints(balanceSheetFeatures, rows, failed);
  const first = rows.map((row) => pointsOf(balanceSheetFeatures, balanceSheet, row));
  const balanceSheetIntercept = interceptFor(first, rate);
  const explained = first.map((points) => balanceSheetIntercept + points / POINTS_PER_LOG_ODDS);
  const profit = fitPoints(profitFeatures, rows, failed, explained);
  const both = rows.map((row, i) => first[i]! + pointsOf(profitFeatures, profit, row));
  return { balanceSheet, profit, balanceSheetIntercept, intercept: interceptFor(both, rate) };
}

/** What a table gives one firm. */
export interface AccountsPoints {
  readonly balanceSheet: number;
  readonly both: number;
}

export function accountsPoints(
  fit: Pick<AccountsFit, 'balanceSheet' | 'profit'>,
  row: FormulaRatios,
): AccountsPoints {
  const balanceSheet = pointsOf(balanceSheetFeatures, fit.balanceSheet, row);
  return { balanceSheet, both: balanceSheet + pointsOf(profitFeatures, fit.profit, row) };
}

/** The seeds of the ten runs: any others give the same picture. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const FOLDS = 10;

/** The points of each firm by a table that never saw it, and that table. */
export interface Refit {
  readonly seed: number;
  readonly firms: readonly (AccountsPoints & { readonly fit: AccountsFit })[];
}

/** Fits ten times over, each time on nine of ten stratified folds, dealt by a seed, for the firms of the tenth. */
export function refit(sample: Pick<Sample, 'rows' | 'failed' | 'clusters'>): readonly Refit[] {
  return SEEDS.map((seed) => ({ seed, firms: outOfFold(sample, seed) }));
}

function outOfFold(
  { rows, failed, clusters }: Pick<Sample, 'rows' | 'failed' | 'clusters'>,
  seed: number,
): Refit['firms'] {
  const keys = clusters ?? rows.map((row) => JSON.stringify(row));
  const folds = stratifiedFolds(failed, keys, FOLDS, seed);
  const fits = Array.from({ length: FOLDS }, (_, fold) =>
    fitAccounts({
      rows: rows.filter((_, i) => folds[i] !== fold),
      failed: failed.filter((_, i) => folds[i] !== fold),
    }),
  );
  return rows.map((row, i) => {
    const fit = fits[folds[i]!]!;
    return { ...accountsPoints(fit, row), fit };
  });
}
