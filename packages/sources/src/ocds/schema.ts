import { Ocid } from '@tocsin/domain';
import { z } from 'zod';

const text = z.string().nullish();
const Named = z.object({ id: z.union([z.string(), z.number()]).nullish(), name: text });
const Identifier = z.object({ scheme: text, id: z.union([z.string(), z.number()]).nullish() });
const Period = z.object({ startDate: text, endDate: text, maxExtentDate: text });
/** Publishers print words, `1e9999` and zeros where a number belongs: read as a sum only later, if at all. */
const Value = z.object({
  amount: z.unknown().optional(),
  amountGross: z.unknown().optional(),
  currency: text,
});
const NoticeDocument = z.object({
  id: text,
  documentType: text,
  noticeType: text,
  url: text,
  datePublished: text,
});
const Item = z.object({
  classification: Identifier.nullish(),
  additionalClassifications: z.array(Identifier).nullish(),
});

const Party = Named.extend({
  roles: z.array(z.string()).nullish(),
  identifier: Identifier.nullish(),
  additionalIdentifiers: z.array(Identifier).nullish(),
  address: z.object({ postalCode: text }).nullish(),
});

const Award = z.object({
  id: z.union([z.string(), z.number()]),
  title: text,
  status: text,
  date: text,
  value: Value.nullish(),
  suppliers: z.array(Named).nullish(),
  contractPeriod: Period.nullish(),
  relatedLots: z.array(z.string()).nullish(),
  documents: z.array(NoticeDocument).nullish(),
  items: z.array(Item).nullish(),
});

const Reason = z.object({ id: text, description: text });
/** A change of a contract: its new terms are printed on the contract, its suppliers come and go here. */
const Amendment = z.object({
  suppliersAdded: z.array(Named).nullish(),
  suppliersRemoved: z.array(Named).nullish(),
});

const Contract = z.object({
  id: z.union([z.string(), z.number()]),
  awardID: z.union([z.string(), z.number()]).nullish(),
  title: text,
  status: text,
  statusDetails: text,
  terminationRationaleClassification: Reason.nullish(),
  terminationRationaleClassifications: z.array(Reason).nullish(),
  amendments: z.array(Amendment).nullish(),
  /** Announced and not signed: the contract stands as it was. */
  proposedAmendments: z.array(z.unknown()).nullish(),
  dateSigned: text,
  value: Value.nullish(),
  period: Period.nullish(),
  documents: z.array(NoticeDocument).nullish(),
  implementation: z.unknown().optional(),
});

const Tender = z.object({
  title: text,
  procurementMethodDetails: text,
  legalBasis: Identifier.nullish(),
  techniques: z
    .object({
      hasFrameworkAgreement: z.boolean().nullish(),
      hasDynamicPurchasingSystem: z.boolean().nullish(),
    })
    .nullish(),
  classification: Identifier.nullish(),
  items: z.array(Item).nullish(),
  contractPeriod: Period.nullish(),
  lots: z.array(z.object({ id: text, contractPeriod: Period.nullish() })).nullish(),
  documents: z.array(NoticeDocument).nullish(),
});

/** The fields that we use of an OCDS 1.1 release as Contracts Finder and Find a Tender publish it. */
export const Release = z.object({
  ocid: Ocid,
  id: text,
  date: z.string(),
  tag: z.array(z.string()),
  buyer: Named.nullish(),
  parties: z.array(Party).nullish(),
  tender: Tender.nullish(),
  planning: z.object({ documents: z.array(NoticeDocument).nullish() }).nullish(),
  awards: z.array(Award).nullish(),
  contracts: z.array(Contract).nullish(),
  relatedProcesses: z.array(z.object({ relationship: z.array(z.string()).nullish() })).nullish(),
});

export type Release = z.infer<typeof Release>;
export type ReleaseParty = z.infer<typeof Party>;
export type ReleaseAward = z.infer<typeof Award>;
export type ReleaseContract = z.infer<typeof Contract>;
export type ReleaseValue = z.infer<typeof Value>;
export type NoticeDocument = z.infer<typeof NoticeDocument>;
