import type { Finding, RiskAssessment, Topic } from '@tocsin/domain';
import { topicWords } from './indicator.ts';
import { type Model, model as currentModel } from './model.ts';

/** Facts that nobody has looked at, and how many points they could move at most. */
export interface MissingFacts {
  readonly topic: Topic;
  readonly what: string;
  readonly upTo: number;
  readonly questions: readonly string[];
}

/** What would change an assessment: the findings it rests on most, and the missing facts that would help most. */
export interface WhatWouldChange {
  readonly mattersMost: readonly Finding[];
  readonly missing: readonly MissingFacts[];
}

const MOST = 3;

export function whatWouldChange(
  assessment: Pick<RiskAssessment, 'findings'>,
  model: Model = currentModel,
): WhatWouldChange {
  const mattersMost = assessment.findings
    .filter((finding) => finding.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, MOST);
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
