import {
  addDays,
  type Finding,
  type IsoDate,
  type IsoInstant,
  lifeChangesIn,
  type RiskAssessment,
  type RiskBand,
  type SupplierId,
} from '@tocsin/domain';
import { band } from './band.ts';
import { endedEvents } from './endings.ts';
import type { SupplierFacts } from './facts.ts';
import { model as currentModel, type Model } from './model.ts';
import { formalEvent, isOpen, openProceedings } from './proceedings-on-record.ts';
import { subjectOn } from './subject.ts';

export interface AssessmentContext {
  readonly supplierId: SupplierId;
  readonly asOf: IsoDate;
  /** Only what we had observed by then; the default is everything in the facts. */
  readonly knownAt?: IsoInstant;
  /** The band of the previous assessment under the same model: an input of hysteresis. */
  readonly previousBand: RiskBand | null;
}

/**
 * Judges one supplier on one day. Sees only what was published by the end of `asOf` and observed by `knownAt`;
 * the same facts, context and model give the same assessment for ever. Score = clamp(sum of points shown, 0, 100).
 */
export function assess(
  facts: SupplierFacts,
  context: AssessmentContext,
  model: Model = currentModel,
): RiskAssessment {
  const subject = subjectOn(facts, context.asOf, context.knownAt, model.rules);
  const findings: Finding[] = [];
  let rawScore = 0;
  let ownRaw = 0;
  let judged = 0;
  let reviewIn = Infinity;
  for (const { indicator, weight } of model.rows) {
    const { outcome, points, because, evidence, changesIn } = indicator.judge(subject, weight);
    findings.push({ indicator: indicator.id, outcome, points, because, evidence });
    rawScore += points;
    if (!indicator.readsGroup) ownRaw += points;
    if (outcome !== 'unknown') judged += 1;
    if (changesIn !== undefined && changesIn > 0 && changesIn < reviewIn) reviewIn = changesIn;
  }
  for (const proceeding of subject.proceedings) {
    const changesIn = isOpen(proceeding) && proceeding.life && lifeChangesIn(proceeding.life, context.asOf);
    if (changesIn && changesIn < reviewIn) reviewIn = changesIn;
  }
  const formalEvents = openProceedings(subject.proceedings)
    .map(formalEvent)
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
  const score = clampScore(rawScore);
  const bandOf = (previous: RiskBand | null, of: number) =>
    band(previous, of, formalEvents, model.cuts, model.rules.hysteresisPoints);
  return {
    supplierId: context.supplierId,
    modelVersion: model.version,
    asOf: context.asOf,
    band: bandOf(context.previousBand, score),
    ownBand: bandOf(null, clampScore(ownRaw)),
    score,
    rawScore,
    coverage: judged / model.rows.length,
    findings,
    formalEvents,
    ...(model.rules.lives && { endings: endedEvents(subject.proceedings, subject.looseEnds) }),
    reviewOn: reviewIn === Infinity ? null : addDays(context.asOf, reviewIn),
  };
}

/** A score stays between 0 and 100, whatever its points sum to. */
export function clampScore(sum: number): number {
  return Math.max(0, Math.min(100, sum));
}
