import type { Finding, RiskAssessment, RiskBand, Topic } from '@tocsin/domain';
import { clampScore } from './assess.ts';
import { bandAt } from './band.ts';
import { topicWords } from './indicator.ts';
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
  const byTopic = new Map<Topic, MissingFacts>();
  for (const { indicator, weight } of model.rows) {
    const [topic] = indicator.topics;
    if (!topic || !unknown.has(indicator.id)) continue;
    const before = byTopic.get(topic);
    byTopic.set(topic, {
      topic,
      what: topicWords[topic],
      upTo: Math.min(100, (before?.upTo ?? 0) + Math.max(0, weight.points)),
      questions: [...(before?.questions ?? []), indicator.question],
    });
  }
  return [...byTopic.values()].sort((a, b) => b.upTo - a.upTo).slice(0, MOST);
}
