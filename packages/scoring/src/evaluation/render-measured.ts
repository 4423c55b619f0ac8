import type { ReplayedCase } from '../replay/replay.ts';
import type { Decile } from './deciles.ts';
import type { EvaluationRow } from './evaluate.ts';
import { literal } from './literal.ts';

/** The module `measured.ts` as text: what the last evaluation and replay gave, for the model card and the pages. */
export function renderMeasured(
  rows: readonly EvaluationRow[],
  deciles: readonly Decile[],
  cases: readonly ReplayedCase[],
): string {
  return `import type { ReplayedCase } from '../replay/replay.ts';
import type { Decile } from './deciles.ts';
import type { EvaluationRow } from './evaluate.ts';

/** Made by \`npm run tocsin -- evaluate --card\`; a test proves that it is what the data give. */
export const measuredRows: readonly EvaluationRow[] = ${literal(rows)};

export const measuredDeciles: readonly Decile[] = ${literal(deciles)};

export const measuredCases: readonly ReplayedCase[] = ${literal(cases)};
`;
}
