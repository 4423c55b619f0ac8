import type { Refit, Sample } from './fit.ts';
import { probability } from './logistic.ts';
import { POINTS_PER_LOG_ODDS } from './points-table.ts';

/** A tenth of the firms, ordered by how likely their accounts said that they would fail. */
export interface Decile {
  readonly firms: number;
  /** Mean probability out of fold, at the set's own rate. */
  readonly said: number;
  readonly failures: number;
}

/** Calibration by decile of balance sheet and profit: what ten seeded ten-fold runs said on average, and what happened. */
export function calibrationDeciles(sample: Sample, refits: readonly Refit[]): Decile[] {
  const firms = sample.failed.map((failed, i) => {
    const said = refits.map(({ firms: out }) =>
      probability(out[i]!.fit.intercept + out[i]!.both / POINTS_PER_LOG_ODDS),
    );
    return { failed, said: said.reduce((sum, one) => sum + one, 0) / refits.length };
  });
  const ordered = firms.toSorted((a, b) => a.said - b.said);
  return Array.from({ length: 10 }, (_, tenth) => {
    const edge = (at: number) => Math.round((at * ordered.length) / 10);
    const members = ordered.slice(edge(tenth), edge(tenth + 1));
    const sum = members.reduce((total, { said }) => total + said, 0);
    return {
      firms: members.length,
      said: Math.round((sum / members.length) * 10_000) / 10_000,
      failures: members.filter(({ failed }) => failed).length,
    };
  });
}
