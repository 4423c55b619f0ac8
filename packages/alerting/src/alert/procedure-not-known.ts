import {
  type EndedEvent,
  eventDay,
  type IsoDate,
  knownDay,
  noticeCodes,
  noticeStanding,
  type ObservedSignal,
  publicationDay,
  type RiskAssessment,
  type SignalOf,
} from '@tocsin/domain';

export const NOT_KNOWN: EndedEvent['family'] = 'procedure-not-known';

/**
 * Headings of notices that are no step inside a procedure of the company: they speak of a person, of a court abroad, or
 * of a partnership. The others of their families are steps, though they say nothing of how the company stands.
 */
const NO_STEPS: ReadonlySet<string> = new Set(
  ([2403, 2404, 2405, 2408, 2451, 2453] as const).map((code) => noticeCodes[code][0].toLowerCase()),
);

/**
 * The first notice of a procedure that does not tell which it is (`Resolutions for winding-up` heads solvent and other
 * ones alike), or of a step inside one whose beginning is not on record: a question for a person, and no sign by itself.
 * Nothing once anything on record says which procedure it is.
 */
export function procedureNotKnown(signals: readonly ObservedSignal[]): readonly EndedEvent[] {
  if (signals.some(({ signal }) => saysWhich(signal))) return [];
  const steps = signals.filter(({ signal }) => isStep(signal));
  const [first] = steps.toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  if (!first) return [];
  return [
    {
      ref: null,
      family: NOT_KNOWN,
      how: 'information',
      days: {
        eventDay: eventDay(first.occurredOn),
        publishedOn: publicationDay(first.evidence),
        seenAt: first.observedAt,
      },
      evidence: steps.map(({ evidence }) => evidence),
    },
  ];
}

function saysWhich(signal: ObservedSignal['signal']): boolean {
  if (signal.kind === 'insolvency-case') return true;
  if (signal.kind !== 'insolvency-notice') return false;
  const standing = noticeStanding[signal.family];
  return (
    signal.family === 'members-voluntary-liquidation' || standing === 'insolvent' || standing === 'distress'
  );
}

function isStep(signal: ObservedSignal['signal']): signal is SignalOf<'insolvency-notice'> {
  if (signal.kind !== 'insolvency-notice' || signal.corrects?.as === 'withdrawn') return false;
  if (signal.family === 'unknown' || signal.family === 'dividend' || signal.family === 'closing') return true;
  return signal.family === 'other' && !NO_STEPS.has(headingOf(signal).toLowerCase());
}

/** A coded notice is what its code says, whatever stands above it. */
function headingOf({ code, heading }: SignalOf<'insolvency-notice'>): string {
  const [, known] = Object.entries(noticeCodes).find(([number]) => number === code) ?? [];
  return known?.[0] ?? heading;
}

/**
 * The first day of what stands on the public record of a supplier: a formal event that is open, a winding-up that is
 * solvent, or a procedure of which nobody says which it is. Null where nothing does.
 */
export function eventSince(
  { formalEvents, endings = [] }: Pick<RiskAssessment, 'formalEvents' | 'endings'>,
  signals: readonly ObservedSignal[],
): IsoDate | null {
  const goingOn = [...endings, ...procedureNotKnown(signals)].filter(({ how }) => how === 'information');
  const days = [
    ...formalEvents.map(({ on }) => on),
    ...goingOn.map(({ days: { eventDay: own, publishedOn } }) => knownDay(own) ?? knownDay(publishedOn)),
  ];
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
