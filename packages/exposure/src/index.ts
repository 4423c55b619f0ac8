export { foldAward, type AwardRelease } from './fold-award.ts';
export { isLive, valueLeft, type ContractTerm } from './contract-term.ts';
export {
  contractOfAward,
  contractOfRegisterLine,
  exposedContract,
  type ContractFacts,
  type RegisterLine,
} from './contract-facts.ts';
export { joinContracts, joinHeld, mergeRegisterAndNotices } from './join-contracts.ts';
export { summariseSpend, type DayOfSpend } from './spend.ts';
export { expose, type ExposeInput } from './expose.ts';
export { ContractTotals, contractTotals } from './contract-totals.ts';
export { ExposureView, viewOfExposure } from './exposure-view.ts';
export { coverageMeter, sumCoverage, type CoverageLine, type CoverageMeter } from './coverage.ts';
export {
  categoryShares,
  isUnseen,
  reverseDependency,
  spendTrend,
  unseenSpend,
  type CategoryShare,
  type CategorySpend,
  type FiledTurnover,
  type SpendTrend,
  type UnseenSpend,
} from './dependency.ts';
export { groupPaths, type GroupCompany, type GroupLink, type GroupPath } from './group-paths.ts';
export {
  holders,
  mayNeedConsent,
  type Allocation,
  type ConsentDirection,
  type CouncilChange,
  type Holding,
  type PlacedContract,
  type Successor,
} from './reorganisation.ts';
export { stepOfFive, suppress, type Aggregate, type PrivateFact, type Release } from './suppress.ts';
