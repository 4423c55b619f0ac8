import type { Context, Unit } from './contexts.ts';
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
  const texts = new Map<string, Fact>();

  function repeatsUnlike(fact: Fact): boolean {
    if (fact.numeric || !inline || fact.value === null || fact.value === '') return false;
    const key = `${fact.contextRef} ${fact.concept.local}`;
    const earlier = texts.get(key);
    if (earlier === undefined) {
      texts.set(key, fact);
      return false;
    }
    const alike = earlier.language === fact.language && earlier.concept.namespace === fact.concept.namespace;
    return alike && earlier.value !== fact.value && meaning(earlier) !== meaning(fact);
  }

  function faultOf(fact: Fact): Pick<Issue, 'kind' | 'message'> | undefined {
    if (!contexts.has(fact.contextRef)) {
      return { kind: 'unknown-context', message: `there is no context “${fact.contextRef}”` };
    }
    if (fact.unitRef !== null && !units.has(fact.unitRef)) {
      return { kind: 'unknown-unit', message: `there is no unit “${fact.unitRef}”` };
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
    report({ ...fault, concept: concept.local, contextRef, line: position.line });
  }
}
