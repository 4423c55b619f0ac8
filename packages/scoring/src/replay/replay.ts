import {
  atLeast,
  addDays,
  dayOf,
  daysBetween,
  type IsoDate,
  type ObservedSignal,
  type RiskAssessment,
  type RiskBand,
  SupplierId,
} from '@tocsin/domain';
import { assess } from '../assess.ts';
import { foldSignals } from '../facts.ts';
import { model, type Model } from '../model.ts';
import type { Case } from './cases.ts';
import { caseSignals } from './case-signals.ts';
import { hindsightModel } from './hindsight-model.ts';
import { lastDayOf } from './partial-date.ts';

/** The score on a day on which it changed: what a chart of the case draws. */
export interface ReplayStep {
  readonly on: IsoDate;
  readonly band: RiskBand;
  readonly score: number;
}

/** A case seen through one set of eyes, day by day, never knowing more than had been published. */
export interface Track {
  /** How many dated signals there were to see. */
  readonly signals: number;
  readonly firstWatch: IsoDate | null;
  readonly firstElevated: IsoDate | null;
  readonly firstSevere: IsoDate | null;
  readonly insolventOn: IsoDate | null;
  /** Days from the first alert (`elevated` or above) to the formal event or outcome; null = there was none. */
  readonly daysWarning: number | null;
  /** The findings that the first alert rested on; else those of the highest score. */
  readonly restedOn: readonly string[];
  readonly steps: readonly ReplayStep[];
}

export type ReplayVerdict = 'warned' | 'missed' | 'false alarm' | 'stayed below elevated' | 'no evidence';

export interface ReplayedCase {
  readonly id: string;
  readonly name: string;
  readonly outcome: 'failed' | 'survived';
  readonly outcomeOn: IsoDate | null;
  /** Only what a connector of ours can take in: the column that counts. */
  readonly ingestible: Track;
  readonly verdict: ReplayVerdict;
  /** All the public record, press included: hindsight. */
  readonly allRecord: Track;
  readonly hindsightVerdict: ReplayVerdict;
  readonly undated: readonly string[];
}

/** A survivor is watched for two years after the last event: long enough for every signal to fade. */
const WATCH_ON_DAYS = 730;

/**
 * Runs the score over one case. Without dated evidence the verdict is `no evidence`, never "correctly low"; a failure
 * on record of which connectors would have seen nothing is a miss.
 */
export function replayCase(whole: Case): ReplayedCase {
  const { signals, undated } = caseSignals(whole);
  const outcomeOn = whole.outcome_date ? lastDayOf(whole.outcome_date) : null;
  const track = (seen: readonly { signal: ObservedSignal }[], by: Model) =>
    follow(
      whole,
      seen.map((s) => s.signal),
      by,
      outcomeOn,
    );
  const ingestible = track(
    signals.filter((s) => s.ingestible),
    model,
  );
  const allRecord = track(signals, hindsightModel);
  return {
    id: whole.id,
    name: whole.name,
    outcome: whole.outcome,
    outcomeOn,
    ingestible,
    verdict: verdictOn(whole, ingestible),
    allRecord,
    hindsightVerdict: verdictOn(whole, allRecord),
    undated: undated.map((event) => `${event.date} ${event.type}`),
  };
}

function follow(
  whole: Case,
  signals: readonly ObservedSignal[],
  by: Model,
  outcomeOn: IsoDate | null,
): Track {
  const facts = foldSignals({}, signals);
  const assessments: RiskAssessment[] = [];
  const days = [...new Set(signals.map((s) => dayOf(s.publishedAt)))].sort();
  const watchedTo = addDays(days.at(-1) ?? NEVER, WATCH_ON_DAYS);
  const end = whole.outcome === 'failed' ? (outcomeOn ?? watchedTo) : watchedTo;
  let day = days[0];
  while (day !== undefined && day <= end) {
    const previousBand = assessments.at(-1)?.band ?? null;
    const assessment = assess(facts, { supplierId: CASE, asOf: day, previousBand }, by);
    assessments.push(assessment);
    // Between a publication and the day on which time alone changes the answer every day is like the one before.
    const published = days.find((d) => d > assessment.asOf) ?? NEVER;
    const due = assessment.reviewOn ?? NEVER;
    day = published < due ? published : due;
  }
  return toTrack(signals.length, assessments, whole.outcome === 'failed' ? outcomeOn : null);
}

const CASE = SupplierId.parse('0');
const NEVER = '9000-01-01';

function toTrack(signals: number, assessments: readonly RiskAssessment[], outcomeOn: IsoDate | null): Track {
  const first = (band: RiskBand) => assessments.find((a) => atLeast(a.band, band));
  const insolventOn = first('insolvent')?.asOf ?? null;
  const alert = first('elevated');
  const end = insolventOn ?? outcomeOn;
  const highest = assessments.toSorted((a, b) => b.score - a.score)[0];
  const told = alert ?? highest;
  return {
    signals,
    firstWatch: first('watch')?.asOf ?? null,
    firstElevated: alert?.asOf ?? null,
    firstSevere: first('severe')?.asOf ?? null,
    insolventOn,
    daysWarning: alert && end && alert.asOf <= end ? daysBetween(alert.asOf, end) : null,
    restedOn: told?.findings.filter((f) => f.points !== 0).map((f) => `${f.indicator} ${f.points}`) ?? [],
    steps: assessments.map(({ asOf, band, score }) => ({ on: asOf, band, score })),
  };
}

function verdictOn(whole: Case, track: Track): ReplayVerdict {
  if (whole.events.length === 0) return 'no evidence';
  if (whole.outcome === 'failed') return (track.daysWarning ?? 0) > 0 ? 'warned' : 'missed';
  if (track.signals === 0) return 'no evidence';
  return track.firstElevated ? 'false alarm' : 'stayed below elevated';
}

/** The line of a case in the JSON that `replay` ends with: what connectors could ingest, nothing else. */
export function replaySummary({ id, outcome, ingestible }: ReplayedCase) {
  const { firstWatch, firstElevated, firstSevere, insolventOn, daysWarning } = ingestible;
  return { id, outcome, firstWatch, firstElevated, firstSevere, insolventOn, daysWarning };
}

export const replayHeading = [
  'case',
  'outcome',
  'seen by',
  'signals',
  'watch',
  'elevated',
  'severe',
  'formal event',
  'days of warning',
  'verdict',
  'rested on',
];

/** Two lines a case: what connectors can ingest, then all the public record. */
export function replayLines(cases: readonly ReplayedCase[]): string[][] {
  return cases.flatMap((c) => [
    trackLine(c, 'connectors', c.ingestible, c.verdict),
    trackLine(c, 'hindsight', c.allRecord, c.hindsightVerdict),
  ]);
}

function trackLine(c: ReplayedCase, eyes: string, track: Track, verdict: ReplayVerdict): string[] {
  const outcome = c.outcomeOn ? `${c.outcome} ${c.outcomeOn}` : c.outcome;
  const dates = [track.firstWatch, track.firstElevated, track.firstSevere, track.insolventOn].map(
    (d) => d ?? '–',
  );
  const days = track.daysWarning === null ? '–' : String(track.daysWarning);
  return [
    c.id,
    outcome,
    eyes,
    String(track.signals),
    ...dates,
    days,
    verdict,
    track.restedOn.join(', ') || '–',
  ];
}
