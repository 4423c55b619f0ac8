export { BaseRate } from './base-rate.ts';
export { GssCode, IsoDate, IsoInstant, Ocid, Pence, ROW_ID, RowId, SupplierId, SupplierRef } from './ids.ts';
export { Evidence } from './evidence.ts';
export { careRatingWords, isFall } from './care-rating.ts';
export { CareRating, NoticeFamily, Signal, Topic, type SignalKind, type SignalOf } from './signal.ts';
export {
  Award,
  BuyerMention,
  ContractKind,
  ContractNotices,
  Criticality,
  ForeignSum,
  Money,
  Payment,
  PaymentsNotice,
  Regime,
  SupplierMention,
  VatBasis,
} from './contract.ts';
export { MoneyByBasis, sumByBasis, sumKnown } from './money.ts';
export {
  CANARY_COUNCIL,
  CANARY_KEPT_DAYS,
  CANARY_SOURCE,
  canaryHour,
  canaryName,
  canaryNumber,
  canaryNumbers,
  isCanary,
} from './canary.ts';
export { isChargeStatus, isSatisfiedCharge } from './charge.ts';
export { CoverageBucket, CoverageBuckets } from './coverage.ts';
export {
  isWholeLook,
  Look,
  LookAnswer,
  Observation,
  CHARITY_SOURCE,
  LANDLORD_SCHEME,
  LANDLORD_SOURCE,
  PROVISION_SOURCE,
  SOCIETY_SOURCE,
  REGISTER_SOURCE,
  type Item,
  type ObservedSignal,
  type Withdrawal,
} from './observation.ts';
export type { Edition, RowObservation, RowSays, TableRecord } from './table.ts';
export { EndedEvent, Finding, FormalEvent, HowEnded, RiskAssessment } from './assessment.ts';
export { EventLife, lifeChangesIn, lifeFromHearing, lifeWords, stepOn, type LifeStepOn } from './life.ts';
export {
  atLeast,
  bandMeanings,
  bandOrder,
  bandsAtRisk,
  bandsDown,
  bandWords,
  gravestBand,
  isAtRisk,
  RiskBand,
} from './band.ts';
export {
  areFinancesLookedAt,
  areProceedingsLookedAt,
  balanceSheetsSince,
  FinancesUnknown,
  gravestLevel,
  isLevelAtRisk,
  levelMeanings,
  levelOf,
  scoreShown,
  levelsDown,
  levelsUnearned,
  levelWithoutLooks,
  levelWords,
  noLevelWords,
  proceedingsTopics,
  RiskLevel,
  unearnedBecause,
  type Looks,
  type TopicLook,
} from './level.ts';
export {
  formatAmount,
  decimalPounds,
  formatMoney,
  formatMoneyByBasis,
  formatMoneyInBrief,
  formatPartsShort,
  formatPounds,
  formatPoundsShort,
  formatVat,
  formatWholePounds,
  groupDigits,
} from './printed-money.ts';
export { formatRatio, formatShare, formatWholeShare } from './printed-share.ts';
export { registerStanding, type RegisterFacts, type RegisterStanding } from './register-status.ts';
export { topicSeen, topicWords } from './topic-words.ts';
export {
  ContractVia,
  Dependence,
  ExposedContract,
  Exposure,
  PaidInAll,
  PaidSum,
  Safeguards,
  SpendSummary,
} from './exposure.ts';
export { categoryOfCpv } from './cpv.ts';
export { inRegionOfDistricts } from './region.ts';
export { serviceOf, serviceWords } from './service.ts';
export { meansNoEnd, saysNoEnd } from './contract-end.ts';
export { actorOf, PERSON, personOfActor } from './actor.ts';
export { Alert, AlertStatus, Cause, DeliveryStatus, endsOfDelivery, openAlertStatuses } from './alert.ts';
export {
  BARE_NUMBER,
  CompanyNumber,
  findCompanyNumber,
  findLabelledNumbers,
  findListedNumbers,
  isCompanyNumber,
  findCompanyNumbers,
  lacksZeros,
  readCompanyNumber,
  readPrintedNumber,
  readRegisterNumber,
  registerElsewhere,
  type LabelledNumber,
  type ListedNumbers,
  type NumberReading,
  type RegisterElsewhere,
} from './company-number.ts';
export { findLabelledCharity, readCharityNumber } from './charity-number.ts';
export { noticeCodes, noticeStanding } from './notice-code.ts';
export { addTo, groupBy } from './group-by.ts';
export { inertCell } from './inert-cell.ts';
export { seenLine, seenText } from './seen-text.ts';
export { doubledWait, formatSpan, HOUR_MS, later, MINUTE_MS, SECOND_MS } from './span.ts';
export {
  addDays,
  addMonths,
  calendarDay,
  canonicalInstant,
  dayAfter,
  dayNumber,
  weekdayOf,
  dayOf,
  daysBetween,
  isYetToCome,
  firstInstantOf,
  instantAtLondonTime,
  lastInstantOf,
  lastOfMonth,
  londonTime,
} from './day.ts';
export { formatDate, formatMoment, formatShortDate, monthNumber, type DayGrain } from './printed-day.ts';
export { NOT_NAMED, printedRef, readPrintedRef, shownRef, unreadNumber } from './printed-ref.ts';
export {
  type Dated,
  dayInBrief,
  EventDay,
  eventDay,
  EventDays,
  eventDayWords,
  happenedBy,
  knownDay,
  noDayGiven,
  publicationDay,
  publicationWords,
} from './event-day.ts';
export { REGISTER_CATCHES_UP_DAYS, strikeOffKind, type StrikeOffKind } from './strike-off.ts';
export { lastQuarterDue } from './quarter.ts';
export { CouncilRole, KeyScope, NationalRole, PersonRole, roleWords, scopeWords } from './role.ts';
export {
  isMailWay,
  isPostedWay,
  MailWay,
  mailWays,
  PostedWay,
  postedWays,
  USUAL_MAIL_WAY,
  type Way,
} from './ways.ts';
