export { normaliseCompanyNumber, readPrintedNumber, type PrintedNumber } from './company-number.ts';
export { normalise } from './name.ts';
export { kindOfName, kindOfNumber, type NameKind } from './kind.ts';
export { blockingKeys, isCrowdedBlock, isUsableBlock, shorterLimit, shorterNameKeys } from './blocking.ts';
export { features, type Feature } from './features.ts';
export { type Comparison, type Point, type RegisterEntry } from './compare.ts';
export { match, type Found, type MatchResult, type PrintedMention } from './match.ts';
export { createRegisterIndex, type RegisterIndex, type RegisterIndexBuilder } from './register-index.ts';
export {
  evaluate,
  type Evaluation,
  type Judged,
  type LabelledName,
  type LabelUse,
  type Tally,
} from './evaluation.ts';
export type { WordCount } from './spelling.ts';
export {
  applyDecisions,
  mentionText,
  type DecidedResult,
  type Decision,
  type DecisionEntry,
  type DecisionScope,
} from './decisions.ts';
