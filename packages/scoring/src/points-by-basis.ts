import type { Finding } from '@tocsin/domain';
import { models } from './models.ts';
import type { Basis } from './indicator.ts';

/** How many of the points found each kind of ground gives; relief takes its own away. */
export type PointsByBasis = Readonly<Record<Basis, number>>;

/**
 * What the points of findings stand on, by the model that gave them: the law or published figures, figures fitted on other
 * countries' firms, or judgement. Null for a model that is not among the released ones, whose questions nobody knows.
 */
export function pointsByBasis(findings: readonly Finding[], modelVersion: string): PointsByBasis | null {
  const model = models[modelVersion];
  if (!model) return null;
  const basisOf = new Map(model.rows.map(({ indicator, basis }) => [indicator.id, basis]));
  const sums: Record<Basis, number> = { published: 0, fitted: 0, expert: 0 };
  for (const { indicator, outcome, points } of findings) {
    const basis = basisOf.get(indicator);
    if (outcome === 'present' && basis) sums[basis] += points;
  }
  return sums;
}
