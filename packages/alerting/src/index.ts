export {
  bandWords,
  count,
  criticalityWords,
  daysUntil,
  formatDate,
  formatMoneyByBasis,
  formatPounds,
  formatPoundsShort,
  formatVat,
} from './format.ts';
export { plain, webAddress } from './plain.ts';
export {
  causesOf,
  episodeOf,
  formalCause,
  isAtRisk,
  supersedes,
  type AlertKind,
  type RaisedCause,
  type SentAlert,
  type Standing,
  type Supersession,
} from './causes.ts';
export { awardGate, paidWhileInactive, type Inactivity, type Procurement } from './gates.ts';
export { guidance, playbookFamilies, playbookOf, type Playbook, type Step } from './playbooks.ts';
export type { AlertFacts, BaseRate, Correction, OthersExposed, SpendFacts } from './alert-facts.ts';
export {
  backgroundBlocks,
  composeAlertMail,
  eventOf,
  fixedLine,
  hearingWords,
  playbookOfAlert,
} from './alert-mail.ts';
export { REGIME_WORDS, spendSentence, totalSentence } from './exposure-blocks.ts';
export type { Block, Inline, Mail } from './letter.ts';
export { composeCorrection, composeEnding, type Ending } from './follow-up-mail.ts';
export { whoIsTold, type LocalMoment, type Recipient, type Route, type RoutedAlert } from './routing.ts';
export { unfairWords } from './wording.ts';
