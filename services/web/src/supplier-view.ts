import { InformationToday } from '@tocsin/alerting';
import { IsoDate, RiskLevel, Signal } from '@tocsin/domain';
import { NamedSupplier, CouncilPaid } from '@tocsin/exposure';
import { AssessmentView, CareSign } from '@tocsin/scoring';
import { z } from 'zod';

/** What the supplier's page and the API say of one supplier to everybody on one day: public record only. */
export const SupplierView = z.object({
  asOf: IsoDate,
  supplier: NamedSupplier.extend({
    id: z.string(),
    key: z.string(),
    previousNames: z.array(z.string()).readonly(),
    /** As the register of companies words it. */
    status: z.string().nullable(),
    postcode: z.string().nullable(),
    /** Why Low is not shown of it where nothing stands against it. */
    levelBecause: z.string().nullable(),
    score: z.int().nullable(),
    /** The day of the assessment that gave it its level; null while nobody has assessed it. */
    assessedFor: IsoDate.nullable(),
  }).readonly(),
  assessment: AssessmentView.nullable(),
  /** What publishers say of it that is not understood, each within a sentence: questions for a person. */
  questions: z.array(z.string()).readonly(),
  /** Why the companies register does not tell how it stands, in a sentence: gone, never on it, or held by another; else null. */
  gone: z.string().nullable(),
  /** One line a day that it was assessed for, oldest first. */
  history: z.array(
    z.object({
      asOf: IsoDate,
      level: RiskLevel,
      levelBecause: z.string().nullable(),
      /** Null where not enough was known for one. */
      score: z.int().nullable(),
      coverage: z.number(),
      modelVersion: z.string(),
    }),
  ),
  /** What publishers say, newest first; cut after a number of entries. */
  timeline: z.array(
    z.object({
      source: z.string(),
      /** Null where the publisher gives no day of the event. */
      occurredOn: IsoDate.nullable(),
      publishedAt: z.string(),
      observedAt: z.string(),
      /** When its document was fetched; a register that dates no entry is published at that moment. */
      retrievedAt: z.string(),
      /** SHA-256 of the bytes of that document, in hexadecimal digits. */
      sha256: z.string(),
      /** Its own day, else what is known in its place. */
      dayInBrief: z.string(),
      url: z.string(),
      quote: z.string().nullable(),
      signal: Signal,
      withdrawnAt: z.string().nullable(),
      /** It was taken back by whoever runs Tocsin, and not by its publisher. */
      isCorrected: z.boolean(),
      what: z.string(),
      detail: z.string().nullable(),
    }),
  ),
  timelineCut: z.boolean(),
  /** What ends the company without any sign of distress: a solvent winding-up, a strike-off at its own request. */
  information: z.array(InformationToday).readonly(),
  /** What the care regulator's lists say of a provider of adult social care, without points; empty for whom they never named. */
  care: z.array(CareSign).readonly(),
  /** When each source last looked at it; null where it never did. */
  looks: z.array(
    z.object({ source: z.string(), topics: z.array(z.string()), lastAt: z.string().nullable() }),
  ),
  /** The names under which it was met, and how each was tied to it. */
  names: z.array(
    z.object({
      name: z.string(),
      printedRef: z.string().nullable(),
      reason: z.string().nullable(),
      decidedBy: z.string().nullable(),
    }),
  ),
  /** How many names there are, of which those met first are told. */
  namesInAll: z.int(),
  /** What councils published as paid to it, in all the files held. */
  paidBy: z.array(CouncilPaid).readonly(),
  /** Councils with live published contracts with it. */
  others: z.array(z.object({ gss: z.string(), name: z.string(), contracts: z.int() })),
});
export type SupplierView = z.infer<typeof SupplierView>;
