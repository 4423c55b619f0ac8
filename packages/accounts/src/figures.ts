/** Headline figures, named as analysts name them. All in whole units of `currency`, but `employees`: heads. */
export const headlineNames = [
  'turnover',
  'gross_profit',
  'operating_profit',
  'pbt',
  'profit',
  'interest',
  'fixed_assets',
  'ppe',
  'current_assets',
  'cash',
  'debtors',
  'stocks',
  'creditors_1y',
  'creditors_after_1y',
  'nca',
  'talcl',
  'net_assets',
  'equity',
  'employees',
] as const;

/** Figures beyond the headlines: raw material for ratios. */
export const furtherNames = [
  'share_capital',
  'retained_earnings',
  'provisions',
  'cost_of_sales',
  'administrative_expenses',
  'staff_costs',
  'depreciation',
  'tax',
] as const;

/** What others are checked by alone: told nowhere. */
export const checkNames = ['assets', 'liabilities', 'equity_and_liabilities'] as const;

export type HeadlineName = (typeof headlineNames)[number];
export type FigureName = HeadlineName | (typeof furtherNames)[number] | (typeof checkNames)[number];

export type PeriodKind = 'instant' | 'duration';

export interface FigureRule {
  readonly figure: FigureName;
  readonly period: PeriodKind;
  /** Lower wins. Facts of equal rank must agree. */
  readonly rank: number;
}

const withinOneYear = [
  'Creditors MaturitiesOrExpirationPeriodsDimension=WithinOneYear',
  'Creditors FinancialInstrumentCurrentNon-currentDimension=CurrentFinancialInstruments',
  'Creditors FinancialInstrumentCurrentNon-currentDimension=CurrentFinancialInstruments MaturitiesOrExpirationPeriodsDimension=WithinOneYear',
];
const afterOneYear = [
  'Creditors MaturitiesOrExpirationPeriodsDimension=AfterOneYear',
  'Creditors FinancialInstrumentCurrentNon-currentDimension=Non-currentFinancialInstruments',
  'Creditors FinancialInstrumentCurrentNon-currentDimension=Non-currentFinancialInstruments MaturitiesOrExpirationPeriodsDimension=AfterOneYear',
];

/**
 * The concepts of each figure, first choice first: local name, then the dimensions it must have, exactly, besides
 * the view. Newest taxonomy first (FRC 2014 on), then UK GAAP 2009, then UK GAAP 2004 with Companies House's AE, and
 * the IFRS Foundation's (`ifrs-full`) last.
 */
const concepts: Readonly<Record<FigureName, readonly [PeriodKind, ...(string | readonly string[])[]]>> = {
  turnover: [
    'duration',
    'TurnoverRevenue',
    'TurnoverGrossOperatingRevenue',
    'Revenue',
    'RevenueFromContractsWithCustomers',
  ],
  gross_profit: ['duration', 'GrossProfitLoss', 'GrossProfit'],
  operating_profit: ['duration', 'OperatingProfitLoss', 'ProfitLossFromOperatingActivities'],
  pbt: ['duration', 'ProfitLossOnOrdinaryActivitiesBeforeTax', 'ProfitLossBeforeTax'],
  profit: ['duration', 'ProfitLoss', 'ProfitLossForPeriod'],
  interest: [
    'duration',
    'InterestPayableSimilarChargesFinanceCosts',
    'InterestPayableSimilarCharges',
    'FinanceCosts',
    'InterestExpense',
  ],
  fixed_assets: ['instant', 'FixedAssets', 'NoncurrentAssets'],
  ppe: ['instant', 'PropertyPlantEquipment', 'TangibleFixedAssets', 'PropertyPlantAndEquipment'],
  current_assets: ['instant', 'CurrentAssets'],
  cash: ['instant', 'CashBankOnHand', 'CashBankInHand', 'CashCashEquivalents', 'CashAndCashEquivalents'],
  debtors: ['instant', 'Debtors', 'TradeAndOtherCurrentReceivables'],
  stocks: ['instant', 'TotalInventories', 'StocksInventory', 'Inventories', 'CurrentInventories'],
  creditors_1y: [
    'instant',
    withinOneYear,
    'CreditorsDueWithinOneYear',
    'CreditorsDueWithinOneYearTotalCurrentLiabilities',
    'CurrentLiabilities',
  ],
  creditors_after_1y: [
    'instant',
    afterOneYear,
    'CreditorsDueAfterOneYear',
    'CreditorsDueAfterOneYearTotalNoncurrentLiabilities',
    'NoncurrentLiabilities',
  ],
  nca: ['instant', 'NetCurrentAssetsLiabilities', 'CurrentAssetsLiabilities'],
  talcl: ['instant', 'TotalAssetsLessCurrentLiabilities', 'AssetsLessCurrentLiabilities'],
  net_assets: [
    'instant',
    'NetAssetsLiabilities',
    'NetAssetsLiabilitiesIncludingPensionAssetLiability',
    'AssetsLiabilities',
  ],
  equity: ['instant', 'Equity', 'ShareholderFunds', 'EquityAttributableToOwnersOfParent'],
  employees: ['duration', 'AverageNumberEmployeesDuringPeriod', 'EmployeesTotal', 'AverageNumberOfEmployees'],
  share_capital: [
    'instant',
    'Equity EquityClassesDimension=ShareCapital',
    'CalledUpShareCapital',
    'IssuedCapital',
  ],
  retained_earnings: [
    'instant',
    'Equity EquityClassesDimension=RetainedEarningsAccumulatedLosses',
    'ProfitLossAccountReserve',
    'RetainedEarnings',
  ],
  provisions: ['instant', 'ProvisionsForLiabilitiesBalanceSheetSubtotal', 'ProvisionsForLiabilitiesCharges'],
  cost_of_sales: ['duration', 'CostSales', 'CostOfSales'],
  administrative_expenses: ['duration', 'AdministrativeExpenses', 'AdministrativeExpense'],
  staff_costs: ['duration', 'StaffCostsEmployeeBenefitsExpense', 'StaffCosts', 'EmployeeBenefitsExpense'],
  depreciation: [
    'duration',
    'DepreciationAmortisationImpairmentExpense',
    'DepreciationOtherAmountsWrittenOffTangibleIntangibleFixedAssets',
    'DepreciationAndAmortisationExpense',
  ],
  tax: [
    'duration',
    'TaxTaxCreditOnProfitOrLossOnOrdinaryActivities',
    'TaxOnProfitOrLossOnOrdinaryActivities',
    'IncomeTaxExpenseContinuingOperations',
  ],
  assets: ['instant', 'Assets'],
  liabilities: ['instant', 'Liabilities'],
  equity_and_liabilities: ['instant', 'EquityAndLiabilities'],
};

/** By local name, then by breakdown. */
const rules: ReadonlyMap<string, ReadonlyMap<string, FigureRule>> = indexRules();

function indexRules(): Map<string, Map<string, FigureRule>> {
  const index = new Map<string, Map<string, FigureRule>>();
  for (const figure of Object.keys(concepts) as FigureName[]) {
    const [period, ...choices] = concepts[figure];
    choices.forEach((choice, rank) => {
      for (const key of [choice].flat()) {
        const [local = '', ...dimensions] = key.split(' ');
        const ofConcept = index.get(local) ?? new Map<string, FigureRule>();
        index.set(local, ofConcept.set(dimensions.join(' '), { figure, period, rank }));
      }
    });
  }
  return index;
}

const headlines: ReadonlySet<string> = new Set(headlineNames);

const onlyChecked: ReadonlySet<string> = new Set(checkNames);

/** Whether others are checked by a figure alone. */
export function isOnlyChecked(figure: string): boolean {
  return onlyChecked.has(figure);
}

export function isHeadline(figure: FigureName): figure is HeadlineName {
  return headlines.has(figure);
}

/** The figures that facts of this concept may be, by their dimensions (canonical, without the view). */
export function figureRules(local: string): ReadonlyMap<string, FigureRule> | undefined {
  return rules.get(local);
}
