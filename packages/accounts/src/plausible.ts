import { findContradictions } from './contradictions.ts';
import type { Issue } from './facts.ts';
import { isOnlyChecked, type FigureName } from './figures.ts';
import type { Figure, Figures } from './select.ts';

const liabilities: ReadonlySet<string> = new Set<FigureName>(['creditors_1y', 'creditors_after_1y']);

/**
 * The value the page most likely shows where the tag cannot be meant: heads tagged with scale −2 (0.02 is 2) or a
 * minus, and liabilities tagged negative. Null where the tag stands.
 */
function likelyValue(name: string, { value, scale }: Figure): number | null {
  if (liabilities.has(name)) return value < 0 ? -value : null;
  if (name !== 'employees') return null;
  const heads = Math.abs(
    scale?.trim() === '-2' && !Number.isInteger(value) ? Math.round(value * 100) : value,
  );
  return heads === value ? null : heads;
}

/**
 * Figures as plain numbers with the tagging slips every analyst corrects by hand, each correction an issue; those of a
 * balance sheet that contradicts itself are left out, with an issue that says so.
 */
export function correctFigures(figures: Figures): {
  readonly values: { readonly [name in FigureName]?: number };
  readonly issues: readonly Issue[];
} {
  const issues: Issue[] = [];
  const contradictions = findContradictions(figures);
  const kept = Object.entries(figures).filter(
    ([name]) => !isOnlyChecked(name) && !contradictions.doubted.has(name as FigureName),
  );
  issues.push(...contradictions.issues);
  const values = kept.map(([name, figure]) => {
    const likely = likelyValue(name, figure);
    if (likely !== null) issues.push(implausible(name, figure, likely));
    return [name, likely ?? figure.value];
  });
  return { values: Object.fromEntries(values), issues };
}

function implausible(name: string, figure: Figure, likely: number): Issue {
  return {
    kind: 'implausible-figure',
    message: `${name} is tagged ${figure.decimal}; ${likely} is most likely meant`,
    concept: figure.concept.local,
    contextRef: figure.context.id,
    line: figure.position.line,
  };
}
