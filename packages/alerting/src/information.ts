import {
  Cause,
  type EndedEvent,
  eventDay,
  type EventDays,
  type ObservedSignal,
  publicationDay,
  registerStanding,
  type RiskAssessment,
} from '@tocsin/domain';
import { episodeOf, type RaisedCause, type Standing } from './causes.ts';
import { familyOf, toldFirst } from './follow-ups.ts';

const TITLES: Readonly<Record<string, string>> = {
  'solvent-winding-up': 'Solvent winding-up begun',
  'voluntary-strike-off': 'Strike-off at the company’s own request',
};

/**
 * What a council is told of without any sign of distress, because its counterparty will cease to exist or has left the
 * register: a solvent winding-up, a voluntary strike-off, a conversion, a transfer. It carries no points and is told once.
 */
export function informationOf(
  signals: readonly ObservedSignal[],
  assessment: Pick<RiskAssessment, 'band' | 'formalEvents' | 'endings'>,
  standing: Standing,
): readonly RaisedCause[] {
  // Once a formal event is open, its own alert says what ends the company, and that is no mere information.
  if (assessment.formalEvents.length > 0) return [];
  const causeOf = (what: string, title: string, days: EventDays): RaisedCause => ({
    cause: Cause.parse(`information:${what}`),
    kind: 'information',
    title,
    from: standing.band,
    to: assessment.band,
    episode: episodeOf(assessment.band, standing),
    days,
  });
  const going = informationIn(assessment).map(({ family, days }) =>
    causeOf(family, TITLES[family] ?? 'The company will cease to exist', days),
  );
  return [...going, ...leftRegister(signals).map(({ title, days }) => causeOf('left-register', title, days))];
}

/** What goes on of the company without any sign of distress, the newest of each kind. */
function informationIn({ endings = [] }: Pick<RiskAssessment, 'endings'>): readonly EndedEvent[] {
  const going = endings.filter(({ how }) => how === 'information');
  return [...new Map(going.map((one) => [one.family, one])).values()];
}

/** What an alert of information rests on; null for any other, and where it stands on the record no longer. */
export function informationBehind({
  alert,
  assessment,
}: {
  readonly alert: { readonly kind: string; readonly cause: string };
  readonly assessment: Pick<RiskAssessment, 'endings'>;
}): EndedEvent | null {
  if (alert.kind !== 'information') return null;
  return informationIn(assessment).find(({ family }) => family === familyOf(alert.cause)) ?? null;
}

/** The cause under which a council is told of it: where an earlier one has ended, the next of its kind. */
export function informationAgain(raised: RaisedCause, sent: readonly string[]): RaisedCause {
  if (raised.kind !== 'information') return raised;
  const over = sent.filter((cause) => cause.endsWith(':ended') && isOfKind(toldFirst(cause), raised.cause));
  return over.length === 0 ? raised : { ...raised, cause: Cause.parse(`${raised.cause}:${over.length + 1}`) };
}

function isOfKind(cause: string, plain: string): boolean {
  return cause === plain || cause.startsWith(`${plain}:`);
}

/** Dissolution is a formal event of its own; what else ends an entry is told here. */
function leftRegister(
  signals: readonly ObservedSignal[],
): readonly { readonly title: string; readonly days: EventDays }[] {
  const by = signals.findLast(({ signal }) => signal.kind === 'company-profile');
  if (by?.signal.kind !== 'company-profile') return [];
  const { goneAs } = registerStanding(by.signal);
  if (goneAs === null || by.signal.status === 'dissolved') return [];
  const days = {
    eventDay: eventDay(by.signal.dissolvedOn),
    publishedOn: publicationDay(by.publishedAt, by.evidence.retrievedAt),
    seenAt: by.observedAt,
  };
  return [{ title: `No longer on the register as ${goneAs}`, days }];
}
