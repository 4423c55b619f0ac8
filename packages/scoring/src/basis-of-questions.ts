import type { Basis } from './indicator.ts';
import { model } from './model.ts';

/** Of how many questions of the model the points stand on which ground. */
export function basisOfQuestions(): Readonly<Record<Basis, number>> {
  const counts: Record<Basis, number> = { published: 0, fitted: 0, expert: 0 };
  for (const { basis } of model.rows) counts[basis] += 1;
  return counts;
}
