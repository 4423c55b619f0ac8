export { count, criticalityWords } from './format.ts';
export { coverageSentences } from './coverage-words.ts';
export { plain, webAddress } from './plain.ts';
export {
  AlertKind,
  causesOf,
  daysOfEvent,
  episodeOf,
  formalCause,
  ownDays,
  spellOf,
  untold,
  type NewsKind,
  type RaisedCause,
  type Spell,
  type Standing,
} from './causes.ts';
export {
  awardGate,
  isTold,
  levelToTell,
  paidWhileAtRisk,
  paidWhileInactive,
  type Inactivity,
  type Procurement,
} from './gates.ts';
export {
  type Adjournment,
  type FollowUp,
  followUpsOf,
  informationOver,
  type Overtaken,
  ownLife,
  type SentAlert,
  toldFirst,
} from './follow-ups.ts';
export { type Ended, endingSentence, endingTitle } from './ending-words.ts';
export {
  howToTell,
  isCatchUpDue,
  isOpeningDue,
  LATE_BY_DAYS,
  OPENING_WAITS_HOURS,
  type Ground,
  type HowKnown,
  type LooksDone,
  type Opening,
} from './news.ts';
export {
  inDifficulty,
  OpeningView,
  viewOfOpening,
  type OpeningPart,
  type StandingFact,
} from './opening-view.ts';
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
} from './opening-mail.ts';
export { heaviestFirst } from './weight.ts';
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
} from './information.ts';
export { nameSources } from './source-names.ts';
export { inactivityOf } from './inactivity.ts';
export { guidance, playbookFamilies, playbookOf } from './playbooks.ts';
export { Playbook, type PlaybookStep } from './playbook-steps.ts';
export { AlertRecord, AlertView, viewOfAlert } from './alert-view.ts';
export { AlertFacts, type Correction, type OthersExposed } from './alert-facts.ts';
export { endedOf, factsOfAlert, standsToday, type AlertDossier, type MatchedName } from './alert-dossier.ts';
export { composeAlertMail, fixedLine } from './alert-mail.ts';
export { backgroundBlocks } from './background-blocks.ts';
export { dayRows, eventDayName } from './event-words.ts';
export { eventOf, hearingWords, playbookOfAlert } from './news-blocks.ts';
export { dependenceSentences } from './dependence.ts';
export {
  besideBlocks,
  consentWords,
  regimeWords,
  noSpendRead,
  spendReadWords,
  spendSentence,
  totalSentence,
} from './exposure-blocks.ts';
export type { Block, Inline, Mail } from './letter.ts';
export {
  composeCorrection,
  composeEnding,
  composeEndings,
  type Ending,
  type EndingInBrief,
} from './follow-up-mail.ts';
export { whoIsTold, type LocalMoment, type Recipient, type Route, type RoutedAlert } from './routing.ts';
export { safeguardWords } from './safeguards.ts';
export { isUnread, signalWords } from './signal-words.ts';
export { unfairWords } from './wording.ts';
export {
  AT_ONCE_WHERE_SLOW,
  leftAlone,
  LONGEST_WAIT_MS,
  placesAt,
  SLOW_AFTER_MS,
  TRIED_FOR_MS,
  waitAfter,
  type HostTrouble,
} from './delivery-tries.ts';
export { DeliveryView, viewOfDelivery, type DeliveryState } from './delivery-view.ts';
export { leftInBrief, leftSince, LeftSince } from './left-since.ts';
