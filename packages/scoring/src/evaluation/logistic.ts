/** Log odds = intercept + Σ coefficient × input (+ the row's own offset). */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/**
 * Ridge logistic regression by Newton steps. Coefficients below zero are dropped and the rest fitted again: inputs are
 * weights of evidence, and a negative coefficient would turn evidence of failure into relief.
 */
export function fitLogistic(
  inputs: readonly (readonly number[])[],
  failed: readonly boolean[],
  ridge: number,
  offsets?: readonly number[],
): Logistic {
  const width = inputs[0]?.length ?? 0;
  let active = Array.from({ length: width }, (_, j) => j);
  for (;;) {
    const beta = newton(inputs, failed, active, ridge, offsets);
    const kept = active.filter((_, at) => beta[at + 1]! > 0);
    if (kept.length === active.length) {
      const coefficients = zeros(width);
      active.forEach((j, at) => (coefficients[j] = beta[at + 1]!));
      return { intercept: beta[0]!, coefficients };
    }
    active = kept;
  }
}

export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function newton(
  inputs: readonly (readonly number[])[],
  failed: readonly boolean[],
  active: readonly number[],
  ridge: number,
  offsets?: readonly number[],
): number[] {
  const size = active.length + 1;
  let beta = zeros(size);
  for (let step = 0; step < 50; step += 1) {
    const gradient = zeros(size);
    const hessian = Array.from({ length: size }, () => zeros(size));
    const x = [1, ...active];
    inputs.forEach((input, i) => {
      let logit = offsets?.[i] ?? 0;
      for (let a = 0; a < size; a += 1) {
        x[a] = a === 0 ? 1 : input[active[a - 1]!]!;
        logit += x[a]! * beta[a]!;
      }
      const p = probability(logit);
      const residual = (failed[i] ? 1 : 0) - p;
      for (let a = 0; a < size; a += 1) {
        gradient[a]! += x[a]! * residual;
        for (let b = 0; b <= a; b += 1) hessian[a]![b]! += x[a]! * x[b]! * p * (1 - p);
      }
    });
    for (let a = 1; a < size; a += 1) {
      gradient[a]! -= ridge * beta[a]!;
      hessian[a]![a]! += ridge;
    }
    const move = solve(hessian, gradient);
    beta = beta.map((b, j) => b + move[j]!);
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  return beta;
}

/** Solves a symmetric positive definite system (lower triangle given) by Cholesky's decomposition. */
function solve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const l = lower.map((row) => [...row]);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = l[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j]![j]!;
    }
  const x = [...right];
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i]! -= l[i]![k]! * x[k]!;
    x[i]! /= l[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i]! -= l[k]![i]! * x[k]!;
    x[i]! /= l[i]![i]!;
  }
  return x;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
