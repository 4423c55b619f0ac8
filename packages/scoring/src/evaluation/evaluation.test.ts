import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pointsIn } from '../indicator.ts';
import { parseArff } from './arff.ts';
import { literal } from './literal.ts';
import { fitLogistic, probability } from './logistic.ts';
import { areaUnderCurve, aucInterval, brier, rank } from './metrics.ts';
import { type Feature, fitPoints, interceptFor, POINTS_PER_LOG_ODDS, pointsOf } from './points-table.ts';
import { seeded, shuffled, stratifiedFolds } from './random.ts';
import { fitBins, woeOf } from './weight-of-evidence.ts';

describe('measures', () => {
  test('AUC is the chance that a failure scores above a survivor, ties counting half', () => {
    const cases = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2 });
    fc.assert(
      fc.property(cases, (rows) => {
        const bad = rows.filter(([, failed]) => failed).map(([score]) => score);
        const good = rows.filter(([, failed]) => !failed).map(([score]) => score);
        fc.pre(bad.length > 0 && good.length > 0);
        const wins = bad.flatMap((b) => good.map((g): number => (b > g ? 1 : b === g ? 0.5 : 0)));
        const expected = wins.reduce((sum, win) => sum + win, 0) / wins.length;
        expect(
          areaUnderCurve(
            rows.map(([s]) => s),
            rows.map(([, f]) => f),
          ),
        ).toBeCloseTo(expected, 10);
      }),
    );
  });
  test('recall and average precision of a ranking worked by hand', () => {
    const scores = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    const failed = [true, false, true, false, false, false, false, false, false, false];
    expect(rank(scores, failed)).toMatchObject({ recall10: 0.5, prAuc: (1 + 2 / 3) / 2 });
  });
  test('Brier skill is 0 for saying the base rate and 1 for knowing', () => {
    const failed = [true, false, false, false];
    expect(brier([0.25, 0.25, 0.25, 0.25], failed).skill).toBeCloseTo(0);
    expect(brier([1, 0, 0, 0], failed).skill).toBe(1);
  });
  test('the bootstrap interval is the same for the same seed and holds the AUC', () => {
    const next = seeded(3);
    const failed = Array.from({ length: 400 }, (_, i) => i % 8 === 0);
    const scores = failed.map((f) => next() + (f ? 0.5 : 0));
    const [low, high] = aucInterval(scores, failed, 1);
    expect(aucInterval(scores, failed, 1)).toEqual([low, high]);
    expect(low).toBeLessThan(areaUnderCurve(scores, failed));
    expect(high).toBeGreaterThan(areaUnderCurve(scores, failed));
  });
});

test('an interval over firms that are there several times is as wide as over the firms themselves', () => {
  const next = seeded(5);
  const failed = Array.from({ length: 120 }, (_, i) => i % 4 === 0);
  const scores = failed.map((f) => next() + (f ? 0.3 : 0));
  const names = failed.map((_, i) => `firm ${i}`);
  const width = ([low, high]: readonly [number, number]) => high - low;
  const four = <T>(list: readonly T[]) => [...list, ...list, ...list, ...list];
  const alone = width(aucInterval(scores, failed, 1));
  expect(width(aucInterval(four(scores), four(failed), 1, 200, four(names)))).toBeCloseTo(alone, 2);
  expect(width(aucInterval(four(scores), four(failed), 1))).toBeLessThan(alone * 0.7);
});

describe('folds', () => {
  test('spread failures evenly, repeat by seed, and keep identical rows together', () => {
    const failed = Array.from({ length: 100 }, (_, i) => i < 20);
    const keys = failed.map((_, i) => `firm ${Math.floor(i / 2)}`);
    const folds = stratifiedFolds(failed, keys, 10, 7);
    expect(stratifiedFolds(failed, keys, 10, 7)).toEqual(folds);
    expect(stratifiedFolds(failed, keys, 10, 8)).not.toEqual(folds);
    for (let fold = 0; fold < 10; fold += 1)
      expect(folds.filter((f, i) => f === fold && failed[i])).toHaveLength(2);
    for (let i = 0; i < 100; i += 2) expect(folds[i]).toBe(folds[i + 1]);
  });
  test('a seeded shuffle holds every row once', () => {
    expect(shuffled(50, seeded(1)).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

const binning = { maxBins: 4, minShare: 0.1, smoothing: 5 };

/** Firms whose odds of failure double with every unit of `x` lost. */
function firms(n: number, seed: number) {
  const next = seeded(seed);
  const rows = Array.from({ length: n }, () => ({ x: next() * 6 }));
  return { rows, failed: rows.map(({ x }) => next() < probability(1 - x * Math.LN2)) };
}

describe('points', () => {
  const feature: Feature<{ x: number | null }> = { id: 'x', value: (row) => row.x, worse: 'lower' };
  const { rows, failed } = firms(4_000, 1);

  test('bins move in one direction and a missing value carries the evidence of nobody', () => {
    const bins = fitBins(
      rows.map((r) => r.x),
      failed,
      'lower',
      binning,
    );
    expect(bins.length).toBeGreaterThan(2);
    expect(bins.map((b) => b.woe)).toEqual(bins.map((b) => b.woe).sort((a, b) => b - a));
    expect(woeOf(bins, Number.NaN)).toBe(0);
  });
  test('the regression finds the slope that made the data', () => {
    const { coefficients, intercept } = fitLogistic(
      rows.map((r) => [6 - r.x]),
      failed,
      0,
    );
    expect(coefficients[0]).toBeCloseTo(Math.LN2, 1);
    expect(intercept).toBeCloseTo(1 - 6 * Math.LN2, 0);
  });
  test('a coefficient that would turn evidence into relief is dropped', () => {
    expect(
      fitLogistic(
        rows.map((r) => [r.x, 6 - r.x]),
        failed,
        1,
      ).coefficients[0],
    ).toBe(0);
  });
  test('are whole numbers, 0 for the best bin and for a missing value, and rank new firms', () => {
    const table = fitPoints([feature], rows, failed);
    expect(table['x']!.every((bin) => Number.isInteger(bin.points))).toBe(true);
    expect(table['x']!.at(-1)!.points).toBe(0);
    expect(pointsIn(table['x']!, null)).toBe(0);
    const others = firms(4_000, 2);
    const points = others.rows.map((row) => pointsOf([feature], table, row));
    expect(areaUnderCurve(points, others.failed)).toBeGreaterThan(0.7);
  });
  test('have a level at which the mean probability is the rate asked for', () => {
    const points = [0, 7, 14, 21];
    const level = interceptFor(points, 0.1);
    const mean = points.reduce((sum, p) => sum + probability(level + p / POINTS_PER_LOG_ODDS), 0) / 4;
    expect(mean).toBeCloseTo(0.1, 6);
  });
});

test('ARFF rows are read with their gaps and their class', () => {
  const { rows, failed } = parseArff('@relation x\n@attribute A numeric\n@data\n1.5,?,0\n-2,3e1,1\n');
  expect(failed).toEqual([false, true]);
  expect([...rows[0]!]).toEqual([1.5, Number.NaN]);
  expect([...rows[1]!]).toEqual([-2, 30]);
  expect(() => parseArff('@data\n1,2,x')).toThrow('Not a class: x');
});

test('values are written as the formatter lays them out', () => {
  const steps = ['2024-01-01', '2024-02-01'].map((on) => ({ on, score: 1 }));
  expect(literal({ name: "it's", steps, none: null, empty: [], one: steps.slice(1) })).toBe(
    [
      '{',
      `  name: "it's",`,
      '  steps: [',
      "    { on: '2024-01-01', score: 1 },",
      "    { on: '2024-02-01', score: 1 },",
      '  ],',
      '  none: null,',
      '  empty: [],',
      "  one: [{ on: '2024-02-01', score: 1 }],",
      '}',
    ].join('\n'),
  );
});
