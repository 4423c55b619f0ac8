import { bandOrder, type BaseRate, type RiskAssessment, type RiskBand } from '@tocsin/domain';
import { bandAt, bandCuts } from './band.ts';
import { rebase } from './base-rates.ts';
import { calibrationSteps, fittedOn } from './fitted-points.ts';
import { type Model, model as currentModel } from './model.ts';

/** How often firms whose accounts alone stand in a band failed within twelve months, re-based to a UK rate. */
export interface BandProbability {
  readonly band: RiskBand;
  /** Null = not yet measured: too few firms in the only set there is. */
  readonly probability: number | null;
  readonly firms: number;
  readonly failures: number;
}

const FEWEST_FAILURES = 10;

/**
 * The twelve-month probability that data support today: that of the accounts component by itself, measured out of
 * fold on Polish firms and re-based to the given rate. For every other part of the score there is none.
 */
export function accountsProbabilities(rate: BaseRate): readonly BandProbability[] {
  const measured = fittedOn.failures / fittedOn.n;
  return bandOrder
    .filter((band) => band !== 'insolvent')
    .map((band) => {
      const steps = calibrationSteps.filter((step) => bandAt(step.from, bandCuts) === band);
      const firms = steps.reduce((sum, step) => sum + step.firms, 0);
      const failures = steps.reduce((sum, step) => sum + step.failures, 0);
      const supported = failures >= FEWEST_FAILURES;
      const probability = supported ? rebase(failures / firms, measured, rate.per10000 / 10_000) : null;
      return { band, probability, firms, failures };
    });
}

/** What the accounts of one assessment say by themselves; null where none of their questions could be judged. */
export interface AccountsAlone extends BandProbability {
  readonly points: number;
}

/** The twelve-month probability of the band in which the fitted ratios of an assessment stand by themselves. */
export function accountsAlone(
  { findings }: Pick<RiskAssessment, 'findings'>,
  rate: BaseRate,
  model: Model = currentModel,
): AccountsAlone | null {
  const fitted = new Set(model.rows.filter((row) => row.basis === 'fitted').map((row) => row.indicator.id));
  const judged = findings.filter((f) => fitted.has(f.indicator) && f.outcome !== 'unknown');
  if (judged.length === 0) return null;
  const points = judged.reduce((sum, finding) => sum + finding.points, 0);
  const band = bandAt(points, bandCuts);
  const measured = accountsProbabilities(rate).find((probability) => probability.band === band);
  return measured ? { ...measured, points } : null;
}
