import { altmanZDoublePrime, taffler, type FormulaRatios } from '../accounts/formulas.ts';
import type { Feature } from './points-table.ts';

type Ratio = Feature<FormulaRatios>;

/** What carries small firms that file no profit: the balance-sheet component. */
export const balanceSheetFeatures: readonly Ratio[] = [
  { id: 'working-capital', value: (r) => r.workingCapitalToAssets, worse: 'lower' },
  { id: 'equity-to-liabilities', value: (r) => r.equityToLiabilities, worse: 'lower' },
  { id: 'liabilities-to-assets', value: (r) => r.liabilitiesToAssets, worse: 'higher' },
  { id: 'cash-to-creditors', value: (r) => r.cashToCreditors, worse: 'lower' },
  { id: 'acid-ratio', value: (r) => r.acidRatio, worse: 'lower' },
  { id: 'retained-losses', value: (r) => r.retainedEarningsToAssets, worse: 'lower' },
  { id: 'short-term-creditors', value: (r) => r.creditorsToAssets, worse: 'higher' },
  // Capped, so that no firm stands at `watch` for being small.
  { id: 'small-balance-sheet', value: (r) => r.totalAssets, worse: 'lower', ceiling: 0.6 },
];

/** What profit and loss accounts add where they are filed, on top of the balance sheet. */
export const profitFeatures: readonly Ratio[] = [
  { id: 'return-on-assets', value: (r) => r.returnOnAssets, worse: 'lower' },
  { id: 'operating-margin', value: (r) => r.operatingMargin, worse: 'lower' },
  { id: 'turnover-fall', value: (r) => r.turnoverGrowth, worse: 'lower' },
  {
    id: 'altman-zone',
    value: (r) => altmanZDoublePrime.value(r),
    worse: 'lower',
    binning: { edges: [1.1, 2.6] },
  },
  { id: 'taffler-zone', value: (r) => taffler.value(r), worse: 'lower', binning: { edges: [0] } },
];
