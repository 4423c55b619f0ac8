import type { Evidence, RiskAssessment } from '@tocsin/domain';

/** The assessment with the names of sources in its evidence where their ids stood: of findings, events and endings alike. */
export function nameSources(
  assessment: RiskAssessment,
  nameOf: (sourceId: string) => string,
): RiskAssessment {
  const named = <T extends { readonly evidence: readonly Evidence[] }>(one: T) => ({
    ...one,
    evidence: one.evidence.map((piece) => ({ ...piece, source: nameOf(piece.source) })),
  });
  return {
    ...assessment,
    findings: assessment.findings.map(named),
    formalEvents: assessment.formalEvents.map(named),
    ...(assessment.endings && { endings: assessment.endings.map(named) }),
  };
}
