export {
  bandWords,
  count,
  criticalityWords,
  formatMoneyByBasis,
  formatPounds,
  formatPoundsShort,
  formatShare,
  formatVat,
} from './format.ts';
export { coverageSentences } from './coverage-words.ts';
export { plain, webAddress } from './plain.ts';
export {
  causesOf,
  episodeOf,
  formalCause,
  isAtRisk,
  spellOf,
  supersedes,
  untold,
  type AlertKind,
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
export type { Playbook, Step } from './playbook-steps.ts';
export type { AlertFacts, BaseRate, Correction, OthersExposed, SpendFacts } from './alert-facts.ts';
export { composeAlertMail, fixedLine } from './alert-mail.ts';
export { backgroundBlocks } from './background-blocks.ts';
export { eventOf, hearingWords, playbookOfAlert } from './news-blocks.ts';
export { dependenceSentences } from './dependence.ts';
export { besideBlocks, consentWords, REGIME_WORDS, spendSentence, totalSentence } from './exposure-blocks.ts';
export type { Block, Inline, Mail } from './letter.ts';
export { composeCorrection, composeEnding, type Ending } from './follow-up-mail.ts';
export { whoIsTold, type LocalMoment, type Recipient, type Route, type RoutedAlert } from './routing.ts';
export { safeguardWords } from './safeguards.ts';
export { isUnread, signalWords } from './signal-words.ts';
export { unfairWords } from './wording.ts';
