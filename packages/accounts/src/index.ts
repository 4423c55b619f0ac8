export { readAccounts, createAccountsReader } from './reader.ts';
export type { AccountsOptions, AccountsReader } from './reader.ts';
export { isRefused } from './filing.ts';
export type {
  AccountsFiling,
  AccountsReading,
  PreviousPeriod,
  ProfitAndLoss,
  RefusedAccounts,
} from './filing.ts';
export { toLine, headlineFigures } from './line.ts';
export type { AccountsLine, HeadlineFigures } from './line.ts';
export { correctFigures } from './plausible.ts';
export { headlineNames, furtherNames } from './figures.ts';
export type { FigureName, HeadlineName } from './figures.ts';
export type { Figure, Figures } from './select.ts';
export type { Flag, FlagKind } from './flags.ts';
export type { Fact, Issue, IssueKind, Position } from './facts.ts';
export type { Context, Dimension } from './context.ts';
export type { QName } from './names.ts';
export { defaultLimits } from './limits.ts';
export type { AccountsLimits } from './limits.ts';
export { companyNumber, readFilingName } from './file-name.ts';
export { readDate, readDecimal } from './values.ts';
export { transformationOf } from './formats.ts';
export type { Transformation } from './formats.ts';
export { asWindows1252 } from './windows-1252.ts';
