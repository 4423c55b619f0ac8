import type { ReplayedCase } from '../replay/replay.ts';
import type { EvaluationRow } from './evaluate.ts';
import { literal } from './literal.ts';

/** The module `measured.ts` as text: what the last evaluation and replay gave, for the model card and the pages. */
export function renderMeasured(rows: readonly EvaluationRow[], cases: readonly ReplayedCase[]): string {
  return `import type { ReplayedCase } from '../replay/replay.ts';
import type { EvaluationRow } from './evaluate.ts';

/** Made by \`npm run tocsin -- evaluate --card\`; a test proves that it is what the data give. */
export const measuredRows: readonly EvaluationRow[] = ${literal(rows)};

export const measuredCases: readonly ReplayedCase[] = ${literal(cases)};
`;
}
