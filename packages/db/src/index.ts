export { findAlertDossier } from './alerts/alert-dossier.ts';
export { findAlert, findAlertsOf, raiseAlert, raiseAlerts, type NewAlert } from './alerts/alerts.ts';
export {
  claimDeliveries,
  findDeliveriesById,
  holdBack,
  releaseDeliveries,
  saveDeliveryOutcomes,
  type Claimed,
  type Tried,
  type Wanted,
} from './alerts/deliveries.ts';
export { findToLeavers } from './alerts/to-leavers.ts';
export { noteSlow } from './alerts/delivery-hosts.ts';
export { redirectLeavers } from './alerts/leavers.ts';
export {
  findDeliveries,
  findReach,
  findReasons,
  findReasonsOf,
  findUndelivered,
  findUntoldCouncils,
  type Reach,
  type ToldWhy,
  type Undelivered,
} from './alerts/told.ts';
export {
  findTellingRule,
  saveSubscription,
  saveTellingRule,
  tieToPerson,
  type TellingRule,
  type Tie,
} from './alerts/telling-rules.ts';
export { findPrintedOwners, findRoutedSince } from './alerts/printed-owners.ts';
export { findCouncilsToTell } from './alerts/councils-to-tell.ts';
export { askForNotice, findWaitingNotices, sendNotice, type WaitingNotice } from './alerts/notices.ts';
export {
  allowAddress,
  countReturned,
  findStopped,
  findReturnable,
  recordReturned,
  stopAddress,
  stopUnreached,
  type ReportOfMail,
  type StoppedAddress,
} from './alerts/returned-mail.ts';
export {
  addEndpoint,
  askForMissed,
  findEndpointAddresses,
  findEndpoints,
  findMissing,
  removeEndpoint,
  rotateSecret,
  sendMissed,
  setOwnTeams,
  type Endpoint,
  type EndpointAddress,
} from './alerts/endpoints.ts';
export {
  findUnheard,
  keepReceipt,
  noteAsked,
  saveReceipts,
  takeReceipts,
  type NotifyReceipt,
} from './alerts/notify-receipts.ts';
export {
  findCalendarAddress,
  findCalendarCouncil,
  makeCalendarAddress,
  revokeCalendarAddress,
} from './people/calendar-addresses.ts';
export { findHearings } from './alerts/hearings.ts';
export {
  findCouncilsWithRegister,
  findReviewsTold,
  tellReviews,
  type ToldReview,
} from './alerts/review-tellings.ts';
export {
  findLastReviews,
  findReviewStanding,
  recordReview,
  type NewReview,
  type RecordedReview,
  type ReviewStanding,
} from './holdings/reviews.ts';
export { findThreads, type Threaded } from './alerts/threads.ts';
export { escalate, findUnacknowledged } from './alerts/escalations.ts';
export { findEarlierAlert, findTellings, type Told } from './alerts/tellings.ts';
export {
  findDueDigests,
  findLateAlerts,
  findLetter,
  findOpenings,
  holdOpening,
  findPendingLetters,
  gatherCatchUps,
  lockPendingLetter,
  sendDigest,
  sendLetter,
  takeBackUnsaid,
  type OpeningLetter,
  type PendingLetter,
} from './alerts/letters.ts';
export { findOpeningLooks, findOpeningPart } from './alerts/opening-facts.ts';
export {
  findGapsEndedSince,
  findProvenance,
  type AskedEvidence,
  type Provenance,
} from './alerts/provenance.ts';
export {
  assessmentOf,
  findAssessment,
  findAssessmentBefore,
  findAssessments,
  findAssessmentsBefore,
  findCurrentAssessment,
  findDueForReview,
  findCurrentAssessments,
  findEpisodeStarts,
  findStandings,
  lockSupplier,
  lockSuppliers,
} from './risk/assessments.ts';
export { saveAssessment, saveAssessments, type NewAssessment } from './risk/save-assessments.ts';
export { canonicalJson, factsHash, findFactSets } from './risk/fact-sets.ts';
export { findMentionsOfRisk, findNotAskedFor, findUnassessedOn, findUnjudged } from './risk/to-score.ts';
export {
  eachAssessedFacts,
  rescoredLine,
  rescoreAll,
  type StandingFacts,
  type Rescored,
} from './risk/assessed-facts.ts';
export { endOldEntries } from './audit/end-entries.ts';
export { namedInAudit, openAuditNames } from './audit/audit-names.ts';
export { audit, findBrokenAudit, verifyAudit } from './audit/audit.ts';
export { findPaymentsNotices } from './councils/payments-notices.ts';
export { refoldAwards } from './record/awards.ts';
export {
  buyerKey,
  findCouncils,
  findFormerCodes,
  readSetting,
  resolveBuyer,
  saveCouncils,
  writeSetting,
  type CouncilRow,
} from './councils/councils.ts';
export {
  allocate,
  findAllocations,
  undoAllocation,
  type AllocationRow,
  type NewAllocation,
} from './holdings/allocations.ts';
export {
  archiveDocument,
  findDocument,
  findWholeDocuments,
  keepMembers,
  type ArchivedDocument,
} from './record/documents.ts';
export {
  countTroubles,
  findDueTroubles,
  findTroubledItems,
  findTroubles,
  hurryTroubles,
  isSomethingHidden,
  noteTrouble,
  settleTrouble,
  trimTroubles,
  type SourceTrouble,
  type TroubleCount,
} from './record/troubles.ts';
export { findLookAnswersOf, type AnsweredLook } from './record/looks.ts';
export { findCharityCompanies, type CharityCompany } from './who/charity-companies.ts';
export { findLandlords, type Landlord } from './who/landlords.ts';
export {
  decideMentions,
  findMentionIds,
  findMentions,
  findSameText,
  mentionText,
  rematchUndecided,
  saveMentions,
  type MentionDecision,
} from './who/mentions.ts';
export { findChecked, findCheckedOf } from './record/checked.ts';
export { isRecorded } from './record/observations.ts';
export { findReleases } from './record/releases.ts';
export { findNextPublications, findSignals, findSignalsOf } from './record/signals.ts';
export { enqueueTouched } from './record/touched.ts';
export {
  countByState,
  countDue,
  countOpen,
  findDeadLetters,
  redrive,
  redriveAll,
  trimOutbox,
} from './outbox/dead-letters.ts';
export { findStanding, type SystemStanding } from './outbox/standing.ts';
export {
  AlreadyFinished,
  buryMessage,
  failMessage,
  finishMessage,
  LEASE_MS,
  renewLease,
  startMessage,
  type Start,
} from './outbox/handled.ts';
export {
  enqueue,
  enqueueAll,
  enqueueDelivering,
  enqueueMatching,
  enqueueNotifying,
  enqueueScoring,
  type ToDeliver,
} from './outbox/outbox.ts';
export { findUnfinished, relayBatch, resend } from './outbox/relayed.ts';
export { inTurn } from './outbox/turns.ts';
export { findLeaves, findLedger, findSealToTell, openMonth, type StoredMonth } from './ledger/ledger.ts';
export { sealLedger } from './ledger/seal.ts';
export { findOutcomes } from './ledger/outcomes.ts';
export { findFiledTurnover } from './holdings/turnover.ts';
export { findGroup, findGroups, type GroupMember } from './who/groups.ts';
export { findAsKnownTo, findOwnSuppliers, tieOwn, type OwnSupplier } from './who/own-suppliers.ts';
export { findOwnOf } from './who/said-of-own.ts';
export { publishNamed } from './who/publication.ts';
export { findMentionsOfJoinable, joinPublished } from './who/join-own.ts';
export { findSuccession, saveDirection } from './councils/successions.ts';
export {
  findHeldContracts,
  findSplitCouncils,
  type AllocationDecision,
  type CouncilHoldings,
  type SplitCouncil,
} from './holdings/held-contracts.ts';
export { findCategories } from './holdings/categories.ts';
export {
  dropSupplierList,
  expireSupplierLists,
  findListAnswers,
  findListRowsToCheck,
  findSupplierList,
  findVendorNumbers,
  findVendorNumbersOf,
  findWatchedVendors,
  finishSupplierList,
  saveSupplierList,
  tellListRows,
  type NewSupplierList,
  type SupplierListState,
} from './holdings/supplier-lists.ts';
export { findExposures, findExposuresOf, type CouncilExposure } from './holdings/exposures.ts';
export { findEventDays } from './risk/event-days.ts';
export { recordDocument, recordDocuments, type GivenDocument } from './record/record-document.ts';
export { emptyReport, sumReports, type ReportSum } from './record/ingest-report.ts';
export { recordEach, recordOpened, type Given, type Opened, type ToRecord } from './record/record-opened.ts';
export { findListedRows } from './record/listed-rows.ts';
export { recordTable, type GivenTable } from './record/record-table.ts';
export { HeldEdition } from './record/table-editions.ts';
export { findCountryRead, type CountryRead } from './national/country-read.ts';
export { findPrivateFacts, findPrivateReleases, saveRelease } from './national/national-release.ts';
export { findRecipients, saveRecipient } from './alerts/recipients.ts';
export { countRefusedLines } from './spend/spend-months.ts';
export { findPaidFrom } from './who/paid-from.ts';
export { findMatchedNames, findNamesInNotices } from './who/how-matched.ts';
export { councilItself, EVERYBODY, isPaperInForce, type Asker } from './who/asker.ts';
export { findUnnumbered, findUnnumberedUploads } from './who/namesakes.ts';
export { findNoticesToTie, tieNotices } from './who/notice-ties.ts';
export {
  findCompanies,
  findCompany,
  findRegisterEntries,
  isRegisterLoaded,
} from './who/register-companies.ts';
export { lookUp, lookUpAll, type LookedUp, type Printed } from './who/look-up.ts';
export {
  findPlaces,
  findPrinted,
  findUnmatched,
  stake,
  type PrintedPlace,
  type Unmatched,
} from './who/match-queue.ts';
export { printedOf } from './who/printed.ts';
export {
  decideMatch,
  findCouncilDecisions,
  undoMatchDecision,
  type CouncilDecision,
  type DecisionSubject,
  type NewDecision,
} from './who/decisions.ts';
export {
  findPaperDecisions,
  findSharedDecisions,
  shareDecisions,
  sharedEntries,
  type SharedDecision,
} from './who/decision-entries.ts';
export {
  decideRegisterLines,
  findLinesToMatch,
  findNumberedNames,
  findSuppliersOfUpload,
  markRegisterMatched,
  type PrintedLine,
} from './holdings/register-matching.ts';
export {
  findRegisterLines,
  saveRegister,
  takeOver,
  undoRegister,
  type NewRegister,
  type NewRegisterLine,
} from './holdings/registers.ts';
export {
  closeAbandonedRuns,
  findSourcesAtWork,
  countFailedRuns,
  failRun,
  findLastGoodDays,
  finishRun,
  readCursor,
  saveCursor,
  startRun,
} from './record/source-runs.ts';
export {
  findLookProgress,
  findLookStandings,
  findStreamGaps,
  type LookProgress,
  type LookStandingRow,
} from './record/look-standings.ts';
export { findLookMark } from './record/look-mark.ts';
export {
  findSupplierByRef,
  askedOfWatched,
  ofThoseFollowed,
  findWatchedMark,
  findWatchedNumbers,
  refreshWatched,
  saveProfiles,
  saveSupplier,
  saveSuppliers,
  type SupplierUnderName,
} from './who/suppliers.ts';
export { actOnAlerts, findAlertDeeds } from './alerts/alert-actions.ts';
export {
  findAssignmentsToTell,
  findAssignment,
  tellAssignment,
  type AssignmentTold,
} from './alerts/assignments.ts';
export {
  contestFact,
  decideContest,
  findContest,
  countContestsBy,
  findContests,
  type ContestsPart,
  findOwnLines,
  findPublishedFacts,
  findUnchecked,
  saveCheck,
  type Contest,
  type ContestDecision,
  type ContestedFact,
  type FoundAtSource,
  type PublishedFact,
  type Unchecked,
} from './alerts/contests.ts';
export {
  applyCorrection,
  findCorrectionWords,
  findToApply,
  raiseCorrections,
  tellOfCorrections,
  type CorrectionWords,
} from './alerts/corrections.ts';
export { findCouncil, findCouncilOfAlert, findTellingCouncil } from './councils/council-choice.ts';
export { findAuditEntries, type AuditEntry } from './audit/audit-log.ts';
export { raiseFollowUps, tellEndings, type OvertakenNow } from './alerts/follow-ups.ts';
export {
  findAdjournments,
  recordAdjournment,
  type NewAdjournment,
  type RecordedAdjournment,
} from './alerts/adjournments.ts';
export { findInbox, findInboxChoices, type InboxFilter, type InboxPart } from './alerts/inbox.ts';
export {
  findCouncilsOnRecord,
  findDaysOfNote,
  findLatestDay,
  findNationalPrivate,
  findReplayedTo,
} from './national/national-view.ts';
export { findMonthsReadOf, findPaidInSector, findSectorMonths } from './national/sector-brief.ts';
export {
  findCouncilStandings,
  findDiagnostic,
  findDiagnosticCounts,
  saveDiagnostic,
  saveDiagnosticCounts,
} from './national/diagnostic-levels.ts';
export { findSavedQueries, removeQuery, saveQuery, type SavedQuery } from './national/saved-queries.ts';
export { findAlternatives } from './national/alternatives.ts';
export {
  findExercise,
  findExercises,
  findSectorExercises,
  recordExerciseRead,
  saveExercise,
  saveSectorExercise,
  type ExerciseInBrief,
  type RunExercise,
} from './national/exercises.ts';
export { findCellBases, findCellSums } from './national/sector-cells.ts';
export { findPaidOnRecord } from './national/paid-on-record.ts';
export { findSectorBasis, findSectorChoices, rankSuppliers } from './national/sector-ranking.ts';
export {
  countCoverage,
  findCouncilCoverage,
  findCouncilsToCount,
  findPoundsCoverage,
} from './councils/council-coverage.ts';
export { findYearOfSpend } from './spend/year-of-spend.ts';
export {
  findOtherwiseNumbered,
  findOwnNames,
  NOTHING_OWN,
  type OwnName,
  type OwnSpend,
} from './spend/own-names.ts';
export { findPaidNames } from './spend/paid-names.ts';
export {
  findPaymentFiles,
  findPaymentLines,
  type PaymentFile,
  type PaymentLine,
} from './spend/payment-lines.ts';
export {
  dropOwnSpend,
  findOwnSpendFile,
  findSameSpend,
  findSpendOfDays,
  findOwnSpendFiles,
  findSpendLayouts,
  saveOwnSpend,
  saveOwnSpendOnce,
  saveSpendLayout,
  sayOfOwnSpend,
  settleOwnSpendFile,
  takeOwnSpend,
  undoOwnSpend,
  type OwnSpendFile,
} from './spend/own-spend.ts';
export {
  decideOwnPayees,
  findOwnFiles,
  findOwnPayees,
  findSuppliersOfPayees,
  saveOwnPayments,
  settleOwnSpend,
} from './spend/own-payments.ts';
export { findNotUnderstood, type NotUnderstood } from './risk/not-understood.ts';
export { findLooksOf, findLooksThrough, findMonitored, shownLevel, type Watch } from './risk/looks.ts';
export {
  findSpendOfCouncilsOn,
  findSpendOn,
  findSpendRead,
  sumSpend,
  sumSpendByCategory,
  sumSpendByDay,
  sumSpendBySupplier,
} from './spend/council-spend.ts';
export { findContractsOnRecord, findSuppliersInBands } from './holdings/public-contracts.ts';
export {
  dropDraft,
  findDraft,
  findRememberedColumns,
  saveDraft,
  type RegisterDraft,
} from './holdings/register-drafts.ts';
export {
  findLinesElsewhere,
  findLinesInForce,
  findRegisterLine,
  findRegisterUploads,
  findUnmatchedLines,
  type RegisterUpload,
} from './holdings/register-page.ts';
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
} from './record/source-health.ts';
export {
  findLooks,
  findMatchReasons,
  findScoreHistory,
  findTimeline,
  type ScoredDay,
  type SourceLook,
  type TimelineEntry,
} from './risk/supplier-page.ts';
export {
  findSupplierByKey,
  findSupplierCards,
  findSupplierNames,
  searchSuppliers,
  type SupplierCard,
  type SupplierName,
} from './who/supplier-search.ts';
export {
  aloneWith,
  asCouncil,
  listen,
  openClient,
  openDatabase,
  openPulse,
  poolOf,
  roles,
  type Db,
  type Role,
  type Trx,
  inTransaction,
} from './schema/database.ts';
export { openFor } from './schema/programs.ts';
export { chunksOf, TOGETHER } from './schema/chunks.ts';
export { isOfContent, isOutOfReach, isWithoutDisk } from './schema/savepoint.ts';
export { refuseOldServer } from './schema/server-version.ts';
export { migrate } from './schema/migrate.ts';
export { backup, type BackupReport } from './backup/backup.ts';
export { restore, type RestoreReport } from './backup/restore.ts';
export {
  closedToWeb,
  ownerFunctions,
  countedInside,
  privateTables,
  publicCouncilTables,
  readByOperator,
  signInTables,
  supplierTables,
  tablesOfPeople,
  tablesWithoutCanary,
  writtenByOperator,
  writtenByWeb,
  type Assessment,
  type Council,
  type Database,
  type Delivery,
  type IngestReport,
  type Mention,
  type MentionOutcome,
  type OutboxRow,
  type RegisterColumns,
  type RegisterLineRow,
  type SignInWay,
} from './schema/tables.ts';
export { copyInto, copyLine } from './schema/copy.ts';
export { loadRegister, type RegisterCompany, type RegisterLoad } from './who/load-register.ts';
export { recordSpend, recordSpendFiles } from './spend/spend.ts';
export type { GivenSpend, OpenedSpend, SpendLine, SpendRecord } from './spend/spend-record.ts';
export { rekeyCouncil, underCurrentCodes } from './councils/council-codes.ts';
export { settleEditions } from './spend/spend-editions.ts';
export {
  findSpendCoverage,
  findTouchedMentions,
  isSpendLoaded,
  noteOnSource,
  refuseHalvedFile,
  refuseUnreadableLines,
  type SpendCoverage,
} from './spend/spend-files.ts';
export {
  isOfSample,
  askToRemoveSample,
  removeSample,
  type SampleContracts,
  type SampleRemoved,
} from './record/sample.ts';
export {
  findApiKeys,
  findKeyHolder,
  makeApiKey,
  revokeApiKey,
  type ApiKey,
  type KeyHolder,
} from './people/api-keys.ts';
export {
  acceptInvitation,
  findInvitation,
  findInvitations,
  invitationDays,
  invitationsOfADay,
  isAskedEnough,
  invite,
  withdrawInvitation,
  type Invitation,
  type OpenInvitation,
} from './people/invitations.ts';
export { findDuties, handOver, type Duties } from './people/duties.ts';
export { changeRoles, removePerson, type MembershipChange } from './people/memberships.ts';
export {
  findActors,
  findActorsApart,
  findColleagues,
  findPlacesOfPerson,
  meetDirectoryPerson,
  saveDirectoryPerson,
  type Colleague,
  type DirectoryIdentity,
  type Place,
} from './people/persons.ts';
export { newSecret } from './people/secrets.ts';
export {
  choosePlace,
  dropEndedSignIn,
  endSessionsHere,
  findOpenSessions,
  findSession,
  openSession,
  sessionLimits,
  signOut,
  type OpenSession,
  type Session,
} from './people/sessions.ts';
export {
  allowLinks,
  areLinksAllowed,
  linkLimits,
  makeSignInLink,
  takeSignInLink,
} from './people/sign-in-links.ts';
export { disallowTenant, findTenants, findTenantsOf, saveTenant, type Tenant } from './people/tenants.ts';
export { findAlarms, findAlarmsUnderWay, saveAlarms, trimAlarms } from './watching/alarms.ts';
export {
  expireCanary,
  findCanaryRounds,
  findCanarySince,
  noteCanaryRounds,
  prepareCanary,
  type CanaryRound,
} from './watching/canary.ts';
export { askRetry, doRetries, findRetriesAsked, type PutAside } from './watching/retries.ts';
export { findSystemPart } from './watching/system-part.ts';
export {
  countDeliveries,
  findBackedUp,
  findFailingChannels,
  findLastGoodRuns,
  findSchemaVersion,
  findStuckDeliveries,
  findVerified,
  noteBackup,
  readClock,
  verifyAuditNow,
  watchedSince,
  type DeliveryCount,
} from './watching/system.ts';
export {
  catalogueRows,
  columnsIn,
  dataCatalogue,
  type Catalogued,
  type CataloguedTable,
} from './keeping/catalogue.ts';
export {
  dataControllers,
  people,
  purposes,
  type Controller,
  type Purpose,
} from './keeping/catalogue-words.ts';
export { periods, retention } from './keeping/retention.ts';
export { expire, type Expired } from './keeping/expire.ts';
export { findHeldCompany, findHolds, recordHold, releaseHold, type Hold } from './keeping/holds.ts';
export type { HoldKind } from './schema/tables.ts';
export { countOwnRows, eraseCouncil, findStandingHolds, type OwnRows } from './keeping/erase-council.ts';
export { exportCouncil, type ExportedTable } from './keeping/export-council.ts';
export { findNeverScored, forgetStanding } from './who/never-scored.ts';
