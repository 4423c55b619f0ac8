export { normalise } from './name.ts';
export {
  isTitled,
  kindOfName,
  kindOfNumber,
  namesCharity,
  seemsPerson,
  shownName,
  type NameKind,
} from './kind.ts';
export {
  blockingKeys,
  isCrowdedBlock,
  isUsableBlock,
  largestUse,
  shorterLimit,
  shorterNameKeys,
} from './blocking.ts';
export { features, matchedFrom, type NameFeature } from './features.ts';
export { normalisePostcode, type Comparison, type Point, type RegisterEntry } from './compare.ts';
export { match, type Found, type MatchResult, type PrintedMention } from './match.ts';
export { createRegisterIndex, type RegisterIndex, type RegisterIndexBuilder } from './register-index.ts';
export {
  evaluateMatching,
  type Evaluation,
  type Judged,
  type KindTally,
  type LabelledName,
  type LabelUse,
  type MatchTally,
} from './evaluation.ts';
export { notIssuedBefore } from './number-series.ts';
export { bodyList, clearedBy, isRanked, type BodyList } from './public-bodies.ts';
export { printedState, type PrintedState } from './printed-state.ts';
export { labelNoise } from './label-noise.ts';
export { isMadeOfRoles } from './withheld.ts';
export { withUnreadNumber } from './unread-number.ts';
export { kindOfPrint, printKinds, type PrintKind } from './print-kind.ts';
export { proposalFor, waitingKind, waitingKinds, type Proposal, type WaitingKind } from './waiting-kind.ts';
export { wordsToCount, type WordCount } from './spelling.ts';
export { filingOf, type NameFiling } from './filing.ts';
export { wideHash } from './hash.ts';
export {
  applyDecisions,
  confirming,
  decisionReasons,
  printedText,
  standingDecisions,
  verdicts,
  type DecidedResult,
  type Decision,
  type DecisionEntry,
  type DecisionReason,
  type DecisionScope,
  type Verdict,
} from './decisions.ts';
export { tiesLost, type TiesLost } from './ties-lost.ts';
export { formatLevel, neverScored, type Registered } from './never-scored.ts';
export { answerOf, listColumns, outcomeBefore, type CheckedRow } from './list-answer.ts';
export { legalEndings } from './legal-form.ts';
