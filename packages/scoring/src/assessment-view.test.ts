import { type Finding, RiskAssessment } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { AssessmentView, viewOfAssessment } from './assessment-view.ts';

const finding = (indicator: string, outcome: Finding['outcome'], points: number): Finding => ({
  indicator,
  outcome,
  points,
  because: indicator,
  evidence: [],
});

test('an assessment is shown with its findings by outcome, those that weigh most first, relief included', () => {
  const assessment = RiskAssessment.parse({
    supplierId: '1',
    modelVersion: '2026.1',
    asOf: '2026-05-02',
    band: 'low',
    ownBand: 'low',
    score: 3,
    rawScore: -4,
    coverage: 0.5,
    findings: [
      finding('a', 'unknown', 0),
      finding('b', 'present', 5),
      finding('c', 'absent', 0),
      finding('d', 'present', -7),
      finding('e', 'present', 6),
      finding('f', 'absent', 0),
    ],
    formalEvents: [],
    reviewOn: null,
  });
  const shown = { level: 'watch', levelBecause: null, levelBefore: null } as const;
  const view = viewOfAssessment(assessment, shown);
  expect(AssessmentView.strict().parse(view)).toEqual(view);
  const { findings, ...said } = view;
  expect(said).toEqual({
    asOf: '2026-05-02',
    modelVersion: '2026.1',
    score: 3,
    rawScore: -4,
    coverage: 0.5,
    ...shown,
  });
  const names = (of: readonly Finding[]) => of.map(({ indicator }) => indicator);
  expect([names(findings.present), names(findings.absent), names(findings.unknown)]).toEqual([
    ['d', 'e', 'b'],
    ['c', 'f'],
    ['a'],
  ]);
  const unknown = { ...shown, level: 'not-enough-known', levelBecause: 'not looked at' } as const;
  expect(viewOfAssessment(assessment, unknown).score).toBeNull();
});
