import type { Finding } from '@tocsin/domain';
import type { SupplierView } from './supplier-view.ts';

/** A question of the score, and what it found on each side; null where it found nothing there. */
export interface ComparedFinding {
  readonly one: Finding | null;
  readonly other: Finding | null;
}

/** Two suppliers, or one on two days, side by side. */
export interface Compared {
  /** Found on one side alone, or saying something else there; what weighs most first. */
  readonly different: readonly ComparedFinding[];
  /** Said in the same words on both sides. */
  readonly same: readonly Finding[];
  /** Questions that could be judged on one side alone: what was found there says nothing of the other. */
  readonly judgedOnce: { readonly one: number; readonly other: number };
}

/** What the findings of two assessments have in common, and in what they differ. Without an assessment nothing was found. */
export function compareFindings(
  one: SupplierView['assessment'],
  other: SupplierView['assessment'],
): Compared {
  const [here, there] = [presentOf(one), presentOf(other)];
  const questions = [...new Set([...here.keys(), ...there.keys()])];
  const pairs = questions.map((id) => ({ one: here.get(id) ?? null, other: there.get(id) ?? null }));
  return {
    different: pairs
      .filter((pair) => pair.one?.because !== pair.other?.because)
      .toSorted((a, b) => weightOf(b) - weightOf(a)),
    same: pairs.flatMap((pair) => (pair.one && pair.one.because === pair.other?.because ? [pair.one] : [])),
    judgedOnce: { one: judgedAlone(one, other), other: judgedAlone(other, one) },
  };
}

function presentOf(assessment: SupplierView['assessment']): ReadonlyMap<string, Finding> {
  return new Map(assessment?.findings.present.map((finding) => [finding.indicator, finding]));
}

function weightOf({ one, other }: ComparedFinding): number {
  return Math.max(Math.abs(one?.points ?? 0), Math.abs(other?.points ?? 0));
}

function judgedAlone(here: SupplierView['assessment'], there: SupplierView['assessment']): number {
  const judged = judgedOf(there);
  return [...judgedOf(here)].filter((id) => !judged.has(id)).length;
}

function judgedOf(assessment: SupplierView['assessment']): ReadonlySet<string> {
  const { present = [], absent = [] } = assessment?.findings ?? {};
  return new Set([...present, ...absent].map(({ indicator }) => indicator));
}
