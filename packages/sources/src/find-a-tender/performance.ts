import { dayOf, type IsoDate, type Observation, type SupplierMention } from '@tocsin/domain';
import { z } from 'zod';
import { suppliersOf } from '../ocds/parties.ts';
import type { ReleaseNotice } from '../ocds/publisher.ts';
import { many, type Release, type ReleaseContract } from '../ocds/schema.ts';
import { ukDate } from '../uk-time.ts';

const text = z.string().nullish();
const Named = z.object({ id: z.union([z.string(), z.number()]).nullish(), name: text });
const Period = z.object({ endDate: text }).nullish();
const Failure = z.object({
  category: text,
  requirement: text,
  description: text,
  partialTermination: text,
  /** How often it happened; a category may be reported with none. */
  events: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
  period: Period,
  decisionDate: text,
  penaltyDate: text,
  /** Who was responsible: of several suppliers to one contract perhaps one. */
  suppliers: many(Named),
});
const Metric = z.object({
  title: text,
  observations: many(
    z.object({
      period: Period,
      measureClassification: z.object({ id: text, description: text }).nullish(),
    }),
  ),
});
/** What a contract says of its performance; only what is read of it is held to a shape. */
export const Implementation = z.object({
  performanceFailures: many(Failure),
  metrics: many(Metric),
});

/** One thing stated against the performance of a contract. `suppliers` is empty where the notice does not say whose. */
interface PoorPerformance {
  readonly on: IsoDate | null;
  readonly words: string;
  readonly suppliers: readonly SupplierMention[];
}

/**
 * Poor performance and breach as notices state them (Procurement Act 2023, section 71(5) and 80; the codes are those of
 * the Cabinet Office’s OCDS extension): failures to perform, of which the notice names who was responsible, and a
 * termination for breach. These are statements of law against a supplier, a discretionary ground of exclusion (Schedule
 * 7), so they keep the few points that an expert gave them. Ratings of indicators are no signal: no figure ties them to
 * insolvency, they name no supplier, and none has been seen as published; they are shown at the contract
 * (`contractNoticesOf`). Terminations name no supplier either: they are about whoever holds the award, which is looked
 * up when stored.
 */
export function performanceOf(release: Release, notice: ReleaseNotice): Observation[] {
  return (release.contracts ?? []).flatMap((contract) =>
    statementsOf(release, contract).flatMap((statement, at) =>
      observe(release, contract, notice, statement, at),
    ),
  );
}

function statementsOf(release: Release, contract: ReleaseContract): PoorPerformance[] {
  const { performanceFailures } = Implementation.parse(contract.implementation ?? {});
  return [
    ...(performanceFailures ?? []).flatMap((failure) => failed(release, failure)),
    ...terminated(contract),
  ];
}

function failed(release: Release, failure: z.infer<typeof Failure>): PoorPerformance[] {
  if (failure.events === 0) return [];
  const { category, requirement, description, partialTermination } = failure;
  const said = [
    [category, description].filter(Boolean).join(': '),
    requirement && `Required: ${requirement}`,
    partialTermination && `Terminated in part: ${partialTermination}`,
  ];
  return [
    {
      on: ukDate(failure.penaltyDate) ?? ukDate(failure.decisionDate) ?? ukDate(failure.period?.endDate),
      words: said.filter(Boolean).join('. ') || 'A failure to perform',
      suppliers: suppliersOf(release, failure.suppliers ?? []),
    },
  ];
}

/** A contract may end because it is done, or for reasons that say nothing against the supplier. */
const AGAINST_SUPPLIER =
  /breach|default|insolven|\b(?:poor|under|non|un?satisfactory|inadequate|fail\w*|persistent\w*)[- ](?:\w+ ){0,4}perform|perform\w*(?: \w+){0,4} (?:poor|fail|fell|inadequate|unsatisfactory|below)/i;
/** What names it only to deny it, or says it of the buyer. */
const NOT_OF_SUPPLIER =
  /\b(?:no|not|without|absence of)\b[^.;]{0,40}(?:breach|default|fault)|(?:breach|default)\w*(?: of contract)? (?:by|on the part of) (?:the |us\b|a )?(?:contracting authority|authority|buyer|council|customer|client|employer)|\b(?:authority|buyer|council|customer|client)(?:['’]s)? (?:\w+ ){0,3}(?:breach|default)/i;

function isAgainstSupplier(reason: string): boolean {
  return AGAINST_SUPPLIER.test(reason) && !NOT_OF_SUPPLIER.test(reason);
}

function terminated(contract: ReleaseContract): PoorPerformance[] {
  const [against] = reasonsOf(contract).filter(isAgainstSupplier);
  if (!against) return [];
  return [{ on: ukDate(endOfContract(contract)), words: `Contract terminated: ${against}`, suppliers: [] }];
}

/** Why a contract ended, in the words of its termination notice; the reason is printed in either of two members. */
export function reasonsOf(contract: ReleaseContract): string[] {
  const { terminationRationaleClassification: one, terminationRationaleClassifications: several } = contract;
  return [...(several ?? []), ...(one ? [one] : [])].map(({ id, description }) =>
    [description ?? (id ? RATIONALES[id] : null) ?? id, contract.statusDetails].filter(Boolean).join('. '),
  );
}

const RATIONALES: Readonly<Record<string, string>> = {
  contractCompleted: 'The contract was completed',
  supplierBreach: 'The supplier breached the contract',
};

/** When a contract ended in fact, as its termination notice says. */
export function endOfContract({ implementation }: ReleaseContract): string | null {
  return z.object({ endDate: text }).safeParse(implementation).data?.endDate ?? null;
}

function observe(
  release: Release,
  contract: ReleaseContract,
  notice: ReleaseNotice,
  { on, words, suppliers }: PoorPerformance,
  at: number,
): Observation[] {
  const awardId = String(contract.awardID ?? contract.id);
  const awards = (release.awards ?? []).filter(({ id }) => String(id) === awardId);
  const own = contract.suppliers?.length
    ? contract.suppliers
    : awards.length === 1
      ? awards[0]?.suppliers
      : [];
  const holders = suppliersOf(release, own ?? []);
  const named = suppliers.length > 0 ? suppliers : holders.length === 1 ? holders : [];
  const published = dayOf(notice.publishedAt);
  const statement = words.slice(0, 500);
  const said = `${release.ocid}/${contract.id}/performance/${notice.id ?? notice.publishedAt}/${at + 1}`;
  const about: readonly (SupplierMention | null)[] = named.length > 0 ? named : [null];
  return about.map((supplier, index) => ({
    source: 'find-a-tender',
    ref: supplier ? `${said}/${index + 1}` : said,
    version: notice.publishedAt,
    occurredOn: on !== null && on <= published ? on : null,
    publishedAt: notice.publishedAt,
    url: notice.url,
    quote: statement,
    about: supplier,
    content: { kind: 'contract-performance', ocid: release.ocid, awardId, statement },
  }));
}
