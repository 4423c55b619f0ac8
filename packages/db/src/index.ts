export { assessmentOf, findAlertFacts } from './alert-facts.ts';
export {
  findAlert,
  findAlertsOf,
  findEarlierAlert,
  lockDelivery,
  raiseAlert,
  saveDeliveryOutcome,
  supersedeAlerts,
  type NewAlert,
} from './alerts.ts';
export {
  canonicalJson,
  factsHash,
  findAssessment,
  findAssessmentBefore,
  findCurrentAssessment,
  findDueForReview,
  findEpisodeStart,
  findFactSet,
  findStandings,
  lockSupplier,
  saveAssessment,
  type NewAssessment,
} from './assessments.ts';
export {
  eachAssessedFacts,
  rescoredLine,
  rescoreAll,
  type AssessedFacts,
  type Rescored,
} from './assessed-facts.ts';
export { audit, findBrokenAudit } from './audit.ts';
export { refoldAward } from './awards.ts';
export {
  buyerKey,
  findCouncils,
  findFormerCodes,
  readSetting,
  resolveBuyer,
  saveCouncils,
  writeSetting,
  type CouncilRow,
} from './councils.ts';
export {
  allocate,
  findAllocations,
  undoAllocation,
  type AllocationRow,
  type NewAllocation,
} from './allocations.ts';
export { archiveDocument, type ArchivedDocument } from './documents.ts';
export {
  decideMention,
  findMentionIds,
  findMentions,
  findSameText,
  mentionText,
  rematchUndecided,
  saveMentions,
  type MentionDecision,
} from './mentions.ts';
export {
  findChecked,
  findReleases,
  findReliefEvidence,
  findSignals,
  isRecorded,
  recordObservations,
  type Recorded,
} from './observations.ts';
export {
  AlreadyFinished,
  buryMessage,
  countOpen,
  enqueue,
  enqueueAll,
  enqueueMatching,
  failMessage,
  findDeadLetters,
  findUnfinished,
  finishMessage,
  LEASE_MS,
  redrive,
  relayBatch,
  renewLease,
  resend,
  startMessage,
  trimOutbox,
  type Start,
} from './outbox.ts';
export { findFiledTurnover } from './turnover.ts';
export { findGroup, findGroups, type GroupMember } from './groups.ts';
export { findSuccession, saveDirection, type Predecessor } from './successions.ts';
export {
  countedOnce,
  findHeldContracts,
  findSplitCouncils,
  joinRecords,
  type HeldContracts,
  type SplitCouncil,
} from './held-contracts.ts';
export { findExposures, type CouncilExposure } from './exposures.ts';
export { addReports, emptyReport, recordDocument, type GivenDocument } from './record-document.ts';
export { findLastRelease, findPrivateFacts, saveRelease } from './national-release.ts';
export { saveRecipient } from './recipients.ts';
export { findUnnumbered, findUnnumberedUploads } from './namesakes.ts';
export { findCompany, findRegisterEntries, isRegisterLoaded } from './register-companies.ts';
export { lookUp, type LookedUp, type Printed } from './look-up.ts';
export { findPlaces, findPrinted, findUnmatched, type PrintedPlace, type Unmatched } from './match-queue.ts';
export { printedOf } from './printed.ts';
export {
  decideMatch,
  findCouncilDecisions,
  undoMatchDecision,
  type CouncilDecision,
  type DecisionSubject,
  type NewDecision,
} from './decisions.ts';
export {
  findRegisterDecisions,
  findSharedDecisions,
  shareDecisions,
  sharedEntries,
  type SharedDecision,
} from './decision-entries.ts';
export {
  decideRegisterLine,
  findPrivateContracts,
  findRegisterLines,
  findReplacedSuppliers,
  markRegisterMatched,
  saveRegister,
  undoRegister,
  type NewRegister,
  type NewRegisterLine,
} from './registers.ts';
export { failRun, findLastGoodDays, finishRun, readCursor, saveCursor, startRun } from './source-runs.ts';
export {
  findSupplierByRef,
  findAlertedNumbers,
  findWatchedNumbers,
  refreshWatched,
  saveProfile,
  saveSupplier,
} from './suppliers.ts';
export {
  actOnAlerts,
  findAlertActions,
  findDeliveries,
  type AlertAction,
  type AlertDeed,
} from './alert-actions.ts';
export { findCouncil, findCouncilOfAlert, findTellingCouncil } from './council-choice.ts';
export { findAuditEntries, type AuditEntry } from './audit-log.ts';
export { findInbox, findInboxChoices, type InboxAlert, type InboxFilter } from './inbox.ts';
export {
  findCouncilsOnRecord,
  findDaysOfNote,
  findNationalPrivate,
  findReplayedTo,
  type NationalPrivateRow,
} from './national-view.ts';
export {
  countCoverage,
  findCouncilCoverage,
  findCouncilsToCount,
  findPoundsCoverage,
  type CouncilCoverage,
} from './council-coverage.ts';
export { findYearOfSpend, moneyOf, nextDay, type YearOfSpend } from './year-of-spend.ts';
export {
  findMonitored,
  findPaymentsTo,
  findSpendReadTo,
  sumSpend,
  sumSpendByCategory,
  sumSpendBySupplier,
  type SupplierSpend,
} from './council-spend.ts';
export {
  findContractsOnRecord,
  findSuppliersInBands,
  type ContractSupplier,
  type PublicContract,
} from './public-contracts.ts';
export {
  dropDraft,
  findDraft,
  findRememberedColumns,
  saveDraft,
  type RegisterDraft,
} from './register-drafts.ts';
export {
  findLinesInForce,
  findRegisterLine,
  findRegisterUploads,
  findUnmatchedLines,
  type RegisterUpload,
} from './register-page.ts';
export {
  findDeadLettersForAll,
  findLastRuns,
  findSourcesOn,
  findSourceStates,
  findSourceYields,
  type DeadLetter,
  type SourceRun,
  type SourceState,
  type SourceYield,
} from './source-health.ts';
export {
  findLooks,
  findMatchReasons,
  findScoreHistory,
  findTimeline,
  type ScoredDay,
  type SourceLook,
  type TimelineEntry,
} from './supplier-page.ts';
export {
  findSupplierByKey,
  findSupplierCards,
  searchSuppliers,
  type SupplierCard,
} from './supplier-search.ts';
export { aloneWith, asCouncil, listen, openDatabase, type Db, type Role, type Trx } from './database.ts';
export { migrate } from './migrate.ts';
export {
  privateTables,
  publicCouncilTables,
  type AlertRow,
  type Assessment,
  type Council,
  type Database,
  type Delivery,
  type IngestReport,
  type Mention,
  type MentionOutcome,
  type OutboxRow,
  type RegisterColumns,
  type RegisterLine,
} from './tables.ts';
export { copyInto, copyLine } from './copy.ts';
export { loadRegister, type RegisterCompany, type RegisterLoad } from './load-register.ts';
export {
  recordSpend,
  recordSpendFiles,
  type GivenSpend,
  type OpenedSpend,
  type SpendLine,
  type SpendRecord,
} from './spend.ts';
export { rekeyCouncil, underCurrentCodes } from './council-codes.ts';
export { findSpendCoverage, noteOnSource, type SpendCoverage } from './spend-files.ts';
