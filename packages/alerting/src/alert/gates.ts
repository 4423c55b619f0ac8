import {
  isAtRisk,
  Cause,
  type IsoDate,
  type RiskAssessment,
  type RiskBand,
  type StrikeOffKind,
} from '@tocsin/domain';
import { episodeOf, ownDays, type AlertKind, type RaisedCause, type Standing } from './causes.ts';

/** How a company stands on the register when it does not trade as a living company. */
export interface Inactivity {
  readonly status: 'dormant' | 'dissolved' | 'strike-off';
  /** Since when the register says so: the balance date of dormant accounts, the day of dissolution or of the notice. */
  readonly since: IsoDate;
  /** Payments after this day are payments while it stood so: a year earlier for dormant accounts. */
  readonly paidFrom: IsoDate;
  /** Of a strike-off: whose act it is, where the filings tell. */
  readonly kind?: StrikeOffKind;
}

const INACTIVE_WORDS: Readonly<Record<Inactivity['status'], string>> = {
  dormant: 'a company that files dormant accounts',
  dissolved: 'a dissolved company',
  'strike-off': 'a company in strike-off (whose act it is, is not known)',
};
const STRIKE_OFF_WORDS: Readonly<Record<StrikeOffKind, string>> = {
  voluntary: 'a company that has asked to be struck off',
  compulsory: 'a company that the registrar proposes to strike off',
};

function inactiveWords({ status, kind }: Inactivity): string {
  return kind ? STRIKE_OFF_WORDS[kind] : INACTIVE_WORDS[status];
}

/** A live tender or a new award of the council, by its published reference. */
export interface Procurement {
  readonly ref: string;
  readonly stage: 'tender' | 'award';
  /** The day of the award; null = not given, or not yet. */
  readonly on: IsoDate | null;
}

/**
 * The award gate: a procurement meets a supplier at `elevated` or worse, or one that is dormant, dissolved or being
 * struck off. One alert per procurement. Null when there is nothing to say.
 */
export function awardGate(
  procurement: Procurement,
  assessment: RiskAssessment,
  inactivity: Inactivity | null,
  standing: Standing,
): RaisedCause | null {
  if (!isAtRisk(assessment.band) && !inactivity) return null;
  const supplier = inactivity ? inactiveWords(inactivity) : 'a supplier at risk';
  return {
    cause: Cause.parse(`award-gate:${procurement.ref}`),
    kind: 'award-gate',
    title: `${procurement.stage === 'award' ? 'Award to' : 'Tender with'} ${supplier}`,
    from: standing.band,
    to: assessment.band,
    episode: episodeOf(assessment.band, standing),
    days: ownDays(procurement.on),
  };
}

/**
 * Paid while inactive: a payment was made when the register shows the company as dormant, dissolved or being struck
 * off. One alert per such spell, however many payments follow. Null for payments before it began.
 */
export function paidWhileInactive(
  paidOn: IsoDate,
  inactivity: Inactivity,
  assessment: RiskAssessment,
  standing: Standing,
): RaisedCause | null {
  if (paidOn <= inactivity.paidFrom) return null;
  return {
    cause: Cause.parse(`paid-while-inactive:${inactivity.status}:${inactivity.since}`),
    kind: 'paid-while-inactive',
    title: `Payment to ${inactiveWords(inactivity)}`,
    from: standing.band,
    to: assessment.band,
    episode: episodeOf(assessment.band, standing),
    days: ownDays(paidOn),
  };
}

/**
 * Paid while at risk: a payment was made after the supplier came to stand at `elevated` or worse. One alert per episode,
 * however many payments follow. Null for payments up to that day, and for a supplier that is not at risk.
 */
export function paidWhileAtRisk(
  paidOn: IsoDate,
  since: IsoDate,
  assessment: RiskAssessment,
  standing: Standing,
): RaisedCause | null {
  if (!isAtRisk(assessment.band) || paidOn <= since) return null;
  return {
    cause: Cause.parse(`paid-while-at-risk:${standing.episode}`),
    kind: 'paid-while-at-risk',
    title: 'Payment to a supplier at risk',
    from: standing.band,
    to: assessment.band,
    episode: standing.episode,
    days: ownDays(paidOn),
  };
}

/**
 * Whether the councils' own alerts tell a cause already. A spell of inactivity may turn out to have begun earlier than
 * was known when it was told: it is the same spell, and is not told again.
 */
export function isTold({ cause, kind }: RaisedCause, sent: readonly string[]): boolean {
  if (kind !== 'paid-while-inactive') return sent.includes(cause);
  const spell = cause.slice(0, cause.lastIndexOf(':') + 1);
  return sent.some((told) => told.startsWith(spell) && told >= cause);
}

const GATES: ReadonlySet<AlertKind> = new Set<AlertKind>([
  'award-gate',
  'paid-while-inactive',
  'paid-while-at-risk',
  'information',
]);

/**
 * The level whose recipients are told of an alert: its band, and never below `elevated` for a gate. A dormant company
 * scores low, and that it was paid is the news.
 */
export function levelToTell(kind: AlertKind, band: RiskBand): RiskBand {
  return GATES.has(kind) && !isAtRisk(band) ? 'elevated' : band;
}
