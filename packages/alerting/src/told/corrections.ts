import { atLeast, Cause, isAtRisk, type Evidence, type RiskAssessment, type RiskBand } from '@tocsin/domain';
import type { AlertKind } from '../alert/causes.ts';
import { openEvent, toldEvent } from './follow-ups.ts';

/** An alert that was sent, as far as it decides whether a corrected fact bears on it. */
interface ToldAlert {
  readonly cause: string;
  readonly kind: AlertKind;
  readonly title: string;
  readonly to: RiskBand;
}

type Grounds = Pick<RiskAssessment, 'formalEvents' | 'findings'>;

/** Whether what an alert told rests on a piece of evidence: that of its own event, or, of an estimate, of any finding. */
export function restsOn(alert: Pick<ToldAlert, 'cause' | 'kind'>, judged: Grounds, fact: Evidence): boolean {
  const event = toldEvent(alert, judged.formalEvents);
  if (event) return cites(event.evidence, fact);
  return judged.findings.some(({ outcome, evidence }) => outcome === 'present' && cites(evidence, fact));
}

/** One document may say several things: they are told apart by what is quoted of it. */
function cites(evidence: readonly Evidence[], fact: Evidence): boolean {
  return evidence.some(
    ({ source, url, sha256, quote }) =>
      source === fact.source && url === fact.url && sha256 === fact.sha256 && quote === fact.quote,
  );
}

/** How an alert is corrected: once a decision, by an alert of its own, in the thread of the first. */
export interface CorrectionTold {
  readonly cause: Cause;
  readonly title: string;
  /** The first alert has no reason left. */
  readonly supersedes: boolean;
}

/** The correction of an alert by a decision, where its supplier stands by now as `standing` says. */
export function correctionOf(
  alert: ToldAlert,
  decisionId: string,
  standing: Pick<RiskAssessment, 'band' | 'formalEvents'>,
): CorrectionTold {
  const { cause, title } = alert;
  return {
    cause: Cause.parse(`${cause}:corrected:${decisionId}`),
    title: `Correction: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    supersedes: !stillTrue(alert, standing),
  };
}

/** Whether what an alert told is so by how its supplier stands now. */
export function stillTrue(
  { cause, kind, to }: Omit<ToldAlert, 'title'>,
  { band, formalEvents }: Pick<RiskAssessment, 'band' | 'formalEvents'>,
): boolean {
  switch (kind) {
    case 'formal':
    case 'information':
    case 'ended':
    case 'no-outcome':
    case 'corrected':
      return openEvent(cause, formalEvents) !== null;
    case 'band':
      return atLeast(band, to);
    case 'award-gate':
    case 'paid-while-at-risk':
    case 'paid-while-inactive':
      return isAtRisk(band);
  }
}

/** By which decision an alert corrects another one; null where it does not. */
export function decisionOf(cause: string): string | null {
  return /:corrected:(\d+)$/.exec(cause)?.[1] ?? null;
}
