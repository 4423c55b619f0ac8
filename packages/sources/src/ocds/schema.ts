import { Ocid } from '@tocsin/domain';
import { z } from 'zod';

/** Ids and years are printed as numbers, too. */
const text = z.union([z.string(), z.number().transform(String)]).nullish();
/** Publishers print one of a thing as an object, or as a list of one; some leave gaps in a list. */
export function many<T extends z.ZodType>(one: T) {
  return z.preprocess((printed) => {
    if (printed === null || printed === undefined) return printed;
    return Array.isArray(printed) ? printed.filter((each) => each !== null) : [printed];
  }, z.array(one).nullish());
}
const LotId = z.union([z.string(), z.number()]).transform(String);
const Identifier = z.object({ scheme: text, id: z.union([z.string(), z.number()]).nullish() });
/** Who is referred to; some publishers print the identifier here and nowhere else. */
const Organisation = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  name: text,
  identifier: Identifier.nullish(),
});
/** A bare text is an id (`GB-COH-99001001`), else a name. */
const Named = z.preprocess(
  (printed) =>
    typeof printed !== 'string'
      ? printed
      : /^[A-Z]{2,4}-\S+$/.test(printed)
        ? { id: printed }
        : { name: printed },
  Organisation,
);
const Period = z.object({ startDate: text, endDate: text, maxExtentDate: text });
/** Publishers print words, `1e9999` and zeros where a number belongs: read as a sum only later, if at all. */
const Value = z.preprocess(
  (printed) => {
    const [one] = Array.isArray(printed) && printed.length === 1 ? (printed as unknown[]) : [printed];
    return typeof one === 'string' || typeof one === 'number' ? { amount: one } : one;
  },
  z.object({
    amount: z.unknown().optional(),
    amountGross: z.unknown().optional(),
    currency: text,
  }),
);
const NoticeDocument = z.object({
  id: text,
  documentType: text,
  noticeType: text,
  url: text,
  datePublished: text,
});
const OcdsItem = z.object({
  classification: Identifier.nullish(),
  additionalClassifications: many(Identifier),
});

const Party = Organisation.extend({
  roles: many(z.string()),
  identifier: Identifier.nullish(),
  additionalIdentifiers: many(Identifier),
  /** Some print it as one text, which is not read. */
  address: z.preprocess(
    (printed) => (typeof printed === 'object' ? printed : null),
    z.object({ postalCode: text }).nullish(),
  ),
});

const ReleaseAward = z.object({
  id: z.union([z.string(), z.number()]),
  title: text,
  status: text,
  date: text,
  value: Value.nullish(),
  suppliers: many(Named),
  contractPeriod: Period.nullish(),
  relatedLots: many(LotId),
  documents: many(NoticeDocument),
  items: many(OcdsItem),
});

const Reason = z.object({ id: text, description: text });
/** A change of a contract: its new terms are printed on the contract, its suppliers come and go here. */
const Amendment = z.object({
  suppliersAdded: many(Named),
  suppliersRemoved: many(Named),
});

const Contract = z.object({
  id: z.union([z.string(), z.number()]),
  awardID: z.union([z.string(), z.number()]).nullish(),
  title: text,
  status: text,
  statusDetails: text,
  terminationRationaleClassification: Reason.nullish(),
  terminationRationaleClassifications: many(Reason),
  amendments: many(Amendment),
  suppliers: many(Named),
  relatedLots: many(LotId),
  /** Announced and not signed: the contract stands as it was. */
  proposedAmendments: many(z.unknown()),
  dateSigned: text,
  value: Value.nullish(),
  period: Period.nullish(),
  documents: many(NoticeDocument),
  implementation: z.unknown().optional(),
  agreedMetrics: z.unknown().optional(),
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
  items: many(OcdsItem),
  contractPeriod: Period.nullish(),
  value: Value.nullish(),
  lots: many(z.object({ id: LotId.nullish(), contractPeriod: Period.nullish() })),
  documents: many(NoticeDocument),
});

/** The fields that we use of an OCDS 1.1 release as Contracts Finder and Find a Tender publish it. */
export const Release = z.object({
  ocid: Ocid,
  id: text,
  date: z.string(),
  tag: z.preprocess((tag) => (typeof tag === 'string' ? [tag] : tag), z.array(z.string())),
  buyer: Named.nullish(),
  parties: many(Party),
  tender: Tender.nullish(),
  planning: z.object({ documents: many(NoticeDocument) }).nullish(),
  awards: many(ReleaseAward),
  contracts: many(Contract),
  relatedProcesses: many(z.object({ relationship: many(z.string()) })),
});

export type Release = z.infer<typeof Release>;
export type ReleaseParty = z.infer<typeof Party>;
export type ReleaseAward = z.infer<typeof ReleaseAward>;
export type ReleaseContract = z.infer<typeof Contract>;
export type ReleaseNamed = z.infer<typeof Named>;
export type ReleaseValue = z.infer<typeof Value>;
export type NoticeDocument = z.infer<typeof NoticeDocument>;
