import { Finding, RiskAssessment, RiskBand } from '@tocsin/domain';
import { z } from 'zod';

const Findings = z.array(Finding);

/** What the pages of a supplier and of an alert, and the API, say of one assessment. */
export const AssessmentView = RiskAssessment.pick({
  asOf: true,
  modelVersion: true,
  band: true,
  score: true,
  rawScore: true,
  coverage: true,
}).extend({
  /** The band of the assessment before it; null when it was the first. */
  bandBefore: RiskBand.nullable(),
  /** Present ones by what they weigh, relief included. */
  findings: z.object({ present: Findings, absent: Findings, unknown: Findings }),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

/** An assessment with its findings by outcome. */
export function viewOfAssessment(assessment: RiskAssessment, bandBefore: RiskBand | null): AssessmentView {
  const { asOf, modelVersion, band, score, rawScore, coverage } = assessment;
  const of = (outcome: Finding['outcome']) => assessment.findings.filter((one) => one.outcome === outcome);
  return {
    asOf,
    modelVersion,
    band,
    score,
    rawScore,
    coverage,
    bandBefore,
    findings: {
      present: of('present').toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
      absent: of('absent'),
      unknown: of('unknown'),
    },
  };
}
