import type { AccountsFit, Refit, Sample } from './fit.ts';
import type { PointsTable } from './points-table.ts';

/** Firms of the sample by how many points their accounts gave out of fold, with how many of them failed. */
export interface CalibrationStep {
  readonly from: number;
  readonly firms: number;
  readonly failures: number;
}

/** Steps of five points, pooled upwards until a step holds ten failures: out of fold, mean of ten seeded runs. */
export function calibrate(sample: Sample, refits: readonly Refit[]): CalibrationStep[] {
  const steps = new Map<number, { firms: number; failures: number }>();
  for (const { firms } of refits)
    firms.forEach(({ both }, i) => {
      const from = Math.floor(both / 5) * 5;
      const step = steps.get(from) ?? { firms: 0, failures: 0 };
      steps.set(from, { firms: step.firms + 1, failures: step.failures + Number(sample.failed[i]) });
    });
  const rounded = [...steps]
    .sort(([a], [b]) => a - b)
    .map(([from, { firms, failures }]) => ({
      from,
      firms: Math.round(firms / refits.length),
      failures: Math.round(failures / refits.length),
    }));
  while (rounded.length > 1 && rounded.at(-1)!.failures < 10) {
    const [below, top] = rounded.splice(-2) as [CalibrationStep, CalibrationStep];
    rounded.push({
      from: below.from,
      firms: below.firms + top.firms,
      failures: below.failures + top.failures,
    });
  }
  return rounded;
}

/** The module `fitted-points.ts` as text: the shipped table, so that no run of the product depends on the data. */
export function renderFittedPoints(
  sample: Sample,
  fit: AccountsFit,
  steps: readonly CalibrationStep[],
): string {
  const failures = sample.failed.filter(Boolean).length;
  return `import type { PointsBin } from './indicator.ts';

/** Made by \`npm run tocsin -- evaluate --refit\` (seeded; see MODEL.md); a test proves that it is what the data give. */
export const fittedOn = { set: '${sample.set}', n: ${sample.rows.length}, failures: ${failures} };

export const balanceSheetPoints = ${table(fit.balanceSheet)} as const satisfies Record<string, readonly PointsBin[]>;

export const profitPoints = ${table(fit.profit)} as const satisfies Record<string, readonly PointsBin[]>;

/** Out of fold, mean of ten seeded runs: firms by the points of their accounts, and how many of them failed. */
export const calibrationSteps = [
${steps.map((s) => `  { from: ${s.from}, firms: ${s.firms}, failures: ${s.failures} },`).join('\n')}
] as const;
`;
}

function table(points: PointsTable): string {
  const rows = Object.entries(points).map(([id, bins]) => {
    const cells = bins.map((bin) => `{ below: ${bin.below}, points: ${bin.points} }`);
    return `  '${id}': ${cells.length === 1 ? `[${cells[0]}]` : `[\n    ${cells.join(',\n    ')},\n  ]`},`;
  });
  return `{\n${rows.join('\n')}\n}`;
}
