import type { Context, Unit } from './context.ts';
import { excerpt } from './facts.ts';
import type { Fact, Issue } from './facts.ts';
import { readDate } from './values.ts';

/** Concepts whose text is a date even where it carries no format. */
const dateConcepts: ReadonlySet<string> = new Set([
  'BalanceSheetDate',
  'StartDateForPeriodCoveredByReport',
  'EndDateForPeriodCoveredByReport',
]);

function meaning({ concept, value }: Fact): string {
  const text = value ?? '';
  return dateConcepts.has(concept.local) ? (readDate(text) ?? text) : text;
}

/** What can only be told once the whole document is known: where facts point to, and whether texts repeat alike. */
export function checkFacts(
  facts: readonly Fact[],
  contexts: ReadonlyMap<string, Context>,
  units: ReadonlyMap<string, Unit>,
  inline: boolean,
  report: (issue: Issue) => void,
): void {
  const firsts = new Map<string, Fact>();
  const variants = new Set<string>();

  /** A text that an earlier fact of the same concept and context gives in other words; each wording counts once. */
  function repeatsUnlike(fact: Fact): boolean {
    if (fact.numeric || !inline || fact.value === null || fact.value.trim() === '') return false;
    const key = `${fact.contextRef} ${fact.concept.local}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, fact);
      return false;
    }
    if (first.value === fact.value || meaning(first) === meaning(fact)) return false;
    if (first.language !== fact.language || first.concept.namespace !== fact.concept.namespace) return false;
    const variant = `${key} ${meaning(fact)}`;
    const isNew = !variants.has(variant);
    variants.add(variant);
    return isNew;
  }

  function faultOf(fact: Fact): Pick<Issue, 'kind' | 'message'> | undefined {
    if (!contexts.has(fact.contextRef)) {
      return { kind: 'unknown-context', message: `there is no context “${excerpt(fact.contextRef)}”` };
    }
    if (fact.unitRef !== null && !units.has(fact.unitRef)) {
      return { kind: 'unknown-unit', message: `there is no unit “${excerpt(fact.unitRef)}”` };
    }
    if (!repeatsUnlike(fact)) return undefined;
    return {
      kind: 'duplicate-fact',
      message: 'an earlier fact of the same concept and context says otherwise',
    };
  }

  for (const fact of facts) {
    const fault = fact.faulty ? undefined : faultOf(fact);
    if (fault === undefined) continue;
    const { concept, contextRef, position } = fact;
    report({
      ...fault,
      concept: excerpt(concept.local),
      contextRef: excerpt(contextRef),
      line: position.line,
    });
  }
}
