import {
  topicWords,
  groupBy,
  type Finding,
  type RiskAssessment,
  type RiskBand,
  type Topic,
} from '@tocsin/domain';
import { clampScore } from './assess.ts';
import { bandAt } from './band.ts';
import { type Model, model as currentModel } from './model.ts';

/** Facts that nobody has looked at, and how many points they could move at most. */
export interface MissingFacts {
  readonly topic: Topic;
  readonly what: string;
  readonly upTo: number;
  readonly questions: readonly string[];
}

/** A finding with what the score and its band would be if it fell away. */
export interface WithoutFinding {
  readonly finding: Finding;
  readonly score: number;
  /** By the cuts alone: what formal proceedings and the band before make of it is left out. */
  readonly band: RiskBand;
}

/** What would change an assessment: the findings it rests on most, and the missing facts that would help most. */
export interface WhatWouldChange {
  readonly mattersMost: readonly WithoutFinding[];
  readonly missing: readonly MissingFacts[];
}

const MOST = 3;

export function whatWouldChange(
  assessment: Pick<RiskAssessment, 'findings' | 'rawScore'>,
  model: Model = currentModel,
): WhatWouldChange {
  const mattersMost = assessment.findings
    .filter((finding) => finding.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, MOST)
    .map((finding) => {
      const score = clampScore(assessment.rawScore - finding.points);
      return { finding, score, band: bandAt(score, model.cuts) };
    });
  return { mattersMost, missing: missingFacts(assessment, model) };
}

function missingFacts({ findings }: Pick<RiskAssessment, 'findings'>, model: Model): MissingFacts[] {
  const unknown = new Set(findings.filter((f) => f.outcome === 'unknown').map((f) => f.indicator));
  const missing = model.rows.flatMap(({ indicator, weight }) => {
    const [topic] = indicator.topics;
    return topic && unknown.has(indicator.id) ? [{ topic, indicator, points: weight.points }] : [];
  });
  return [...groupBy(missing, ({ topic }) => topic)]
    .map(([topic, rows]) => ({
      topic,
      what: topicWords[topic],
      upTo: rows.reduce((sum, { points }) => Math.min(100, sum + Math.max(0, points)), 0),
      questions: rows.map(({ indicator }) => indicator.question),
    }))
    .sort((a, b) => b.upTo - a.upTo)
    .slice(0, MOST);
}
