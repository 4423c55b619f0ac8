export {
  levelKinds,
  looksAt,
  notUnderstoodIn,
  topicLooksAt,
  type LevelSignal,
  type LevelStatement,
  type ElsewhereOnRecord,
  type LookOnRecord,
  type WatchedSource,
} from './looks.ts';
export { AssessmentView, viewOfAssessment } from './assessment-view.ts';
export { foldSignals, type Relative, type Statement, type SupplierFacts } from './facts.ts';
export { assess, type AssessmentContext } from './assess.ts';
export { band, bandCuts, isInsolvency } from './band.ts';
export { type Model, model, type ModelRow } from './model.ts';
export type { Basis, Fade, Group, Indicator, PointsBin, Weight } from './indicator.ts';
export { insolventFamilies, type Proceeding, proceedings } from './proceedings.ts';
export { baseRates, latestBaseRate, rebase, sectorOf, sectorRate } from './base-rates.ts';
export { parseArff } from './evaluation/arff.ts';
export { polishRatios } from './evaluation/polish.ts';
export { americanRatios } from './evaluation/american.ts';
export {
  type LandmarkCounts,
  type UkAccounts,
  type UkCompany,
  type UkExit,
  type UkPopulation,
  type UkSample,
  ukSample,
} from './evaluation/uk.ts';
export { fitAccounts, refit, type Refit, type Sample } from './evaluation/fit.ts';
export { calibrationDeciles, type Decile } from './evaluation/deciles.ts';
export { basisOfQuestions } from './basis-of-questions.ts';
export { pointsByBasis, type PointsByBasis } from './points-by-basis.ts';
export { calibrate, renderFittedPoints } from './evaluation/render-fitted-points.ts';
export {
  evaluate,
  type EvaluatedSample,
  evaluationHeading,
  evaluationLines,
  type EvaluationRow,
} from './evaluation/evaluate.ts';
export { type Case, type CaseEventRow, mergeCases } from './replay/cases.ts';
export { lastDayOf } from './replay/partial-date.ts';
export {
  replayCase,
  replayHeading,
  replayLines,
  replaySummary,
  type ReplayedCase,
  type ReplayStep,
  type Track,
} from './replay/replay.ts';
export {
  ledgerFigures,
  type Forecast,
  type LedgerFigures,
  type LevelFigures,
  type WhatBecame,
} from './ledger/figures.ts';
export {
  faultsOfLedger,
  leafCells,
  leafColumns,
  LedgerLeaf,
  LedgerMonth,
  NOTHING_BEFORE,
  sealMonth,
} from './ledger/ledger.ts';
export { measuredCases, measuredDeciles, measuredRows } from './evaluation/measured.ts';
export { renderMeasured } from './evaluation/render-measured.ts';
export { renderModelCard } from './cards/model-card.ts';
export { renderTransparencyRecord } from './cards/transparency-record.ts';
export {
  type AccountsAlone,
  accountsAlone,
  accountsProbabilities,
  type BandProbability,
} from './calibration.ts';
export {
  type MissingFacts,
  type WithoutFinding,
  type WhatWouldChange,
  whatWouldChange,
} from './what-would-change.ts';
export {
  type Related,
  type GroupReach,
  reachOf,
  readByReach,
  relativeOf,
  type GroupAssessment,
} from './group.ts';
export { careLocationsOn, CareSign, careSigns } from './care-signs.ts';
export { type AssessedFacts, type BandMove, compareModels } from './compare-models.ts';
export { type ModelChanges, models, withChanges } from './models.ts';
export { releases } from './versions/released-models.ts';
export type { ReleasedModel } from './versions/releases.ts';
export { prepareRelease, type PreparedRelease } from './versions/prepare-release.ts';
export { type FormulaResult, referenceFormulas } from './accounts/reference.ts';
export type { Zone } from './accounts/formulas.ts';
export {
  emptyFvraThresholds,
  fvra,
  type FvraMetric,
  type FvraResult,
  type FvraThresholds,
  readFvraThresholds,
} from './accounts/fvra.ts';
