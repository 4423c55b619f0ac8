/** Ratios that indicators, formulas and bankruptcy sets share. `null` = an input is missing; never estimated. */
export interface Ratios {
  readonly workingCapitalToAssets: number | null;
  readonly equityToLiabilities: number | null;
  readonly liabilitiesToAssets: number | null;
  /** Cash over creditors due within a year. */
  readonly cashToCreditors: number | null;
  /** Current assets without stocks over creditors due within a year. */
  readonly acidRatio: number | null;
  readonly currentRatio: number | null;
  readonly currentAssetsToLiabilities: number | null;
  /** Creditors due within a year over total assets. */
  readonly creditorsToAssets: number | null;
  readonly retainedEarningsToAssets: number | null;
  /** Pounds; null in another currency. */
  readonly totalAssets: number | null;
  readonly marketEquityToLiabilities: number | null;
  /** Operating profit (EBIT) over total assets. */
  readonly returnOnAssets: number | null;
  readonly netIncomeToAssets: number | null;
  readonly profitBeforeTaxToCreditors: number | null;
  /** Net income and depreciation over total liabilities. */
  readonly fundsToLiabilities: number | null;
  readonly salesToAssets: number | null;
  readonly operatingMargin: number | null;
  /** Turnover over the year before's. */
  readonly turnoverGrowth: number | null;
  readonly interestCover: number | null;
  /** Days the firm can pay its way from quick assets without credit. */
  readonly noCreditInterval: number | null;
}

/** Headline figures of one balance date by name, in whole units, as `packages/accounts` names them. */
export type RatioInputs = Readonly<Record<string, number>>;

/** Sums that accounts imply, each from the figures that were tagged. */
export interface Totals {
  readonly totalAssets: number | null;
  readonly equity: number | null;
  readonly liabilities: number | null;
  readonly creditors: number | null;
  readonly workingCapital: number | null;
  readonly quickAssets: number | null;
}

export function totalsOf(figures: RatioInputs): Totals {
  const currentAssets = get(figures, 'current_assets');
  const nca = get(figures, 'nca');
  const creditors = magnitude(get(figures, 'creditors_1y')) ?? minus(currentAssets, nca);
  const equity = get(figures, 'equity') ?? get(figures, 'net_assets');
  const totalAssets =
    plus(get(figures, 'fixed_assets'), currentAssets) ?? plus(get(figures, 'talcl'), creditors);
  return {
    totalAssets,
    equity,
    liabilities: minus(totalAssets, equity),
    creditors,
    workingCapital: nca ?? minus(currentAssets, creditors),
    quickAssets:
      minus(currentAssets, get(figures, 'stocks')) ?? plus(get(figures, 'cash'), get(figures, 'debtors')),
  };
}

/** Every ratio that one set of figures allows; turnover growth needs the year before. */
export function ratiosOf(
  figures: RatioInputs,
  previous: RatioInputs | null,
  currency: string | null,
  totals: Totals = totalsOf(figures),
): Ratios {
  const { totalAssets, equity, liabilities, creditors, workingCapital, quickAssets } = totals;
  const currentAssets = get(figures, 'current_assets');
  const turnover = get(figures, 'turnover');
  const operatingProfit = get(figures, 'operating_profit');
  const profitBeforeTax = get(figures, 'pbt');
  const profit = get(figures, 'profit');
  const depreciation = magnitude(get(figures, 'depreciation'));
  return {
    workingCapitalToAssets: over(workingCapital, totalAssets),
    equityToLiabilities: over(equity, liabilities),
    liabilitiesToAssets: over(liabilities, totalAssets),
    cashToCreditors: over(get(figures, 'cash'), creditors),
    acidRatio: over(quickAssets, creditors),
    currentRatio: over(currentAssets, creditors),
    currentAssetsToLiabilities: over(currentAssets, liabilities),
    creditorsToAssets: over(creditors, totalAssets),
    retainedEarningsToAssets: over(get(figures, 'retained_earnings'), totalAssets),
    totalAssets: currency === null || currency === 'GBP' ? totalAssets : null,
    marketEquityToLiabilities: null,
    returnOnAssets: over(operatingProfit, totalAssets),
    netIncomeToAssets: over(profit, totalAssets),
    profitBeforeTaxToCreditors: over(profitBeforeTax, creditors),
    fundsToLiabilities: over(plus(profit, depreciation), liabilities),
    salesToAssets: over(turnover, totalAssets),
    operatingMargin: over(operatingProfit, turnover),
    turnoverGrowth: over(turnover, previous && get(previous, 'turnover')),
    interestCover: over(operatingProfit, magnitude(get(figures, 'interest'))),
    noCreditInterval: over(
      minus(quickAssets, creditors),
      over(minus(minus(turnover, profitBeforeTax), depreciation), 365),
    ),
  };
}

export function get(figures: RatioInputs, name: string): number | null {
  return figures[name] ?? null;
}

/** The quotient; null where either is missing or the divisor is not positive, for then it orders nothing. */
export function over(a: number | null, b: number | null): number | null {
  return a === null || b === null || b <= 0 ? null : a / b;
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** Liabilities and costs are tagged with either sign; their size is meant. */
function magnitude(value: number | null): number | null {
  return value === null ? null : Math.abs(value);
}
