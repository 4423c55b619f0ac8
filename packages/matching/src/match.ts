import { NOT_NAMED, readPrintedNumber, type CompanyNumber, type IsoDate } from '@tocsin/domain';
import {
  compare,
  normalisePostcode,
  withFeature,
  type Comparison,
  type PrintedName,
  type RegisterEntry,
} from './compare.ts';
import { candidateFrom, lead, matchedFrom } from './features.ts';
import { isTitled, kindOfName, type NameKind } from './kind.ts';
import { readings } from './name.ts';
import { printedState } from './printed-state.ts';
import type { WordCount } from './spelling.ts';

/** A supplier as printed, with whatever the publisher gave beside the name. */
export interface PrintedMention {
  readonly name: string;
  readonly postcode?: string | null;
  /** A company number exactly as printed; malformed ones are said to be so and not used. */
  readonly number?: string | null;
  /** Free text; only its postcode is used, where no postcode is printed on its own. */
  readonly address?: string | null;
  /** The earliest day of a payment under this very print: no company that is younger was its payee. */
  readonly paidFrom?: IsoDate | null;
}

/**
 * What blocking found: every entry that shares a key with the name, and always the entry that bears the printed
 * number, if the register has it. `crowded`: a neighbour block was too large to look through (`isCrowdedBlock`).
 */
export interface Found {
  readonly entries: readonly RegisterEntry[];
  readonly crowded: boolean;
  /** How many registered names hold a word. Without it no misprint is ever told from another name. */
  readonly wordCount?: WordCount;
}

export interface MatchResult {
  readonly outcome: 'matched' | 'ambiguous' | 'none';
  /** Set only when matched. */
  readonly number: CompanyNumber | null;
  /** 0–100: the sum of the best candidate's points; 0 without a candidate. */
  readonly score: number;
  readonly kind: NameKind;
  /** One line a person can check, e.g. `the same words in the same order (60); the same legal form (10)`. */
  readonly reason: string;
  /** Best first; equal scores by number. Empty for individuals and redacted names. */
  readonly candidates: readonly Comparison[];
}

const mostCandidates = 10;

/**
 * Says which legal person a printed name is, or that it is ambiguous, or none: never a guess. Two companies within
 * five points are a tie and abstain; a published number must agree with the name; individuals and redacted names
 * are never matched. Depends on nothing but its arguments, and not on the order of the entries.
 */
export function match(mention: PrintedMention, found: Found): MatchResult {
  const kind = kindOfName(mention.name);
  if (kind === 'redacted') return none(kind, 'the name is withheld where it is printed');
  const { number, reason } = readPrintedNumber(mention.number ?? '');
  if (isTitled(mention.name, namesOf(number, found)))
    return none(kind, 'a person’s name: individuals are never matched');
  const printed: PrintedName = {
    readings: readings(mention.name),
    postcode: normalisePostcode(mention.postcode ?? null) ?? normalisePostcode(mention.address ?? null),
    isPublicBody: kind === 'public-body',
    paidFrom: mention.paidFrom ?? null,
    wordCount: found.wordCount ?? null,
  };
  if (printed.readings.length === 0) return none(kind, 'no letters or digits are printed');
  const compared = found.entries.map((entry) => compare(printed, entry));
  const ranked = rank(compared.filter((candidate) => candidate.score > 0 || candidate.number === number));
  if (number && mention.name === NOT_NAMED) return matchNumberAlone(kind, number, ranked);
  if (number) return stated(mention.name, matchNumber(kind, number, ranked, found));
  const result = stated(mention.name, matchName(kind, ranked));
  if (!mention.number?.trim()) return result;
  return { ...result, reason: `${result.reason}; the printed number is not used: ${reason}` };
}

/** What the company is called, and was, that bears the printed number. */
function namesOf(number: CompanyNumber | null, { entries }: Found): readonly string[] {
  if (number === null) return [];
  return entries
    .filter((entry) => entry.number === number)
    .flatMap(({ name, formerNames }) => [name, ...formerNames]);
}

/** Notes the proceeding that a print claims: a question for a person, and nothing that the public record says. */
function stated(name: string, result: MatchResult): MatchResult {
  const state = printedState(name);
  if (state === null || result.outcome !== 'matched') return result;
  return { ...result, reason: `${result.reason}; the print says “${state}”: ask whether it is` };
}

function matchName(kind: NameKind, ranked: readonly Comparison[]): MatchResult {
  if (kind === 'individual')
    return none(kind, 'reads like a person’s name: never matched without a company number');
  const [best, second] = ranked;
  if (!best || best.score < candidateFrom) return none(kind, 'no registered name is like it');
  if (best.score < matchedFrom) return ambiguous(kind, ranked, `too little to go on: ${explain(best)}`);
  if (second && best.score - second.score < lead) {
    const tied = ranked.filter((other) => best.score - other.score < lead);
    return ambiguous(kind, ranked, `${tied.length} companies fit equally well: ${explain(best)}`);
  }
  return matched(kind, best, ranked);
}

/** A register that prints no name beside a number says whom it means by that alone. */
function matchNumberAlone(kind: NameKind, number: CompanyNumber, ranked: readonly Comparison[]): MatchResult {
  const own = ranked.find((candidate) => candidate.number === number);
  if (!own)
    return none(kind, `no company on this register bears the number ${number}, and no name is printed`);
  return { ...matched(kind, own, [own]), reason: 'by the printed number alone: no name stands beside it' };
}

function matchNumber(
  kind: NameKind,
  number: CompanyNumber,
  ranked: readonly Comparison[],
  found: Found,
): MatchResult {
  const own = ranked.find((candidate) => candidate.number === number);
  const others = ranked.filter((candidate) => candidate.number !== number);
  const rival = others[0];
  if (!own) {
    if (kind === 'individual')
      return none(kind, 'reads like a person’s name, and the printed number is not on this register');
    if (!(rival && rival.score > 0) && !found.crowded) {
      return none(kind, `no company on this register bears the number ${number} or a name like it`);
    }
    const like = rival && rival.score > 0 ? `${rival.name} (${rival.number}) is` : 'many names are';
    return ambiguous(
      kind,
      others,
      `number and name disagree: ${number} is not on this register, where ${like} like the name`,
    );
  }
  const supported = own.score > 0 ? withFeature(own, 'number-agrees') : own;
  if (supported.score >= matchedFrom && supported.score - (rival?.score ?? 0) >= lead) {
    return matched(kind, supported, rank([supported, ...others]));
  }
  if (kind === 'individual')
    return ambiguous(kind, [], 'number and name disagree, and the name reads like a person’s');
  const fits = rival && rival.score >= candidateFrom ? `; ${rival.name} (${rival.number}) fits the name` : '';
  return ambiguous(
    kind,
    rank([supported, ...others]),
    `number and name disagree: ${number} is ${own.name}${fits}`,
    number,
  );
}

/** Best first, one comparison a company: a register may file one company's names in several rows. */
function rank(compared: readonly Comparison[]): readonly Comparison[] {
  const seen = new Set<CompanyNumber>();
  return compared
    .toSorted((a, b) => b.score - a.score || (`${a.number} ${a.name}` < `${b.number} ${b.name}` ? -1 : 1))
    .filter(({ number }) => !seen.has(number) && seen.add(number));
}

function explain(best: Comparison): string {
  return best.points.map(({ because, points }) => `${because} (${points})`).join('; ');
}

function none(kind: NameKind, reason: string): MatchResult {
  return { outcome: 'none', number: null, score: 0, kind, reason, candidates: [] };
}

function matched(kind: NameKind, best: Comparison, ranked: readonly Comparison[]): MatchResult {
  return {
    outcome: 'matched',
    number: best.number,
    score: best.score,
    kind,
    reason: explain(best),
    candidates: shown(ranked, best.number),
  };
}

/** `printedNumber`: the company whose number is printed stays a candidate however little its name fits. */
function ambiguous(
  kind: NameKind,
  ranked: readonly Comparison[],
  reason: string,
  printedNumber: CompanyNumber | null = null,
): MatchResult {
  const candidates = shown(ranked, printedNumber);
  return { outcome: 'ambiguous', number: null, score: ranked[0]?.score ?? 0, kind, reason, candidates };
}

function shown(ranked: readonly Comparison[], always: CompanyNumber | null): readonly Comparison[] {
  const worth = ranked.filter(({ number, score }) => score >= candidateFrom || number === always);
  return worth.filter(({ number }, at) => at < mostCandidates || number === always);
}
