import { type Formula, formulas } from '../accounts/formulas.ts';
import { balanceSheetPoints, fittedOn, profitPoints } from '../fitted-points.ts';
import { type AccountsPoints, accountsPoints, refit, type Refit, type Sample } from './fit.ts';
import { probability } from './logistic.ts';
import { aucInterval, brier, median, rank } from './metrics.ts';
import { interceptFor, POINTS_PER_LOG_ODDS } from './points-table.ts';

/** One line of the evaluation: how one model ranks one set of firms. Brier figures are for probabilities only. */
export interface EvaluationRow {
  readonly model: string;
  readonly set: string;
  readonly n: number;
  readonly failures: number;
  readonly auc: number;
  readonly aucLow: number;
  readonly aucHigh: number;
  readonly prAuc: number;
  readonly recall1: number;
  readonly recall5: number;
  readonly recall10: number;
  readonly brier: number | null;
  readonly brierSkill: number | null;
}

/** Firms to evaluate on; with `refit` the fitting itself is tried on folds that it never saw. */
export interface EvaluatedSample extends Sample {
  readonly refit: boolean;
}

const DRAWS_PER_RUN = 100;

/** Every model on one sample; `refits` are given where they have been made already. */
export function evaluate(sample: EvaluatedSample, refits?: readonly Refit[]): EvaluationRow[] {
  const unfitted = formulas.flatMap((formula) => evaluateFormula(formula, sample) ?? []);
  const refitted = sample.refit ? evaluateRefits(sample, refits ?? refit(sample)) : [];
  return [...unfitted, ...refitted, ...evaluateShipped(sample)];
}

/** A classical formula as published: missing values get the median, as the yardsticks' authors did. */
function evaluateFormula(formula: Formula, sample: Sample): EvaluationRow | null {
  const { rows } = sample;
  const risk = rows.map((row) => {
    const value = formula.value(row);
    return value === null ? Number.NaN : formula.higherIsRiskier ? value : -value;
  });
  const middle = median(risk);
  if (Number.isNaN(middle)) return null;
  const scores = risk.map((r) => (Number.isFinite(r) ? r : middle));
  return toRow(formula.title, sample, [{ scores, probabilities: null, seed: 1 }]);
}

/** The procedure that made the shipped table, fitted ten times ten times on firms other than those it is tried on. */
function evaluateRefits(sample: Sample, refits: readonly Refit[]): EvaluationRow[] {
  const rows = (
    name: string,
    points: (p: AccountsPoints) => number,
    intercept: 'balanceSheetIntercept' | 'intercept',
  ) =>
    toRow(
      name,
      sample,
      refits.map(({ seed, firms }) => ({
        seed,
        scores: firms.map(points),
        probabilities: firms.map((o) => probability(o.fit[intercept] + points(o) / POINTS_PER_LOG_ODDS)),
      })),
    );
  return [
    rows('Tocsin balance sheet, 10 × 10-fold', (p) => p.balanceSheet, 'balanceSheetIntercept'),
    rows('Tocsin balance sheet and profit, 10 × 10-fold', (p) => p.both, 'intercept'),
  ];
}

/** The table as it ships, its level re-based to the set's own rate; says so where it was fitted on the set. */
function evaluateShipped(sample: Sample): EvaluationRow[] {
  const { rows, failed } = sample;
  const failures = failed.filter(Boolean).length;
  const own = rows.length === fittedOn.n && failures === fittedOn.failures;
  const points = rows.map((row) =>
    accountsPoints({ balanceSheet: balanceSheetPoints, profit: profitPoints }, row),
  );
  const row = (part: string, scores: number[]) => {
    const level = interceptFor(scores, failures / rows.length);
    const probabilities = scores.map((score) => probability(level + score / POINTS_PER_LOG_ODDS));
    const model = `Tocsin ${part}, as shipped${own ? ' (fitted on this set: no evidence)' : ''}`;
    return toRow(model, sample, [{ scores, probabilities, seed: 1 }]);
  };
  return [
    row(
      'balance sheet',
      points.map((p) => p.balanceSheet),
    ),
    row(
      'balance sheet and profit',
      points.map((p) => p.both),
    ),
  ];
}

interface Run {
  readonly seed: number;
  readonly scores: readonly number[];
  readonly probabilities: readonly number[] | null;
}

function toRow(model: string, { set, failed, clusters }: Sample, runs: readonly Run[]): EvaluationRow {
  const mean = (of: (run: Run) => number) => round(runs.reduce((sum, run) => sum + of(run), 0) / runs.length);
  const rankings = new Map(runs.map((run) => [run, rank(run.scores, failed)]));
  const intervals = new Map(
    runs.map((run) => [run, aucInterval(run.scores, failed, run.seed, DRAWS_PER_RUN, clusters)]),
  );
  const scored = new Map(runs.map((run) => [run, run.probabilities && brier(run.probabilities, failed)]));
  const probabilistic = runs.every((run) => run.probabilities !== null);
  return {
    model,
    set,
    n: failed.length,
    failures: failed.filter(Boolean).length,
    auc: mean((run) => rankings.get(run)!.auc),
    aucLow: mean((run) => intervals.get(run)![0]),
    aucHigh: mean((run) => intervals.get(run)![1]),
    prAuc: mean((run) => rankings.get(run)!.prAuc),
    recall1: mean((run) => rankings.get(run)!.recall1),
    recall5: mean((run) => rankings.get(run)!.recall5),
    recall10: mean((run) => rankings.get(run)!.recall10),
    brier: probabilistic ? mean((run) => scored.get(run)!.brier) : null,
    brierSkill: probabilistic ? mean((run) => scored.get(run)!.skill) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** The rows as lines of text under a heading, for a terminal and for the model card. */
export function evaluationLines(rows: readonly EvaluationRow[]): string[][] {
  const share = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  return rows.map((r) => [
    r.model,
    r.set,
    String(r.n),
    String(r.failures),
    `${share(r.auc)} (${share(r.aucLow)}–${share(r.aucHigh)})`,
    share(r.prAuc),
    share(r.recall1),
    share(r.recall5),
    share(r.recall10),
    r.brier === null ? '–' : r.brier.toFixed(4),
    share(r.brierSkill),
  ]);
}

export const evaluationHeading = [
  'model',
  'set',
  'n',
  'failures',
  'AUC (95 %)',
  'PR-AUC',
  'recall 1 %',
  'recall 5 %',
  'recall 10 %',
  'Brier',
  'Brier skill',
];
