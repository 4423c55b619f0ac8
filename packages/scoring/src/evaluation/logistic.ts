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
    const beta = newton(designOf(inputs, active), failed, active.length + 1, ridge, offsets);
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

/** The inputs that take part, row after row, each row led by the 1 of the intercept. */
function designOf(inputs: readonly (readonly number[])[], active: readonly number[]): Float64Array {
  const size = active.length + 1;
  const design = new Float64Array(inputs.length * size);
  inputs.forEach((input, i) => {
    design[i * size] = 1;
    active.forEach((j, at) => (design[i * size + at + 1] = input[j]!));
  });
  return design;
}

function newton(
  design: Float64Array,
  failed: readonly boolean[],
  size: number,
  ridge: number,
  offsets?: readonly number[],
): number[] {
  let beta = zeros(size);
  for (let step = 0; step < 50; step += 1) {
    const { gradient, hessian } = slopesAt(beta, design, failed, offsets);
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

/** The first and second derivatives (lower triangle) of the log likelihood. */
function slopesAt(
  beta: readonly number[],
  design: Float64Array,
  failed: readonly boolean[],
  offsets?: readonly number[],
): { readonly gradient: number[]; readonly hessian: number[][] } {
  const size = beta.length;
  const gradient = zeros(size);
  const hessian = Array.from({ length: size }, () => zeros(size));
  for (let i = 0, row = 0; i < failed.length; i += 1, row += size) {
    let logit = offsets ? offsets[i]! : 0;
    for (let a = 0; a < size; a += 1) logit += design[row + a]! * beta[a]!;
    const p = probability(logit);
    const residual = (failed[i] ? 1 : 0) - p;
    const weight = p * (1 - p);
    for (let a = 0; a < size; a += 1) {
      const x = design[row + a]!;
      // Most firms have the best value of most ratios, which counts 0.
      if (x === 0) continue;
      gradient[a]! += x * residual;
      const second = hessian[a]!;
      for (let b = 0; b <= a; b += 1) second[b]! += x * design[row + b]! * weight;
    }
  }
  return { gradient, hessian };
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
