import type { CompanyNumber } from '@tocsin/domain';
import { normaliseCompanyNumber } from './company-number.ts';
import type { MatchResult, PrintedMention } from './match.ts';

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
      /** The company that it is; null = none of the companies on the register. */
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
export interface DecidedResult extends MatchResult {
  readonly decision: Decision | null;
}

/** The form in which two mentions print the same text: capitals and spacing do not count, everything else does. */
export function mentionText(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toUpperCase();
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
  if (result.kind === 'individual' || result.kind === 'redacted') return { ...result, decision: null };
  const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undone' ? [entry.decision] : [])));
  const standing = entries
    .filter((entry): entry is Decision => entry.kind === 'decided' && !undone.has(entry.id))
    .toSorted((a, b) => (age(a) < age(b) ? -1 : 1));
  const own = standing.findLast(({ scope }) => scope.kind === 'mention' && scope.mentionId === mention.id);
  if (own) return decided(result, own);
  const text = mentionText(mention.name);
  const national = standing.findLast(({ scope }) => scope.kind === 'text' && scope.text === text);
  if (!national) return { ...result, decision: null };
  const printed = normaliseCompanyNumber(mention.number ?? '');
  if (!printed || printed === national.number) return decided(result, national);
  return {
    ...result,
    outcome: 'ambiguous',
    number: null,
    reason: `number and name disagree: ${printed} is printed, yet ${sentence(national)}`,
    decision: null,
  };
}

function decided(result: MatchResult, decision: Decision): DecidedResult {
  return {
    ...result,
    outcome: decision.number === null ? 'none' : 'matched',
    number: decision.number,
    reason: sentence(decision),
    decision,
  };
}

function sentence({ number, by, at, why }: Decision): string {
  const verdict = number === null ? 'no registered company' : number;
  return `decided by ${by} on ${at.slice(0, 10)} to be ${verdict}: ${why}`;
}

function age({ at, id }: Decision): string {
  return `${at} ${id}`;
}
