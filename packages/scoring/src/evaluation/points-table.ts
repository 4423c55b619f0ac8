import { pointsIn, type PointsBin } from '../indicator.ts';
import { fitLogistic, probability } from './logistic.ts';
import { type Binning, fitBins, woeOf } from './weight-of-evidence.ts';

/** Points by indicator: a row's score is the sum over the indicators that it has values for. */
export type PointsTable = Readonly<Record<string, readonly PointsBin[]>>;

/** So many points double the odds of failure: the scale of the whole model. */
export const POINTS_PER_DOUBLING = 7;
export const POINTS_PER_LOG_ODDS = POINTS_PER_DOUBLING / Math.LN2;

/** One ratio of a points table. */
export interface Feature<Row> {
  readonly id: string;
  readonly value: (row: Row) => number | null;
  readonly worse: 'lower' | 'higher';
  readonly binning?: Partial<Binning>;
  /** Most log odds that one bin of this ratio may hold against a firm. */
  readonly ceiling?: number;
}

/** Evidence better than this (log odds against the average firm) counts no better: a good ratio buys nothing off. */
const FLOOR = -0.6;
const RIDGE = 40;
const BINNING: Binning = { maxBins: 5, minShare: 0.05, smoothing: 20 };

/**
 * Fits whole points per ratio: weight-of-evidence bins that move in one direction, logistic regression over them with
 * coefficients that cannot turn negative, rounded at 7 points to a doubling of the odds. The best bin counts 0 and so
 * does a missing value: missingness is never a feature. `offsets` are log odds already explained by other points.
 */
export function fitPoints<Row>(
  features: readonly Feature<Row>[],
  rows: readonly Row[],
  failed: readonly boolean[],
  offsets?: readonly number[],
): PointsTable {
  const columns = features.map((feature) => rows.map((row) => feature.value(row) ?? Number.NaN));
  const bins = features.map((feature, j) =>
    fitBins(columns[j]!, failed, feature.worse, { ...BINNING, ...feature.binning }).map(({ below, woe }) => ({
      below,
      woe: Math.min(Math.max(woe, FLOOR), feature.ceiling ?? Infinity) - FLOOR,
    })),
  );
  const inputs = rows.map((_, i) => bins.map((b, j) => woeOf(b, columns[j]![i]!)));
  const { coefficients } = fitLogistic(inputs, failed, RIDGE, offsets);
  return Object.fromEntries(
    features.map((feature, j) => [feature.id, wholePoints(bins[j]!, coefficients[j]!)]),
  );
}

function wholePoints(bins: readonly { below: number; woe: number }[], coefficient: number): PointsBin[] {
  const rounded = bins.map(({ below, woe }) => ({
    below,
    points: Math.round(POINTS_PER_LOG_ODDS * coefficient * woe),
  }));
  return rounded.filter((bin, i) => bin.points !== rounded[i + 1]?.points);
}

export function pointsOf<Row>(features: readonly Feature<Row>[], table: PointsTable, row: Row): number {
  return features.reduce((sum, f) => sum + pointsIn(table[f.id] ?? [], f.value(row)), 0);
}

/** The log odds that a points total of 0 stands for where `rate` of the rows fail, at the table's own scale. */
export function interceptFor(points: readonly number[], rate: number): number {
  const firms = new Map<number, number>();
  for (const p of points) firms.set(p, (firms.get(p) ?? 0) + 1);
  let low = -20;
  let high = 20;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (const [p, count] of firms) sum += count * probability(middle + p / POINTS_PER_LOG_ODDS);
    if (sum / points.length < rate) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
