import { Finding, RiskAssessment, RiskLevel, scoreShown } from '@tocsin/domain';
import { z } from 'zod';

const Findings = z.array(Finding);

/** What the pages of a supplier and of an alert, and the API, say of one assessment. */
export const AssessmentView = RiskAssessment.pick({
  asOf: true,
  modelVersion: true,
  rawScore: true,
  coverage: true,
}).extend({
  /** Null where not enough is known for one. */
  score: z.int().nullable(),
  /** What is shown of it, and why that is not Low where nothing stands against the supplier. */
  level: RiskLevel,
  levelBecause: z.string().nullable(),
  /** The level before it; null when it was the first. */
  levelBefore: RiskLevel.nullable(),
  /** Present ones by what they weigh, relief included. */
  findings: z.object({ present: Findings, absent: Findings, unknown: Findings }),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

/** An assessment with its findings by outcome, and the levels that are shown of it and of the one before. */
export function viewOfAssessment(
  assessment: RiskAssessment,
  shown: Pick<AssessmentView, 'level' | 'levelBecause' | 'levelBefore'>,
): AssessmentView {
  const { asOf, modelVersion, score, rawScore, coverage } = assessment;
  const of = (outcome: Finding['outcome']) => assessment.findings.filter((one) => one.outcome === outcome);
  return {
    asOf,
    modelVersion,
    score: scoreShown(score, shown.level),
    rawScore,
    coverage,
    ...shown,
    findings: {
      present: of('present').toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
      absent: of('absent'),
      unknown: of('unknown'),
    },
  };
}
