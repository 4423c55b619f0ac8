import {
  Cause,
  eventDay,
  type EventDays,
  type ObservedSignal,
  publicationDay,
  registerStanding,
  type RiskAssessment,
} from '@tocsin/domain';
import { episodeOf, type RaisedCause, type Standing } from './causes.ts';

/**
 * What a council is told of without any sign of distress, because its counterparty will cease to exist or has left the
 * register: a solvent winding-up, a conversion, a transfer. It carries no points and is told once.
 */
export function informationOf(
  signals: readonly ObservedSignal[],
  assessment: Pick<RiskAssessment, 'band' | 'formalEvents'>,
  standing: Standing,
): readonly RaisedCause[] {
  // Once a formal event is open, its own alert says what ends the company, and that is no mere information.
  if (assessment.formalEvents.length > 0) return [];
  const said = [
    { what: 'solvent-winding-up', title: 'Solvent winding-up begun', by: signals.find(isSolvent) },
    { what: 'left-register', ...leftRegister(signals) },
  ];
  return said.flatMap(({ what, title, by }) =>
    title === undefined || by === undefined
      ? []
      : [
          {
            cause: Cause.parse(`information:${what}`),
            kind: 'information' as const,
            title,
            from: standing.band,
            to: assessment.band,
            episode: episodeOf(assessment.band, standing),
            days: daysOf(by),
          },
        ],
  );
}

/** Members' voluntary liquidation, by a notice of The Gazette or a case of the register. */
function isSolvent({ signal }: ObservedSignal): boolean {
  if (signal.kind === 'insolvency-notice') return signal.family === 'members-voluntary-liquidation';
  return signal.kind === 'insolvency-case' && signal.caseType === 'members-voluntary-liquidation';
}

/** Dissolution is a formal event of its own; what else ends an entry is told here. */
function leftRegister(signals: readonly ObservedSignal[]): { title?: string; by?: ObservedSignal } {
  const by = signals.findLast(({ signal }) => signal.kind === 'company-profile');
  if (by?.signal.kind !== 'company-profile') return {};
  const { goneAs } = registerStanding(by.signal);
  if (goneAs === null || by.signal.status === 'dissolved') return {};
  return { title: `No longer on the register as ${goneAs}`, by };
}

function daysOf({ occurredOn, publishedAt, observedAt, evidence, signal }: ObservedSignal): EventDays {
  const ended = signal.kind === 'company-profile' ? signal.dissolvedOn : occurredOn;
  return {
    eventDay: eventDay(ended),
    publishedOn: publicationDay(publishedAt, evidence.retrievedAt),
    seenAt: observedAt,
  };
}
