import { BaseRate, GssCode, IsoDate, Pence, RiskAssessment } from '@tocsin/domain';
import { ExposureView } from '@tocsin/exposure';
import { z } from 'zod';
import { AlertView } from './alert-view.ts';

/** Other councils with exposure by public record. What private registers hold is told in quarterly releases alone. */
export const OthersExposed = z.object({
  publicCount: z.int(),
  publicNames: z.array(z.string()).readonly().optional(),
});
export type OthersExposed = z.infer<typeof OthersExposed>;

/** Everything that an alert says to one council. What is null or missing is said to be unknown, never left out silently. */
export const AlertFacts = z
  .object({
    alert: AlertView.pick({
      id: true,
      cause: true,
      kind: true,
      title: true,
      from: true,
      to: true,
      levelBecause: true,
      eventDay: true,
      publishedOn: true,
      seenAt: true,
    }),
    assessment: RiskAssessment,
    /** The assessment before this one; null when this is the first. */
    previous: z.object({ score: z.int(), modelVersion: z.string() }).nullable(),
    /** For a petition: the hearing and the petitioner, the latter only where it is a company or a public body. */
    petition: z
      .object({
        hearing: z.object({ on: IsoDate.nullable(), court: z.string().nullable() }).nullable(),
        petitioner: z.string().nullable(),
      })
      .nullable()
      .optional(),
    /** How the event stands on the day on which this is read, in a sentence; null where nothing but its end is awaited. */
    stands: z.string().nullable().optional(),
    supplier: z.object({
      name: z.string(),
      number: z.string().nullable(),
      /** How the printed name was tied to this legal person, in a sentence. */
      matched: z.string(),
    }),
    council: z.object({
      code: GssCode,
      name: z.string(),
      /** From what on its key decisions begin, where it has set that itself. */
      keyDecisionFrom: Pence.optional(),
    }),
    exposure: ExposureView,
    othersExposed: OthersExposed,
    baseRate: BaseRate.nullable(),
    /** What could not be looked at or is not published, in sentences. */
    unknowns: z.array(z.string()).readonly(),
    /** The moment up to which the public record has been read. */
    dataDate: IsoDate,
    links: z.object({ alert: z.string(), supplier: z.string(), mistake: z.string().optional() }),
    /** Printed above everything where the record is replayed. */
    sampleBanner: z.string().optional(),
  })
  .readonly();
export type AlertFacts = z.infer<typeof AlertFacts>;

/** What was wrong in an alert that was sent, and what is right. */
export interface Correction {
  readonly wrong: string;
  readonly right: string;
  readonly originallySentOn: IsoDate;
  /** Something of what the alert told is so: it follows as it should read. */
  readonly stands: boolean;
}
