import { describe, expect, test } from 'vitest';
import { fittedOn } from '../fitted-points.ts';
import type { FormulaRatios } from '../accounts/formulas.ts';
import { ratiosOf } from '../accounts/ratios.ts';
import { balanceSheetFeatures, profitFeatures } from './accounts-component.ts';
import { calibrationDeciles } from './deciles.ts';
import { evaluate, evaluationHeading, evaluationLines } from './evaluate.ts';
import { accountsPoints, fitAccounts, refit, type AccountsFit, type Refit } from './fit.ts';
import { probability } from './logistic.ts';
import { brier } from './metrics.ts';
import { POINTS_PER_LOG_ODDS, pointsOf } from './points-table.ts';
import { renderMeasured } from './render-measured.ts';

/** A firm with so much owed within a year against a hundred that it has, and so much profit. */
function firm(creditors: number, profit: number): FormulaRatios {
  const filed = { profit, operating_profit: profit, turnover: 100, pbt: profit };
  const sheet = {
    fixed_assets: 0,
    current_assets: 100,
    stocks: 0,
    creditors_1y: creditors,
    cash: 10,
    equity: 100 - creditors,
    retained_earnings: 90 - creditors,
  };
  return ratiosOf({ ...sheet, ...filed }, null, 'GBP');
}
/** Twenty firms, each owing more and earning less than the one before; the last two failed. */
const rows = Array.from({ length: 20 }, (_, at) => firm(5 + at * 8, 20 - at));
const failed = rows.map((_, at) => at >= 18);
const sample = { set: 'made up', rows, failed, refit: false };
const perfect = { auc: 1, aucLow: 1, aucHigh: 1, prAuc: 1, recall1: 0.5, recall5: 0.5, recall10: 1 };
const unlikely = { brier: null, brierSkill: null };

/** A table of no points at all, with levels of its own. */
const blank: AccountsFit = { balanceSheet: {}, profit: {}, balanceSheetIntercept: -2, intercept: -3 };
const refits: readonly Refit[] = [1, 2].map((seed) => ({
  seed,
  firms: rows.map((_, at) => ({ balanceSheet: at, both: (seed === 1 ? 1 : -1) * at, fit: blank })),
}));

describe('the evaluation of a sample', () => {
  test('has a line for each formula that can be reckoned, and for the points as they ship', () => {
    expect(evaluate(sample).map(({ model }) => model)).toEqual([
      'Altman Z′ (1983, private firms)',
      'Altman Z″ (1995, non-manufacturers)',
      'Zmijewski (1984)',
      'Springate (1978)',
      'Tocsin balance sheet, as shipped',
      'Tocsin balance sheet and profit, as shipped',
    ]);
    const bare = rows.map((row) => ({ ...row, workingCapitalToAssets: null, netIncomeToAssets: null }));
    expect(evaluate({ ...sample, rows: bare }).map(({ model }) => model)).toEqual([
      'Tocsin balance sheet, as shipped',
      'Tocsin balance sheet and profit, as shipped',
    ]);
  });

  test('says of a formula how it ranks, whichever way it counts risk, and nothing of probabilities', () => {
    for (const model of ['Altman Z″ (1995, non-manufacturers)', 'Zmijewski (1984)'])
      expect(evaluate(sample).find((row) => row.model === model)).toEqual({
        model,
        set: 'made up',
        n: 20,
        failures: 2,
        ...perfect,
        ...unlikely,
      });
  });

  test('gives a firm without a formula’s inputs the middle of the others', () => {
    const gapped = rows.map((row, at) => (at === 19 ? { ...row, netIncomeToAssets: null } : row));
    const row = evaluate({ ...sample, rows: gapped }).find(({ model }) => model === 'Zmijewski (1984)');
    // The last firm now stands in the middle of nineteen: one failure above all 18, the other above 9 and level with one.
    expect(row?.auc).toBe(Math.round(((1 + 9.5 / 18) / 2) * 10_000) / 10_000);
  });

  test('says of the points as they ship how likely they hold a failure at the sample’s own rate', () => {
    const row = evaluate(sample).find(({ model }) => model === 'Tocsin balance sheet, as shipped');
    expect(row).toMatchObject({ auc: 0.9722, prAuc: 0.75, recall10: 0.5, brier: 0.0699, brierSkill: 0.2228 });
    expect(row?.aucLow).toBeLessThan(row!.auc);
  });

  test('says where the points were fitted on the sample itself, for that is no evidence', () => {
    // Without the inputs of any formula, which would take their time.
    const bare = rows.map((row) => ({ ...row, workingCapitalToAssets: null, netIncomeToAssets: null }));
    const many = Array.from({ length: fittedOn.n }, (_, at) => bare[at % 20]!);
    const own = { ...sample, rows: many, failed: many.map((_, at) => at < fittedOn.failures) };
    expect(evaluate(own).at(-1)?.model).toBe(
      'Tocsin balance sheet and profit, as shipped (fitted on this set: no evidence)',
    );
    const other = { ...own, failed: many.map((_, at) => at <= fittedOn.failures) };
    expect(evaluate(other).at(-1)?.model).toBe('Tocsin balance sheet and profit, as shipped');
  });

  test('with refits is the mean over them, each at the level of its own table', () => {
    const lines = evaluate({ ...sample, refit: true }, refits);
    const [sheet, both] = ['balance sheet', 'balance sheet and profit'].map((part) =>
      lines.find(({ model }) => model === `Tocsin ${part}, 10 × 10-fold`),
    );
    expect(sheet).toMatchObject({ ...perfect, n: 20, failures: 2 });
    // One of two rankings is turned round.
    expect(both).toMatchObject({ auc: 0.5, aucLow: 0.5, aucHigh: 0.5, recall10: 0.5 });
    const { brier: error } = brier(
      rows.map((_, at) => probability(-2 + at / POINTS_PER_LOG_ODDS)),
      failed,
    );
    expect(sheet?.brier).toBe(Math.round(error * 10_000) / 10_000);
    const twoErrors = [1, -1].map(
      (sign) =>
        brier(
          rows.map((_, at) => probability(-3 + (sign * at) / POINTS_PER_LOG_ODDS)),
          failed,
        ).brier,
    );
    expect(both?.brier).toBe(Math.round(((twoErrors[0]! + twoErrors[1]!) / 2) * 10_000) / 10_000);
  });

  test('is printed to three figures under its headings, and a measure that there is not as a dash', () => {
    const [line] = evaluationLines([
      {
        model: 'A',
        set: 'B',
        n: 20,
        failures: 2,
        ...perfect,
        aucLow: 0.98765,
        brier: 0.06992,
        brierSkill: 0.22284,
      },
    ]);
    expect(line).toEqual([
      'A',
      'B',
      '20',
      '2',
      '1.000 (0.988–1.000)',
      '1.000',
      '0.500',
      '0.500',
      '1.000',
      '0.0699',
      '0.223',
    ]);
    expect(line).toHaveLength(evaluationHeading.length);
    const [bare] = evaluationLines([{ model: 'A', set: 'B', n: 20, failures: 2, ...perfect, ...unlikely }]);
    expect(bare?.slice(-2)).toEqual(['–', '–']);
  });
});

describe('calibration by decile', () => {
  test('says the mean of what was said of each tenth of the firms, the least likely first, and what happened', () => {
    const deciles = calibrationDeciles(sample, [refits[0]!]);
    expect(deciles.map(({ firms, failures }) => [firms, failures])).toEqual([
      ...Array.from({ length: 9 }, () => [2, 0]),
      [2, 2],
    ]);
    const said = (at: number) => probability(-3 + at / POINTS_PER_LOG_ODDS);
    expect(deciles[0]?.said).toBe(Math.round(((said(0) + said(1)) / 2) * 10_000) / 10_000);
    expect(deciles[9]?.said).toBe(Math.round(((said(18) + said(19)) / 2) * 10_000) / 10_000);
  });

  test('is of the mean over refits, and of tenths that differ by one firm at most', () => {
    const both = calibrationDeciles(sample, refits);
    const mean = (at: number) =>
      (probability(-3 + at / POINTS_PER_LOG_ODDS) + probability(-3 - at / POINTS_PER_LOG_ODDS)) / 2;
    expect(both[9]?.said).toBe(Math.round(((mean(18) + mean(19)) / 2) * 10_000) / 10_000);
    const few = { ...sample, failed: failed.slice(0, 15) };
    expect(calibrationDeciles(few, refits).map(({ firms }) => firms)).toEqual([2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
  });
});

describe('points fitted to accounts', () => {
  /** Two hundred firms, some twice, of whom those that owe most fail most. */
  const many = Array.from({ length: 200 }, (_, at) => firm(5 + (at % 40) * 4, 20 - (at % 40)));
  const gone = many.map((_, at) => at % 40 >= 30 && at % 3 !== 0);
  const fit = fitAccounts({ rows: many, failed: gone });

  test('give more to who owes more, profit on top of the balance sheet, at the sample’s own rate', () => {
    const points = (row: FormulaRatios) => accountsPoints(fit, row);
    const [sound, sick] = [points(firm(5, 20)), points(firm(161, -19))];
    expect(sound).toEqual({ balanceSheet: 0, both: 0 });
    expect(sick.balanceSheet).toBeGreaterThan(0);
    expect(sick.both).toBe(sick.balanceSheet + pointsOf(profitFeatures, fit.profit, firm(161, -19)));
    expect(Object.keys(fit.balanceSheet)).toEqual(balanceSheetFeatures.map(({ id }) => id));
    const rate = gone.filter(Boolean).length / gone.length;
    const mean = (of: (row: FormulaRatios) => number) =>
      many.reduce((sum, row) => sum + of(row), 0) / many.length;
    expect(mean((row) => probability(fit.intercept + points(row).both / POINTS_PER_LOG_ODDS))).toBeCloseTo(
      rate,
      6,
    );
    expect(
      mean((row) => probability(fit.balanceSheetIntercept + points(row).balanceSheet / POINTS_PER_LOG_ODDS)),
    ).toBeCloseTo(rate, 6);
  });

  test('are tried ten times on firms that the table never saw, all rows of a firm together', () => {
    const few = { rows: many.slice(20, 40), failed: gone.slice(20, 40) };
    const clusters = few.rows.map((_, at) => String(Math.floor(at / 2)));
    const runs = refit({ ...few, clusters });
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { firms } of runs) {
      expect(firms).toHaveLength(20);
      expect(new Set(firms.map(({ fit: one }) => one)).size).toBeGreaterThan(1);
      for (let at = 0; at < 20; at += 2) expect(firms[at]?.fit).toBe(firms[at + 1]?.fit);
      for (const [at, { fit: one, both }] of firms.entries())
        expect(both).toBe(accountsPoints(one, few.rows[at]!).both);
    }
  });
});

test('what was measured is written as a module of plain values', () => {
  const text = renderMeasured([], [{ firms: 2, said: 0.1, failures: 1 }], []);
  expect(text).toContain("import type { EvaluationRow } from './evaluate.ts';");
  expect(text).toContain('export const measuredRows: readonly EvaluationRow[] = [];');
  expect(text).toContain(
    'export const measuredDeciles: readonly Decile[] = [{ firms: 2, said: 0.1, failures: 1 }];',
  );
  expect(text.endsWith('export const measuredCases: readonly ReplayedCase[] = [];\n')).toBe(true);
});
