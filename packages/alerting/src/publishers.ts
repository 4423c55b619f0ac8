import type { Evidence, RiskAssessment } from '@tocsin/domain';

/** The assessment with publishers' names in its evidence where our ids of their feeds stood; unknown ids stay. */
export function namePublishers(
  assessment: RiskAssessment,
  names: Readonly<Record<string, string>>,
): RiskAssessment {
  const named = (evidence: readonly Evidence[]) => evidence.map((one) => nameOf(one, names));
  return {
    ...assessment,
    findings: assessment.findings.map((finding) => ({ ...finding, evidence: named(finding.evidence) })),
    formalEvents: assessment.formalEvents.map((event) => ({ ...event, evidence: named(event.evidence) })),
  };
}

function nameOf(evidence: Evidence, names: Readonly<Record<string, string>>): Evidence {
  return { ...evidence, source: names[evidence.source] ?? evidence.source };
}
