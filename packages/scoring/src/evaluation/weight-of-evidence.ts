import { quantile } from './metrics.ts';

/** Values below `below` (and not below the bin before) carry `woe`: log odds of failure against the whole sample. */
export interface WoeBin {
  readonly below: number;
  readonly woe: number;
}

/** How a ratio is cut: few bins, none small, each drawn a little towards the whole sample. */
export interface Binning {
  /** Most bins a ratio may have. */
  readonly maxBins: number;
  /** Share of rows between the first cuts. */
  readonly minShare: number;
  /** Rows of average risk added to each bin. */
  readonly smoothing: number;
  /** Given cut points (the zones of a formula) in place of those found in the sample. */
  readonly edges?: readonly number[];
}

interface Count {
  readonly below: number;
  bad: number;
  good: number;
}

/**
 * Cuts one ratio into bins whose failure rate moves in one direction only, which is what an officer can defend.
 * Missing values (NaN) take no part: a row without the ratio carries 0, the evidence of the whole sample.
 */
export function fitBins(
  values: readonly number[],
  failed: readonly boolean[],
  worse: 'lower' | 'higher',
  binning: Binning,
): WoeBin[] {
  const counts = countBetween(values, failed, binning.edges ?? edgesOf(values, binning.minShare));
  const total = {
    bad: counts.reduce((sum, { bad }) => sum + bad, 0),
    good: counts.reduce((sum, { good }) => sum + good, 0),
  };
  const falling = worse === 'lower' ? 1 : -1;
  while (counts.length > 1) {
    const at =
      firstViolation(counts, falling) ?? (counts.length > binning.maxBins ? weakest(counts, total) : null);
    if (at === null) break;
    merge(counts, at);
  }
  return counts.map((c) => ({ below: c.below, woe: weight(c, total, binning.smoothing) }));
}

/** The weight of a value: 0 when it is missing. */
export function woeOf(bins: readonly WoeBin[], value: number): number {
  if (Number.isNaN(value)) return 0;
  for (const bin of bins) if (value < bin.below) return bin.woe;
  return bins.at(-1)?.woe ?? 0;
}

/** Cut points at equal shares of rows, rounded to two figures so that the table can be read aloud. */
function edgesOf(values: readonly number[], minShare: number): number[] {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const steps = Math.floor(1 / minShare);
  const cuts = Array.from({ length: steps - 1 }, (_, i) =>
    Number(quantile(sorted, (i + 1) / steps).toPrecision(2)),
  );
  return [...new Set(cuts)].sort((a, b) => a - b);
}

function countBetween(
  values: readonly number[],
  failed: readonly boolean[],
  edges: readonly number[],
): Count[] {
  const counts = [...edges, Number.POSITIVE_INFINITY].map((below) => ({ below, bad: 0, good: 0 }));
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    let at = 0;
    while (at < edges.length && value >= edges[at]!) at += 1;
    if (failed[i]) counts[at]!.bad += 1;
    else counts[at]!.good += 1;
  });
  return counts.filter((c) => c.bad + c.good > 0);
}

function firstViolation(counts: readonly Count[], falling: 1 | -1): number | null {
  const rate = (c: Count) => c.bad / (c.bad + c.good);
  const at = counts.findIndex((c, i) => i > 0 && (rate(c) - rate(counts[i - 1]!)) * falling >= 0);
  return at === -1 ? null : at - 1;
}

/** The neighbours that lose least information (chi-square) when they become one. */
function weakest(counts: readonly Count[], total: { bad: number; good: number }): number {
  const expected = total.bad / (total.bad + total.good);
  const losses = counts.slice(1).map((c, i) => {
    const [a, b] = [counts[i]!, c];
    const [na, nb] = [a.bad + a.good, b.bad + b.good];
    return ((a.bad / na - b.bad / nb) ** 2 * na * nb) / ((na + nb) * expected);
  });
  return losses.indexOf(Math.min(...losses));
}

function merge(counts: Count[], at: number): void {
  const [a, b] = [counts[at]!, counts[at + 1]!];
  counts.splice(at, 2, { below: b.below, bad: a.bad + b.bad, good: a.good + b.good });
}

function weight(count: Count, total: { bad: number; good: number }, smoothing: number): number {
  const rate = total.bad / (total.bad + total.good);
  const bad = count.bad + smoothing * rate;
  const good = count.good + smoothing * (1 - rate);
  return Math.log(bad / good) - Math.log(total.bad / total.good);
}
