import {
  Cause,
  type EndedEvent,
  eventDay,
  EventDays,
  Evidence,
  type ObservedSignal,
  publicationDay,
  registerStanding,
  type RiskAssessment,
  type SignalOf,
} from '@tocsin/domain';
import { z } from 'zod';
import { episodeOf, type RaisedCause, type Standing } from './causes.ts';
import { familyOf, toldFirst } from '../told/follow-ups.ts';
import { playbookOf } from '../playbooks/playbooks.ts';
import { NOT_KNOWN, procedureNotKnown } from './procedure-not-known.ts';

const TITLES: Readonly<Record<string, string>> = {
  'solvent-winding-up': 'Solvent winding-up begun',
  'voluntary-strike-off': 'Strike-off at the company’s own request',
  [NOT_KNOWN]: 'Notice of a procedure whose kind is not known',
};

/**
 * What a council is told of without any sign of distress, because its counterparty will cease to exist or has left the
 * register: a solvent winding-up, a voluntary strike-off, a conversion, a transfer; or because a notice leaves open which
 * procedure it is of. It carries no points and is told once.
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
  const open = { endings: [...(assessment.endings ?? []), ...procedureNotKnown(signals)] };
  const going = informationIn(open).map(({ family, days }) =>
    causeOf(family, TITLES[family] ?? 'The company will cease to exist', days),
  );
  return [...going, ...leftRegister(signals).map(({ title, days }) => causeOf('left-register', title, days))];
}

/** What goes on of the company without any sign of distress, the newest of each kind. */
function informationIn({ endings = [] }: Pick<RiskAssessment, 'endings'>): readonly EndedEvent[] {
  const going = endings.filter(({ how }) => how === 'information');
  return [...new Map(going.map((one) => [one.family, one])).values()];
}

/** What goes on of the company without any sign of distress, as its page says it: nothing where a formal event is open. */
export function informationToday(
  assessment: Pick<RiskAssessment, 'formalEvents' | 'endings' | 'band'>,
  signals: readonly ObservedSignal[],
): readonly InformationToday[] {
  const standing = { band: assessment.band, episode: 0 };
  const withOwn = withEntry(assessment, signals);
  return informationOf(signals, assessment, standing).map(({ cause, kind, title, days }) => ({
    title,
    ...days,
    meaning: meaningOf(cause),
    evidence: [...(informationBehind({ alert: { kind, cause }, assessment: withOwn })?.evidence ?? [])],
  }));
}

/** One thing that ends a company without any sign of distress, with its days and where it can be read. */
export const InformationToday = z.object({
  title: z.string(),
  ...EventDays.shape,
  /** What it is and is not. */
  meaning: z.string(),
  evidence: z.array(Evidence),
});
export type InformationToday = z.infer<typeof InformationToday>;

function meaningOf(cause: string): string {
  const { is, isNot } = playbookOf('information', familyOf(cause));
  return `${is} ${isNot}`;
}

/** Whether a council had been told of the same of this company by an assessment of before. */
export function isInformationIn(cause: string, assessment: Pick<RiskAssessment, 'endings'>): boolean {
  return informationIn(assessment).some(({ family }) => family === familyOf(cause));
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

const LEFT: EndedEvent['family'] = 'left-register';

/**
 * What became of the company's own entry is no proceeding, nor is a notice that leaves open which procedure it is of: no
 * assessment tells of them, the publisher's own words do.
 */
export function standsByEntry(cause: string): boolean {
  return familyOf(cause) === LEFT || familyOf(cause) === NOT_KNOWN;
}

/**
 * That a company left the register otherwise than by dissolution, as far as that goes on (`information`), or how it is
 * over: the register shows it again, or as dissolved. Nothing of a company that never left. What an entry says that we do
 * not understand ends nothing.
 */
export function entryEndings(signals: readonly ObservedSignal[]): readonly EndedEvent[] {
  const entries = signals.flatMap((seen) =>
    seen.signal.kind === 'company-profile' ? [{ seen, profile: seen.signal }] : [],
  );
  const at = entries.findLastIndex(({ profile }) => goneOtherwise(profile) !== null);
  const left = entries[at];
  if (!left) return [];
  const after = entries
    .slice(at + 1)
    .find(({ profile }) => registerStanding(profile).notUnderstood.length === 0);
  const of = ({ seen, profile }: typeof left, how: EndedEvent['how']): readonly EndedEvent[] => [
    {
      ref: null,
      family: LEFT,
      how,
      days: {
        eventDay: eventDay(profile.dissolvedOn),
        publishedOn: publicationDay(seen.evidence),
        seenAt: seen.observedAt,
      },
      evidence: [seen.evidence],
    },
  ];
  if (!after) return of(left, 'information');
  return of(after, after.profile.status === 'dissolved' ? 'dissolved' : 'restored');
}

/** An assessment, with what became of the company's entry and the notices that leave open which procedure they are of. */
export function withEntry<A extends Pick<RiskAssessment, 'endings'>>(
  assessment: A,
  signals: readonly ObservedSignal[],
): A {
  return {
    ...assessment,
    endings: [...(assessment.endings ?? []), ...entryEndings(signals), ...procedureNotKnown(signals)],
  };
}

/** Dissolution is a formal event of its own; what else ends an entry is told as information. */
function goneOtherwise(profile: SignalOf<'company-profile'>): string | null {
  return profile.status === 'dissolved' ? null : registerStanding(profile).goneAs;
}

function leftRegister(
  signals: readonly ObservedSignal[],
): readonly { readonly title: string; readonly days: EventDays }[] {
  const by = signals.findLast(({ signal }) => signal.kind === 'company-profile');
  const goneAs = by?.signal.kind === 'company-profile' ? goneOtherwise(by.signal) : null;
  const [left] = entryEndings(signals);
  return goneAs !== null && left
    ? [{ title: `No longer on the register as ${goneAs}`, days: left.days }]
    : [];
}
