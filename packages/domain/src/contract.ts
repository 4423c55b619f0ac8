import { z } from 'zod';
import { IsoDate, Ocid, Pence, SupplierRef } from './ids.ts';

/** Whether a sum includes value added tax. One basis is never derived from another, and they are never added up. */
export const VatBasis = z.enum(['net', 'gross', 'unknown']);
export type VatBasis = z.infer<typeof VatBasis>;

/** A sum in another currency than pounds, as printed: it is shown, never converted and in no sum of pounds. */
export const ForeignSum = z.object({
  /** Its code of ISO 4217, `EUR`. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  amount: z.string(),
});
export type ForeignSum = z.infer<typeof ForeignSum>;

/** A sum in integer pence with its VAT basis. Sums in other currencies are kept apart (`ForeignSum`). */
export const Money = z.object({ pence: Pence, vat: VatBasis });
export type Money = z.infer<typeof Money>;

/** A supplier as printed by a publisher, before matching. `ref` is a published identifier that is well formed. */
export const SupplierMention = z.object({
  name: z.string(),
  ref: SupplierRef.nullable(),
  /** The identifier exactly as printed with its scheme (`GB-COH-158718`), kept even when it is malformed. */
  printedRef: z.string().nullable(),
  postcode: z.string().nullable(),
});
export type SupplierMention = z.infer<typeof SupplierMention>;

/** A buyer as printed, with every identifier the notice carries (`GB-PPON-…`, `GB-CFS-…`). */
export const BuyerMention = z.object({
  name: z.string(),
  ids: z.array(z.string()),
  postcode: z.string().nullable(),
});
export type BuyerMention = z.infer<typeof BuyerMention>;

/** Which law a contract was let under: it decides the rules on termination and exclusion. */
export const Regime = z.enum(['procurement-act-2023', 'pcr-2015', 'unknown']);
export type Regime = z.infer<typeof Regime>;

/**
 * What notices publish on how a contract goes (Procurement Act 2023, sections 52, 71 and 80). It is shown at the contract
 * and bears on no score: a rating is of an indicator that buyer and supplier agreed, and no published figure ties it to
 * insolvency.
 */
export const ContractNotices = z.object({
  /** The key performance indicators that the contract details notice (UK7) names. */
  indicators: z.object({ titles: z.array(z.string()).min(1), publishedOn: IsoDate }).optional(),
  /** Ratings of contract performance notices (UK9), in the publisher’s words. */
  ratings: z
    .array(
      z.object({
        indicator: z.string().nullable(),
        rating: z.string(),
        /** The last day of the period that was rated. */
        upTo: IsoDate.nullable(),
        publishedOn: IsoDate,
        url: z.string(),
      }),
    )
    .optional(),
  /** The day of the newest contract performance notice, with ratings or without. */
  performanceOn: IsoDate.optional(),
  /** Why the contract ended, as its termination notice (UK11) says. */
  ended: z
    .object({ reason: z.string(), on: IsoDate.nullable(), publishedOn: IsoDate, url: z.string() })
    .optional(),
});
export type ContractNotices = z.infer<typeof ContractNotices>;

/**
 * One award (a contract placed) as one OCDS release states it. `null` = this release does not say; releases of one
 * `(ocid, awardId)` are merged in order of publication, a later statement replacing an earlier one.
 */
export const Award = z.object({
  kind: z.literal('award'),
  /** True of a release that says of itself that it changes what was said before: an update, an amendment, an end. */
  isChange: z.literal(true).optional(),
  ocid: Ocid,
  awardId: z.string(),
  /** The notice's number on the publisher's site and its Procurement Act type (`UK6`), where it has one. */
  noticeId: z.string().nullable(),
  noticeType: z.string().nullable(),
  title: z.string().nullable(),
  buyers: z.array(BuyerMention),
  suppliers: z.array(SupplierMention),
  /** Who joined and who left by a change of the contract; folded into `suppliers`. */
  suppliersAdded: z.array(SupplierMention).optional(),
  suppliersRemoved: z.array(SupplierMention).optional(),
  /** Subcontractors that the notice names; missing where it names none. */
  subcontractors: z.array(SupplierMention).optional(),
  value: Money.nullable(),
  /** The same value with VAT where the publisher prints both. */
  valueGross: Money.nullable(),
  /** What is stated in another currency; missing where everything is in pounds. */
  foreignValue: ForeignSum.optional(),
  /** Why the value may not be what it seems, as a sentence; missing where nothing is doubtful. */
  valueDoubt: z.string().optional(),
  /** Why what is not known of it could not be read, by field. */
  unread: z.record(z.string(), z.string()).optional(),
  /**
   * The contracts under the award as this release lists them, where it lists several or ends one, so that the end of one
   * is not taken for the end of all; folded into status and value.
   */
  contracts: z.array(z.object({ id: z.string(), isOver: z.boolean(), value: Money.nullable() })).optional(),
  awardedOn: IsoDate.nullable(),
  startsOn: IsoDate.nullable(),
  endsOn: IsoDate.nullable(),
  /** The last day after every extension that the contract allows. */
  extendsTo: IsoDate.nullable().optional(),
  /** A framework's ceiling is not a contract value. */
  agreement: z.enum(['contract', 'framework', 'call-off']),
  status: z.enum(['active', 'pending', 'cancelled', 'terminated']).nullable(),
  cpv: z.string().nullable(),
  regime: Regime,
  /** Missing where the release publishes nothing on how the contract goes. */
  notices: ContractNotices.optional(),
});
export type Award = z.infer<typeof Award>;

/** One line of a council's published spending over £500. */
export const Payment = z.object({
  kind: z.literal('payment'),
  council: z.string(),
  supplier: SupplierMention,
  paidOn: IsoDate,
  amount: Money,
  department: z.string().nullable(),
  purpose: z.string().nullable(),
  category: z.string().nullable(),
  transactionRef: z.string().nullable(),
});
export type Payment = z.infer<typeof Payment>;

/**
 * That a buyer has published how fast it pays (UK17; Procurement Act 2023, section 69). Its figures are not read until a
 * real notice has been seen; the officer whom it names never is.
 */
export const PaymentsNotice = z.object({
  kind: z.literal('payments-notice'),
  noticeId: z.string(),
  buyers: z.array(BuyerMention).min(1),
});
export type PaymentsNotice = z.infer<typeof PaymentsNotice>;

/** What a council's own register calls an agreement: some bind it without a sum that it pays. */
export const ContractKind = z.enum(['contract', 'concession', 'lease', 'loan', 'grant']);
export type ContractKind = z.infer<typeof ContractKind>;

/** How badly the council needs the service to go on; the council's own word. */
export const Criticality = z.enum(['critical', 'important', 'standard', 'unknown']);
export type Criticality = z.infer<typeof Criticality>;
