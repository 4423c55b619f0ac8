import { type CompanyNumber, dayOf, readCompanyNumber } from '@tocsin/domain';
import { normalisePostcode } from './compare.ts';
import type { MatchResult, PrintedMention } from './match.ts';

/** What a person can say of a printed name: a company, none that is registered, or a body that is no company. */
export const verdicts = {
  company: 'this company',
  none: 'none of the registered companies',
  several: 'several companies in one printed name',
  'public-body': 'a public body',
  charity: 'a charity that is not a company',
  society: 'a registered society',
  individual: 'an individual or sole trader',
  other: 'something else that is not a company',
} as const;
export type Verdict = keyof typeof verdicts;

/** Why a person says so. Fixed words: they are shown to every council, and no free text of one ever is. */
export const decisionReasons = {
  papers: 'our contract, order or invoice says so',
  supplier: 'the supplier confirmed it',
  address: 'its registered address agrees with our records',
  register: 'looked up on a public register',
  known: 'known to us from earlier dealings',
} as const;
export type DecisionReason = keyof typeof decisionReasons;

/** What a decision covers: one mention, or every mention in the country that prints the same text. */
export type DecisionScope =
  | { readonly kind: 'mention'; readonly mentionId: string }
  | { readonly kind: 'text'; readonly text: string };

/** One entry of the log of decisions: append-only, and undone by a later entry that names it. */
export type DecisionEntry =
  | {
      readonly id: string;
      readonly kind: 'decided';
      readonly scope: DecisionScope;
      readonly verdict: Verdict;
      /** Set only where the verdict is a company. */
      readonly number: CompanyNumber | null;
      readonly by: string;
      /** ISO instant in UTC. */
      readonly at: string;
      readonly why: string;
    }
  | {
      readonly id: string;
      readonly kind: 'undone';
      /** The decision taken back. */
      readonly decision: string;
      readonly by: string;
      readonly at: string;
      readonly why: string;
    };

export type Decision = Extract<DecisionEntry, { kind: 'decided' }>;

/** A result, and the person's decision that made it, if one did. */
export interface DecidedResult extends Omit<MatchResult, 'outcome'> {
  readonly outcome: MatchResult['outcome'] | 'not-a-company';
  readonly decision: Decision | null;
}

/**
 * The form in which two mentions print the same text: name, number and postcode, where capitals, spacing and a number's
 * lost zeros do not count and everything else does.
 */
export function printedText({ name, number, postcode }: PrintedMention): string {
  const printed = number ?? '';
  return [
    tidy(name),
    readCompanyNumber(printed) ?? tidy(printed),
    normalisePostcode(postcode ?? null) ?? tidy(postcode ?? ''),
  ].join('|');
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toUpperCase();
}

/**
 * Lets remembered decisions of people overrule the matcher. A decision on the mention itself outranks a nationwide
 * one on its text; of several the latest holds; what was undone never was, so that undoing the latest brings the one
 * before it back. A nationwide decision never overrules a printed number that says otherwise: that is for a person
 * again. Individuals and redacted names stay unmatched whatever anybody decided. The order of entries is irrelevant.
 */
export function applyDecisions(
  mention: PrintedMention & { readonly id: string | null },
  result: MatchResult,
  entries: readonly DecisionEntry[],
): DecidedResult {
  const isPerson = result.kind === 'individual' || result.kind === 'redacted';
  if (isPerson && result.outcome !== 'matched')
    return { ...result, outcome: 'not-a-company', candidates: [], decision: null };
  const standing = standingDecisions(entries);
  const own = standing.findLast(({ scope }) => scope.kind === 'mention' && scope.mentionId === mention.id);
  if (own) return decided(result, own);
  const text = printedText(mention);
  const national = standing.findLast(({ scope }) => scope.kind === 'text' && scope.text === text);
  if (!national) return { ...result, decision: null };
  const printed = readCompanyNumber(mention.number ?? '');
  if (!printed || printed === national.number) return decided(result, national);
  return {
    ...result,
    outcome: 'ambiguous',
    number: null,
    reason: `number and name disagree: ${printed} is printed, yet ${sentence(national)}`,
    decision: null,
  };
}

/**
 * What others decided about a text, as far as it counts where the council's own papers say which number the text has: it may
 * confirm that number, and never says in its place who is meant. All of it where they say none.
 */
export function confirming(
  decisions: readonly DecisionEntry[],
  number: CompanyNumber | null,
): readonly DecisionEntry[] {
  return number === null
    ? decisions
    : decisions.filter((entry) => entry.kind === 'undone' || entry.number === number);
}

/** The decisions that were not taken back, oldest first. */
export function standingDecisions(entries: readonly DecisionEntry[]): readonly Decision[] {
  const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undone' ? [entry.decision] : [])));
  return entries
    .filter((entry): entry is Decision => entry.kind === 'decided' && !undone.has(entry.id))
    .toSorted((a, b) => (age(a) < age(b) ? -1 : 1));
}

function decided(result: MatchResult, decision: Decision): DecidedResult {
  return { ...result, ...outcomeOf(decision), reason: sentence(decision), decision };
}

function outcomeOf({ verdict, number }: Decision): Pick<DecidedResult, 'outcome' | 'number'> {
  if (verdict === 'company') return { outcome: 'matched', number };
  const isCompany = verdict === 'none' || verdict === 'several';
  return { outcome: isCompany ? 'none' : 'not-a-company', number: null };
}

function sentence({ verdict, number, by, at, why }: Decision): string {
  return `by decision of ${by} on ${dayOf(at)} that it is ${number ?? verdicts[verdict]}: ${why}`;
}

function age({ at, id }: Decision): string {
  return `${at} ${id}`;
}
