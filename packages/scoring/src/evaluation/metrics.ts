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
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let rankSum = 0;
  let failures = 0;
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) j += 1;
    const rank = (i + 1 + j) / 2;
    for (let at = i; at < j; at += 1)
      if (failed[order[at]!]) {
        rankSum += rank;
        failures += 1;
      }
    i = j;
  }
  const survivors = scores.length - failures;
  return (rankSum - (failures * (failures + 1)) / 2) / (failures * survivors);
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

/** A 95 % interval of the AUC by stratified bootstrap: failures and survivors are drawn separately, with replacement. */
export function aucInterval(
  scores: readonly number[],
  failed: readonly boolean[],
  seed: number,
  draws = 200,
): readonly [low: number, high: number] {
  const next = seeded(seed);
  const bad = scores.filter((_, i) => failed[i]);
  const good = scores.filter((_, i) => !failed[i]);
  const labels = [...bad.map(() => true), ...good.map(() => false)];
  const draw = (from: readonly number[]) => from.map(() => from[Math.floor(next() * from.length)]!);
  const areas = Array.from({ length: draws }, () => areaUnderCurve([...draw(bad), ...draw(good)], labels));
  areas.sort((a, b) => a - b);
  return [quantile(areas, 0.025), quantile(areas, 0.975)];
}

/** Linear interpolation between order statistics of an ascending list. */
export function quantile(sorted: readonly number[], q: number): number {
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
