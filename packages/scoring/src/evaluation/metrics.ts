import { groupBy } from '@tocsin/domain';
import { seeded } from './random.ts';

/** How well a score (higher = riskier) tells failures from survivors. */
export interface Ranking {
  readonly auc: number;
  readonly prAuc: number;
  /** Share of failures among the riskiest 1, 5 and 10 % of rows. */
  readonly recall1: number;
  readonly recall5: number;
  readonly recall10: number;
}

/** Area under the ROC curve: the chance that a failure scores above a survivor, ties counting half. */
export function areaUnderCurve(scores: readonly number[], failed: readonly boolean[]): number {
  return weightedArea(scores, failed, ascending(scores), null);
}

function ascending(scores: readonly number[]): number[] {
  return scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
}

/** The area when row i counts `weights[i]` times (once without weights), rows taken in ascending order of score. */
function weightedArea(
  scores: readonly number[],
  failed: readonly boolean[],
  order: readonly number[],
  weights: Uint16Array | null,
): number {
  let [above, failures, survivors] = [0, 0, 0];
  for (let i = 0; i < order.length;) {
    const score = scores[order[i]!];
    let [bad, good] = [0, 0];
    for (; i < order.length && scores[order[i]!] === score; i += 1) {
      const times = weights ? weights[order[i]!]! : 1;
      if (failed[order[i]!]) bad += times;
      else good += times;
    }
    above += bad * (survivors + good / 2);
    failures += bad;
    survivors += good;
  }
  return above / (failures * survivors);
}

export function rank(scores: readonly number[], failed: readonly boolean[]): Ranking {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const failures = failed.filter(Boolean).length;
  return {
    auc: areaUnderCurve(scores, failed),
    prAuc: averagePrecision(scores, failed, order, failures),
    recall1: recallAt(order, failed, failures, 0.01),
    recall5: recallAt(order, failed, failures, 0.05),
    recall10: recallAt(order, failed, failures, 0.1),
  };
}

/** Precision averaged over recall steps; tied scores enter together. */
function averagePrecision(
  scores: readonly number[],
  failed: readonly boolean[],
  order: readonly number[],
  failures: number,
): number {
  let caught = 0;
  let sum = 0;
  for (let i = 0; i < order.length;) {
    let j = i;
    let here = 0;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) {
      if (failed[order[j]!]) here += 1;
      j += 1;
    }
    caught += here;
    sum += (here / failures) * (caught / j);
    i = j;
  }
  return sum;
}

function recallAt(
  order: readonly number[],
  failed: readonly boolean[],
  failures: number,
  share: number,
): number {
  const flagged = Math.max(1, Math.round(order.length * share));
  return order.slice(0, flagged).filter((i) => failed[i]).length / failures;
}

/**
 * A 95 % interval of the AUC by stratified bootstrap: firms that failed and firms that did not are drawn separately, with
 * replacement. `clusters` names the firm of each row: all rows of a firm are drawn together, for they are no evidence of
 * one another. Without it each row is a firm.
 */
export function aucInterval(
  scores: readonly number[],
  failed: readonly boolean[],
  seed: number,
  draws = 200,
  clusters?: readonly string[],
): readonly [low: number, high: number] {
  const next = seeded(seed);
  const order = ascending(scores);
  const firms = clusters ? [...groupBy(order, (i) => clusters[i]!).values()] : order.map((i) => [i]);
  const classes = [true, false].map((wanted) =>
    firms.filter((rows) => rows.some((i) => failed[i]) === wanted),
  );
  const areas = Array.from({ length: draws }, () => {
    const weights = new Uint16Array(scores.length);
    for (const drawn of classes)
      for (const _ of drawn) for (const i of drawn[Math.floor(next() * drawn.length)]!) weights[i]! += 1;
    return weightedArea(scores, failed, order, weights);
  });
  areas.sort((a, b) => a - b);
  return [quantile(areas, 0.025), quantile(areas, 0.975)];
}

/** Linear interpolation between order statistics of an ascending list. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

/** The middle of the finite values. */
export function median(values: readonly number[]): number {
  return quantile(
    values.filter(Number.isFinite).sort((a, b) => a - b),
    0.5,
  );
}

/** Mean squared error of probabilities, and its skill against saying the base rate for every row (0 = no better). */
export function brier(
  probabilities: readonly number[],
  failed: readonly boolean[],
): { readonly brier: number; readonly skill: number } {
  const rate = failed.filter(Boolean).length / failed.length;
  const sum = probabilities.reduce((total, p, i) => total + (p - (failed[i] ? 1 : 0)) ** 2, 0);
  const score = sum / failed.length;
  return { brier: score, skill: 1 - score / (rate * (1 - rate)) };
}
