import { z } from 'zod';
import { RiskBand } from './band.ts';
import { Evidence } from './evidence.ts';
import { EventDays } from './event-day.ts';
import { IsoDate, SupplierId } from './ids.ts';
import { EventLife } from './life.ts';

/** One question's answer on one day, with the sentence a person reads. Unknown is never fine and never bad. */
export const Finding = z.object({
  indicator: z.string(),
  outcome: z.enum(['present', 'absent', 'unknown']),
  /** Integer; negative is relief; 0 unless present. */
  points: z.int(),
  because: z.string(),
  evidence: z.array(Evidence),
});
export type Finding = z.infer<typeof Finding>;

/** A formal proceeding that is open on the public record: a fact, not an estimate. */
export const FormalEvent = z.object({
  /** Stable reference of the case or notice: two publishers' words for one proceeding share it where they can. */
  ref: z.string(),
  family: z.string(),
  /** The day by which it had begun, for order and age; what is printed is `days`. */
  on: IsoDate,
  /** Missing in what was assessed before these were kept. */
  days: EventDays.optional(),
  /** Missing where nothing but its end is awaited, and in what was assessed before lives were kept. */
  life: EventLife.optional(),
  title: z.string(),
  evidence: z.array(Evidence),
});
export type FormalEvent = z.infer<typeof FormalEvent>;

/**
 * How a proceeding came off the record of what is open. `information` is over only as a sign of distress: a solvent
 * winding-up or a voluntary strike-off that goes on, and is told without points.
 */
export const HowEnded = z.enum([
  'dismissed',
  'withdrawn',
  'discontinued',
  'ended',
  'register-active',
  'dissolved',
  'restored',
  'never-published',
  'taken-back',
  'information',
]);
export type HowEnded = z.infer<typeof HowEnded>;

/** A proceeding that is over, whose outcome was never published, or that is information only. */
export const EndedEvent = z.object({
  /** As its formal event's; null for an end of which no beginning stands on the record any longer. */
  ref: z.string().nullable(),
  family: z.string(),
  how: HowEnded,
  /** The days of the end; of information those of its beginning. */
  days: EventDays,
  /** Where that can be read. */
  evidence: z.array(Evidence),
  /** For one whose outcome was never published: a council that knows of a later hearing counts from that. */
  life: EventLife.optional(),
});
export type EndedEvent = z.infer<typeof EndedEvent>;

export const RiskAssessment = z.object({
  supplierId: SupplierId,
  modelVersion: z.string(),
  asOf: IsoDate,
  band: RiskBand,
  /** The band without findings about the group: what contagion reads. */
  ownBand: RiskBand,
  /** 0–100, the sum of the points shown, clamped. */
  score: z.int().min(0).max(100),
  rawScore: z.int(),
  /** Share of the model's indicators that could be judged, 0–1. */
  coverage: z.number().min(0).max(1),
  findings: z.array(Finding),
  /** Formal events and petitions worth an alert of their own, newest first. */
  formalEvents: z.array(FormalEvent),
  /** Proceedings that are over. Missing in what was assessed before they were kept. */
  endings: z.array(EndedEvent).optional(),
  /** The next day on which the passing of time alone changes the answer. */
  reviewOn: IsoDate.nullable(),
});
export type RiskAssessment = z.infer<typeof RiskAssessment>;
