import type { Ratios } from './ratios.ts';

/** How a published formula places a company. The words are the formula's own zones, not ours. */
export type Zone = 'distress' | 'grey' | 'safe';

/** A published formula: shown for reference, unknown (`null`) when an input is missing. */
export interface Formula {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** True where a higher value means a riskier company. */
  readonly higherIsRiskier: boolean;
  value(ratios: FormulaRatios): number | null;
  zone(value: number): Zone;
}

/** What formulas need beyond the shared ratios; a set or filing that lacks them leaves them out. */
export interface FormulaRatios extends Ratios {
  /** ln(total assets / GNP price index): Ohlson's size. */
  readonly ohlsonSize?: number | null;
  /** True when net income was negative in both of the last two years; missing = taken as false, as the baselines do. */
  readonly lossesTwoYears?: boolean | null;
  /** (net income − last year's) / (|net income| + |last year's|); missing = 0, as the baselines do. */
  readonly netIncomeChange?: number | null;
}

/** Altman 1968, listed manufacturers; needs a market value. */
export const altmanZ: Formula = {
  id: 'altman-z',
  title: 'Altman Z (1968)',
  source: 'Altman 1968, Journal of Finance 23(4)',
  higherIsRiskier: false,
  value: (r) =>
    sum(
      [1.2, r.workingCapitalToAssets],
      [1.4, r.retainedEarningsToAssets],
      [3.3, r.returnOnAssets],
      [0.6, r.marketEquityToLiabilities],
      [1, r.salesToAssets],
    ),
  zone: (z) => between(z, 1.81, 2.99),
};

/** Altman 1983, private firms: book equity in place of market value. */
export const altmanZPrime: Formula = {
  id: 'altman-z-prime',
  title: 'Altman Z′ (1983, private firms)',
  source: 'Altman 1983, Corporate Financial Distress',
  higherIsRiskier: false,
  value: (r) =>
    sum(
      [0.717, r.workingCapitalToAssets],
      [0.847, r.retainedEarningsToAssets],
      [3.107, r.returnOnAssets],
      [0.42, r.equityToLiabilities],
      [0.998, r.salesToAssets],
    ),
  zone: (z) => between(z, 1.23, 2.9),
};

/** Altman 1995, firms that do not manufacture: without turnover. */
export const altmanZDoublePrime: Formula = {
  id: 'altman-z-double-prime',
  title: 'Altman Z″ (1995, non-manufacturers)',
  source: 'Altman, Hartzell and Peck 1995 (coefficients as commonly quoted)',
  higherIsRiskier: false,
  value: (r) =>
    sum(
      [6.56, r.workingCapitalToAssets],
      [3.26, r.retainedEarningsToAssets],
      [6.72, r.returnOnAssets],
      [1.05, r.equityToLiabilities],
    ),
  zone: (z) => between(z, 1.1, 2.6),
};

/** Taffler 1983, United Kingdom listed manufacturers; below zero is the risk region. */
export const taffler: Formula = {
  id: 'taffler',
  title: 'Taffler z (1983, United Kingdom)',
  source: 'Taffler 1983, Accounting and Business Research 13(52) (coefficients as commonly quoted)',
  higherIsRiskier: false,
  value: (r) =>
    sum(
      [12.18, r.profitBeforeTaxToCreditors],
      [2.5, r.currentAssetsToLiabilities],
      [-10.68, r.creditorsToAssets],
      [0.029, r.noCreditInterval],
      [3.2, 1],
    ),
  zone: (z) => (z < 0 ? 'distress' : 'safe'),
};

/** Ohlson 1980: log odds of failure; above 0.5 probability (0 log odds) is the risk region. */
export const ohlson: Formula = {
  id: 'ohlson',
  title: 'Ohlson O (1980)',
  source: 'Ohlson 1980, Journal of Accounting Research 18(1), model 1',
  higherIsRiskier: true,
  value: (r) =>
    sum(
      [-1.32, 1],
      [-0.407, r.ohlsonSize ?? null],
      [6.03, r.liabilitiesToAssets],
      [-1.43, r.workingCapitalToAssets],
      [0.0757, inverse(r.currentRatio)],
      [-1.72, r.liabilitiesToAssets === null ? null : Number(r.liabilitiesToAssets > 1)],
      [-2.37, r.netIncomeToAssets],
      [-1.83, r.fundsToLiabilities],
      [0.285, Number(r.lossesTwoYears ?? false)],
      [-0.521, r.netIncomeChange ?? 0],
    ),
  zone: (o) => (o > 0 ? 'distress' : 'safe'),
};

/** Zmijewski 1984 (probit); above zero is the risk region. Public code disagrees on the sign of the last term. */
export const zmijewski: Formula = {
  id: 'zmijewski',
  title: 'Zmijewski (1984)',
  source: 'Zmijewski 1984, Journal of Accounting Research 22',
  higherIsRiskier: true,
  value: (r) =>
    sum([-4.336, 1], [-4.513, r.netIncomeToAssets], [5.679, r.liabilitiesToAssets], [-0.004, r.currentRatio]),
  zone: (x) => (x > 0 ? 'distress' : 'safe'),
};

/** Springate 1978, Canadian manufacturers; below 0.862 is the risk region. */
export const springate: Formula = {
  id: 'springate',
  title: 'Springate (1978)',
  source: 'Springate 1978, Simon Fraser University',
  higherIsRiskier: false,
  value: (r) =>
    sum(
      [1.03, r.workingCapitalToAssets],
      [3.07, r.returnOnAssets],
      [0.66, r.profitBeforeTaxToCreditors],
      [0.4, r.salesToAssets],
    ),
  zone: (s) => (s < 0.862 ? 'distress' : 'safe'),
};

/** The classical formulas, for the supplier's page and the evaluation. None of them gives points by itself. */
export const formulas: readonly Formula[] = [
  altmanZ,
  altmanZPrime,
  altmanZDoublePrime,
  taffler,
  ohlson,
  zmijewski,
  springate,
];

function sum(...terms: readonly (readonly [weight: number, ratio: number | null])[]): number | null {
  let total = 0;
  for (const [weight, ratio] of terms) {
    if (ratio === null) return null;
    total += weight * ratio;
  }
  return total;
}

function inverse(ratio: number | null): number | null {
  return ratio === null || ratio === 0 ? null : 1 / ratio;
}

function between(z: number, distressBelow: number, safeAbove: number): Zone {
  if (z < distressBelow) return 'distress';
  return z > safeAbove ? 'safe' : 'grey';
}
