import { membersOf, type Members } from '../members.ts';

// What the archive keeps of a release: what `Release` of schema.ts reads. Contact points, with their names, telephone
// numbers and e-mail addresses, street addresses and descriptions are not on the list.

const identifier = { scheme: true, id: true } as const;
const organisation = { id: true, name: true, identifier } as const;
/** As an object, or as a bare text. */
function named(printed: unknown): unknown {
  return membersOf(printed, typeof printed === 'string' ? true : organisation);
}
const period = { startDate: true, endDate: true, maxExtentDate: true } as const;
const sum = { amount: true, amountGross: true, currency: true } as const;
/** As an object, alone or in a list, or as a bare sum. */
function value(printed: unknown): unknown {
  if (Array.isArray(printed)) return printed.map(value);
  return membersOf(printed, printed !== null && typeof printed === 'object' ? sum : true);
}
const document = { id: true, documentType: true, noticeType: true, url: true, datePublished: true } as const;
const item = { classification: identifier, additionalClassifications: [identifier] } as const;
const reason = { id: true, description: true } as const;

const award = {
  id: true,
  title: true,
  status: true,
  date: true,
  value,
  suppliers: [named],
  contractPeriod: period,
  relatedLots: [true],
  documents: [document],
  items: [item],
} as const;

const implementation = {
  endDate: true,
  performanceFailures: [
    {
      category: true,
      requirement: true,
      description: true,
      partialTermination: true,
      events: true,
      period,
      decisionDate: true,
      penaltyDate: true,
      suppliers: [named],
    },
  ],
  metrics: [{ title: true, observations: [{ period, measureClassification: reason }] }],
} as const;

const contract = {
  id: true,
  awardID: true,
  title: true,
  status: true,
  statusDetails: true,
  terminationRationaleClassification: reason,
  terminationRationaleClassifications: [reason],
  amendments: [{ suppliersAdded: [named], suppliersRemoved: [named] }],
  suppliers: [named],
  relatedLots: [true],
  proposedAmendments: [{}],
  dateSigned: true,
  value,
  period,
  documents: [document],
  implementation,
  agreedMetrics: [{ title: true }],
} as const;

const tender = {
  title: true,
  procurementMethodDetails: true,
  legalBasis: identifier,
  techniques: { hasFrameworkAgreement: true, hasDynamicPurchasingSystem: true },
  classification: identifier,
  items: [item],
  contractPeriod: period,
  value,
  lots: [{ id: true, contractPeriod: period }],
  documents: [document],
} as const;

export const KEPT_OF_RELEASE = {
  sha256AsPrinted: true,
  typed: [document],
  ocid: true,
  id: true,
  date: true,
  tag: [true],
  buyer: named,
  parties: [
    { ...organisation, roles: [true], additionalIdentifiers: [identifier], address: { postalCode: true } },
  ],
  tender,
  planning: { documents: [document] },
  awards: [award],
  contracts: [contract],
  relatedProcesses: [{ relationship: [true] }],
} as const satisfies Members;
