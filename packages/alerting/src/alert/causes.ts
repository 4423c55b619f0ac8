import {
  atLeast,
  isAtRisk,
  bandWords,
  Cause,
  dayOf,
  eventDay,
  type EventDays,
  type FormalEvent,
  type IsoDate,
  knownDay,
  publicationDay,
  type RiskAssessment,
  type RiskBand,
} from '@tocsin/domain';
import { z } from 'zod';

/**
 * What an alert is about; `ended` tells that the proceeding of an earlier one is over, `no-outcome` that nothing was
 * published after its hearing, `corrected` that what an earlier one told was not so.
 */
export const AlertKind = z.enum([
  'formal',
  'band',
  'award-gate',
  'paid-while-inactive',
  'paid-while-at-risk',
  'information',
  'ended',
  'no-outcome',
  'corrected',
]);
export type AlertKind = z.infer<typeof AlertKind>;

/** The kinds that tell what has become of an earlier alert. */
export const followUpKinds = ['ended', 'no-outcome', 'corrected'] as const satisfies readonly AlertKind[];

/** The kinds that tell of something new. */
export const NewsKind = AlertKind.exclude(followUpKinds);
export type NewsKind = z.infer<typeof NewsKind>;

/** Whether an alert tells of something new, and not of what has become of an earlier one. */
export function isNews(kind: AlertKind): kind is NewsKind {
  return NewsKind.safeParse(kind).success;
}

/** A reason to tell the councils that depend on a supplier. One alert per council, supplier and `cause`, ever. */
export interface RaisedCause {
  readonly cause: Cause;
  readonly kind: NewsKind;
  readonly title: string;
  readonly from: RiskBand | null;
  readonly to: RiskBand;
  readonly episode: number;
  readonly days: EventDays;
}

/** How the supplier stood before: the previous assessment **by the same model version**, with its episode. */
export interface Standing {
  readonly band: RiskBand;
  readonly episode: number;
  /** The formal events that were open then, so that one piece of news is not told twice. Missing = not known. */
  readonly formalEvents?: readonly Pick<FormalEvent, 'ref'>[];
}

/** The episode that an assessment belongs to: a new one begins when the band rises to `elevated` or above from below. */
export function episodeOf(band: RiskBand, previous: Standing | null): number {
  const episode = previous?.episode ?? 0;
  return isAtRisk(band) && !(previous && isAtRisk(previous.band)) ? episode + 1 : episode;
}

/** A spell at `elevated` or above, as it goes on from one assessment to the next. */
export interface Spell {
  readonly episode: number;
  /** The highest band in it that a change of model alone has brought about: nobody is told of that. */
  readonly liftedTo: RiskBand | null;
}

/** How a spell goes on when facts have changed, or when the same facts were judged by another version of the score. */
export function spellOf(
  band: RiskBand,
  previous: (Standing & Spell) | null,
  changed: 'facts' | 'model',
): Spell {
  const episode = episodeOf(band, previous);
  if (!previous || !isAtRisk(band)) return { episode, liftedTo: null };
  const lifted = changed === 'model' && !atLeast(previous.band, band);
  return { episode, liftedTo: lifted ? band : previous.liftedTo };
}

/** What a council that comes to depend on the supplier within a spell knows already: what nobody is told. */
export function untold({ episode, liftedTo }: Spell): Standing {
  const standing = liftedTo ? { band: liftedTo, episode } : { band: 'low' as const, episode: episode - 1 };
  return { ...standing, formalEvents: [] };
}

/**
 * Everything in an assessment that councils must be told: one cause per open formal event, and the band when it has
 * risen to `elevated` or above and no new formal event already tells it. The same assessment gives the same causes
 * again and a level of an episode has one name, so telling twice is prevented by the unique key of the alert.
 */
export function causesOf(assessment: RiskAssessment, previous: Standing | null): readonly RaisedCause[] {
  const episode = episodeOf(assessment.band, previous);
  const change = { from: previous?.band ?? null, to: assessment.band, episode };
  const formal = assessment.formalEvents.map((event) => ({
    ...change,
    cause: formalCause(event),
    kind: 'formal' as const,
    title: event.title,
    days: daysOfEvent(event),
  }));
  return bandIsNews(assessment, previous)
    ? [...formal, { ...bandCause(change), days: ownDays(assessment.asOf) }]
    : formal;
}

/** What is published on the day that it happens. */
const BY_PUBLICATION: ReadonlySet<string> = new Set([
  'winding-up-petition',
  'creditors-decision',
  'strike-off',
]);

/** The days of a formal event; of one that was assessed before they were kept, by what stands with it. */
export function daysOfEvent({ days, family, on, evidence }: FormalEvent): EventDays {
  const [first] = evidence;
  if (days) return days;
  if (!first) return ownDays(null);
  const published = knownDay(publicationDay(first));
  const looked = on === published || on === dayOf(first.retrievedAt);
  const own = !looked || (published !== null && BY_PUBLICATION.has(family));
  return {
    eventDay: eventDay(own ? on : null),
    publishedOn: eventDay(published),
    seenAt: first.retrievedAt,
  };
}

/** An event that is our own: a band that rose on the day of the assessment. */
export function ownDays(on: IsoDate | null): EventDays {
  return { eventDay: eventDay(on), publishedOn: eventDay(null), seenAt: null };
}

/** The cause of a formal event's alert. */
export function formalCause(event: Pick<FormalEvent, 'ref'>): Cause {
  return Cause.parse(`formal:${event.ref}`);
}

function bandIsNews({ band, formalEvents }: RiskAssessment, previous: Standing | null): boolean {
  if (!isAtRisk(band) || (previous && atLeast(previous.band, band))) return false;
  if (!previous) return formalEvents.length === 0;
  if (!previous.formalEvents) return band !== 'insolvent' || formalEvents.length === 0;
  const known = new Set(previous.formalEvents.map((event) => event.ref));
  return formalEvents.every((event) => known.has(event.ref));
}

function bandCause(change: Pick<RaisedCause, 'from' | 'to' | 'episode'>): Omit<RaisedCause, 'days'> {
  return {
    ...change,
    cause: Cause.parse(`band:${change.to}:${change.episode}`),
    kind: 'band',
    title: change.to === 'insolvent' ? bandWords.insolvent : `Risk band raised to ${change.to}`,
  };
}
