export { foldAward, type AwardRelease } from './fold-award.ts';
export { tellAwardsApart, type PlacedRelease } from './tell-awards-apart.ts';
export { hasBegun, isLive, isOver, valueLeft, type ContractTerm } from './contract-term.ts';
export {
  contractOfAward,
  contractOfRegisterLine,
  statedEnd,
  exposedContract,
  titleOf,
  type ContractFacts,
  type RegisterLine,
} from './contract-facts.ts';
export { joinContracts, joinHeld, mergeRegisterAndNotices } from './join-contracts.ts';
export { isLate, lateBefore, paidAround, summariseSpend, type DayOfSpend, type SpendRead } from './spend.ts';
export { monthsRead, type DaysRead, type Stretch } from './months-of-year.ts';
export { expose, type ExposeInput } from './expose.ts';
export { CouncilPaid, paidByCouncils } from './paid-by.ts';
export { ContractTotals, contractTotals, valuesNotKnown } from './contract-totals.ts';
export { ExposureView, viewOfExposure } from './exposure-view.ts';
export { type ExposureLines } from './exposure-lines.ts';
export { coverageMeter, CoverageMeter, sumCoverage, type PoundLine } from './coverage.ts';
export { coverageByMonth, MonthCoverage, type DayPounds } from './month-coverage.ts';
export { CouncilCoverage, poundsCoverage, suppliersBehind, type PoundsCoverage } from './pounds-coverage.ts';
export {
  categoryShares,
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
  type ConsentDirection,
  type CouncilChange,
  type PlacedContract,
} from './reorganisation.ts';
export {
  countedOnce,
  countedUnder,
  hold,
  heldBy,
  joinRecords,
  predecessorsOf,
  recordsOf,
  spendersAmong,
  type AllocatedContract,
  type ContractRecord,
  type ContractSupplier,
  type HeldContract,
  type Holdings,
  type Predecessor,
  type Spenders,
  type Succession,
} from './hold.ts';
export { jointWith, namesAnyOf } from './joint-suppliers.ts';
export {
  contractsThrough,
  contractsWith,
  exposureTo,
  isExposed,
  isPlaced,
  isSpent,
  type GroupCompanyView,
  type SupplierPart,
} from './supplier-exposure.ts';
export { suppress, type Aggregate, type PrivateFact, type PrivateRelease } from './suppress.ts';
export { coverageOfContracts, type KnownBy, type ContractCoverage } from './contract-coverage.ts';
export {
  nationalBands,
  NationalView,
  viewOfNational,
  type NationalPart,
  type PaidOnRecord,
  type StoredGroup,
} from './national-view.ts';
export {
  CouncilExposureView,
  viewOfCouncilExposure,
  CouncilContract,
  type CouncilPart,
  NamedSupplier,
} from './council-exposure-view.ts';
export { spentMoney, unseenSuppliers, type SupplierSpend, type YearOfSpend } from './year-of-spend.ts';
export { isOfNow, sectorPart, type MonthPaid, type SectorContract, type SectorPart } from './sector-part.ts';
export {
  Concentration,
  concentrationOf,
  MONTHS_ENOUGH,
  SectorBasis,
  SectorConcentration,
  SectorCut,
  SectorOrder,
  SectorPartAsked,
  SectorSums,
  SectorSupplier,
  SectorView,
  viewOfConcentration,
  type CellSums,
} from './sector-view.ts';
export { DependingCouncil, SectorBrief, SectorMonth, viewOfBrief, type BriefPart } from './sector-brief.ts';
export { ReorganisationView, viewOfReorganisation, type ReorganisationPart } from './reorganisation-view.ts';
export { careCard, type CareCard, type CareMember } from './care-card.ts';
export {
  Alternatives,
  courseOf,
  EXERCISE,
  ExerciseCourse,
  ExerciseView,
  exerciseTitle,
  lostCategories,
  type CategoryInRegion,
  type PastFailure,
} from './exercise.ts';
export {
  DiagnosticAnswer,
  diagnosticCuts,
  diagnosticGroups,
  MaturityLevel,
  type CouncilStanding,
  type DiagnosticCut,
} from './diagnostic.ts';
export {
  countsOf,
  suppressCounts,
  type CountedGroup,
  type CountRelease,
  type QuarterRelease,
  type ShownCount,
} from './suppress-counts.ts';
