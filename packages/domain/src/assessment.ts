import { z } from 'zod';
import { RiskBand } from './band.ts';
import { Evidence } from './evidence.ts';
import { EventDays } from './event-day.ts';
import { IsoDate, SupplierId } from './ids.ts';

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
  title: z.string(),
  evidence: z.array(Evidence),
});
export type FormalEvent = z.infer<typeof FormalEvent>;

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
  /** The next day on which the passing of time alone changes the answer. */
  reviewOn: IsoDate.nullable(),
});
export type RiskAssessment = z.infer<typeof RiskAssessment>;
