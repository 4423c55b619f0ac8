export { alarmCauses, type AlarmCause } from './alarms/alarm-causes.ts';
export { composeAlarm } from './alarms/alarm-mail.ts';
export {
  foldAlarms,
  isNewsOf,
  isWell,
  alarmKey,
  toldOf,
  waysInOrder,
  type Alarm,
  type AlarmWay,
} from './alarms/fold-alarms.ts';
export type { SystemLook } from './alarms/look.ts';
export { reachedBy, SystemView, viewOfSystem, type SystemPart } from './alarms/system-view.ts';
export { count, criticalityWords } from './mail/format.ts';
export { assigneesOf, toldApart, type Assignee } from './acting/assignees.ts';
export {
  actedOn,
  AlertDeed,
  mayDo,
  mayUndo,
  AlertOutcome,
  OutcomeMoney,
  undoneOf,
  type ActedAlert,
  type ActedOn,
  type DeedRow,
  type RecordedMoney,
} from './acting/deeds.ts';
export { deedWords, outcomeMoneyWords, outcomeWords, writtenWith } from './acting/deed-words.ts';
export { coverageSentences } from './words/coverage-words.ts';
export { plain, webAddress } from './mail/plain.ts';
export {
  AlertKind,
  causesOf,
  daysOfEvent,
  isNews,
  episodeOf,
  formalCause,
  ownDays,
  spellOf,
  untold,
  NewsKind,
  type RaisedCause,
  type Spell,
  type Standing,
} from './alert/causes.ts';
export {
  awardGate,
  isTold,
  levelToTell,
  paidWhileAtRisk,
  paidWhileInactive,
  type Inactivity,
  type Procurement,
} from './alert/gates.ts';
export {
  type Adjournment,
  type FollowUp,
  followUpsOf,
  informationOver,
  openEvent,
  type Overtaken,
  type Renamed,
  ownLife,
  type SentAlert,
  toldEvent,
  toldFirst,
} from './told/follow-ups.ts';
export { correctionOf, decisionOf, restsOn, stillTrue } from './told/corrections.ts';
export { type Ended, endingSentence, endingTitle } from './words/ending-words.ts';
export {
  howToTell,
  isCatchUpDue,
  isOpeningDue,
  openingRestsUntil,
  LATE_BY_DAYS,
  OPENING_WAITS_HOURS,
  type Ground,
  type HowKnown,
  type LooksDone,
  type Opening,
} from './told/news.ts';
export {
  inDifficulty,
  OpeningView,
  viewOfOpening,
  type OpeningPart,
  type StandingFact,
} from './told/opening-view.ts';
export {
  composeCatchUp,
  composeOpening,
  contractsInWords,
  factWords,
  nothingPresses,
  looksWords,
  openingTitle,
  openingWords,
  stakesInWords,
  unknownLines,
  type LateFact,
} from './mail/opening-mail.ts';
export { scoreBefore, scoreWords } from './alert/assessment-blocks.ts';
export { heaviestFirst } from './alert/weight.ts';
export { paidInBrief, paidSentences, paidWords } from './words/paid-words.ts';
export { eventSince, procedureNotKnown } from './alert/procedure-not-known.ts';
export {
  entryEndings,
  informationAgain,
  informationBehind,
  informationToday,
  InformationToday,
  isInformationIn,
  informationOf,
  standsByEntry,
  withEntry,
} from './alert/information.ts';
export { nameSources } from './words/source-names.ts';
export { inactivityOf } from './alert/inactivity.ts';
export { guidance, playbookFamilies, playbookOf } from './playbooks/playbooks.ts';
export { Playbook, type PlaybookStep } from './playbooks/playbook-steps.ts';
export { AlertEvent, eventOfAlert, eventTypeOf } from './alert/alert-event.ts';
export { AlertRecord, AlertView, viewOfAlert } from './alert/alert-view.ts';
export { AlertFacts, type Correction, type OthersExposed } from './alert/alert-facts.ts';
export {
  endedOf,
  factsOfAlert,
  standsToday,
  type AlertDossier,
  type MatchedName,
  paidNameWords,
  type PaidName,
} from './alert/alert-dossier.ts';
export { composeAlertMail, fixedLine } from './mail/alert-mail.ts';
export { backgroundBlocks } from './alert/background-blocks.ts';
export { dayRows, eventDayName } from './words/event-words.ts';
export { hearingWords, playbookOfAlert } from './mail/news-blocks.ts';
export { dependenceSentences } from './alert/dependence.ts';
export {
  besideBlocks,
  consentWords,
  regimeWords,
  noSpendRead,
  spendReadWords,
  isYearKnown,
  firstEndWords,
  lastDayWords,
  spendSentences,
  yearHeading,
  yearWords,
  isYearBeforeEvent,
  totalSentence,
} from './alert/exposure-blocks.ts';
export { composeAssignment } from './mail/assignment-mail.ts';
export { nameCorrections, type Block, type Inline, type Mail } from './mail/letter.ts';
export {
  composeCorrection,
  composeEnding,
  composeEndings,
  type Ending,
  type EndingInBrief,
} from './mail/follow-up-mail.ts';
export {
  isSentTo,
  placeOf,
  whereAdministratorsAre,
  whereSomebodyIsTold,
  whoGetsLetters,
  type CouncilToTell,
  type Destination,
  type NamedRecipient,
  type ToldPerson,
} from './told/council-to-tell.ts';
export { Reason, reasonWords, type Route } from './told/route.ts';
export {
  whoIsNext,
  whoIsTold,
  whoIsToldOfAssignment,
  whoIsToldOfReview,
  type Assignment,
  type RoutedAlert,
} from './told/routing.ts';
export { defaultSubscription, EventKind, eventKindWords, Subscription } from './told/subscription.ts';
export {
  acknowledgeIn,
  ChosenLines,
  lineWords,
  Materiality,
  materialityOf,
  stakesOf,
} from './told/materiality.ts';
export {
  judgeReturn,
  ReturnReport,
  returnInWords,
  saidInBrief,
  statusIn,
  type ReturnKind,
} from './told/returned.ts';
export {
  calendarDays,
  type CalendarDay,
  type DatedContract,
  type DatedHearing,
  type DatedReview,
} from './told/calendar-days.ts';
export {
  contractKeys,
  dueWords,
  withoutEndWords,
  withoutReadableEnd,
  ReviewKind,
  dueOnOf,
  reviewsDue,
  reviewsToCome,
  reviewWords,
  type DueReview,
  type Review,
  type ReviewedContract,
} from './told/reviews.ts';
export { composeDigest, type ReviewTold } from './mail/digest-mail.ts';
export { causesOfSpell } from './told/threads.ts';
export { previewLines } from './told/lines-preview.ts';
export { BANK_HOLIDAYS_KNOWN_TO } from './told/bank-holidays.ts';
export {
  afterWorkingTime,
  DigestRhythm,
  lastDigest,
  nextDigest,
  type WorkingSpan,
} from './told/working-time.ts';
export { safeguardWords } from './alert/safeguards.ts';
export { isUnread, signalWords } from './words/signal-words.ts';
export { unfairWords } from './words/wording.ts';
export {
  AT_ONCE_WHERE_SLOW,
  leftAlone,
  LONGEST_WAIT_MS,
  placesAt,
  SLOW_AFTER_MS,
  TRIED_FOR_MS,
  waitAfter,
  type HostTrouble,
} from './told/delivery-tries.ts';
export { DeliveryView, TO_A_LEAVER, viewOfDelivery, type DeliveryState } from './told/delivery-view.ts';
export { stakesInBrief } from './alert/exposure-blocks.ts';
export { leftInBrief, leftSince, LeftSince } from './alert/left-since.ts';
export { composeNotice, Notice, pageOfNotice } from './mail/notice-mails.ts';
export { composeInvitation, composeSignInLink } from './mail/sign-in-mails.ts';
export { restsOnWords } from './words/sector-words.ts';
export { questionsBySign, supplierQuestions } from './words/supplier-questions.ts';
export { careLaw, failureWords, type LawOfCare } from './care/law.ts';
export { careNotice, careNoticeText, type NoticeLine } from './care/notification.ts';
