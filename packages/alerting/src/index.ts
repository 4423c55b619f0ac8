export { count, criticalityWords, formatShare } from './format.ts';
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
  supersedes,
  untold,
  type NewsKind,
  type RaisedCause,
  type SentAlert,
  type Spell,
  type Standing,
  type Supersession,
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
export { namePublishers } from './publishers.ts';
export { inactivityOf } from './inactivity.ts';
export { guidance, playbookFamilies, playbookOf } from './playbooks.ts';
export { Playbook, type Step } from './playbook-steps.ts';
export { AlertRecord, AlertView, viewOfAlert } from './alert-view.ts';
export { AlertFacts, type Correction, type OthersExposed } from './alert-facts.ts';
export { factsOfAlert, reliefOf, type AlertDossier, type MatchedName } from './alert-dossier.ts';
export { composeAlertMail, fixedLine } from './alert-mail.ts';
export { backgroundBlocks } from './background-blocks.ts';
export { dayRows, eventDayName } from './event-words.ts';
export { eventOf, hearingWords, playbookOfAlert } from './news-blocks.ts';
export { dependenceSentences } from './dependence.ts';
export { besideBlocks, consentWords, REGIME_WORDS, spendSentence, totalSentence } from './exposure-blocks.ts';
export type { Block, Inline, Mail } from './letter.ts';
export { composeCorrection, composeEnding, type Ending } from './follow-up-mail.ts';
export { whoIsTold, type LocalMoment, type Recipient, type Route, type RoutedAlert } from './routing.ts';
export { safeguardWords } from './safeguards.ts';
export { isUnread, signalWords } from './signal-words.ts';
export { unfairWords } from './wording.ts';
