import { dayOf, type IsoDate, type Observation, type SupplierMention } from '@tocsin/domain';
import { z } from 'zod';
import { suppliersOf } from '../ocds/parties.ts';
import type { ReleaseNotice } from '../ocds/publisher.ts';
import type { Release, ReleaseContract } from '../ocds/schema.ts';
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
  events: z.number().nullish(),
  period: Period,
  decisionDate: text,
  penaltyDate: text,
  /** Who was responsible: of several suppliers to one contract perhaps one. */
  suppliers: z.array(Named).nullish(),
});
const Metric = z.object({
  title: text,
  observations: z
    .array(z.object({ period: Period, measureClassification: z.object({ id: text }).nullish() }))
    .nullish(),
});
const Implementation = z.object({
  performanceFailures: z.array(Failure).nullish(),
  metrics: z.array(Metric).nullish(),
});

/** One thing stated against the performance of a contract. `suppliers` is empty where the notice does not say whose. */
interface Statement {
  readonly on: IsoDate | null;
  readonly words: string;
  readonly suppliers: readonly SupplierMention[];
}

/**
 * Poor performance and breach as notices state them (Procurement Act 2023, section 71; the codes are those of the
 * Cabinet Office’s OCDS extension): failures to perform, a key performance indicator rated “inadequate”, and a
 * termination for breach. Good and middling ratings are no signal, and nor is a contract that has run its course.
 * Ratings and terminations name no supplier: they are about whoever holds the award, which is looked up when stored.
 */
export function performanceOf(release: Release, notice: ReleaseNotice): Observation[] {
  return (release.contracts ?? []).flatMap((contract) =>
    statementsOf(release, contract).flatMap((statement, at) =>
      observe(release, contract, notice, statement, at),
    ),
  );
}

function statementsOf(release: Release, contract: ReleaseContract): Statement[] {
  const { performanceFailures, metrics } = Implementation.parse(contract.implementation ?? {});
  return [
    ...(performanceFailures ?? []).flatMap((failure) => failed(release, failure)),
    ...(metrics ?? []).flatMap(inadequate),
    ...terminated(contract),
  ];
}

function failed(release: Release, failure: z.infer<typeof Failure>): Statement[] {
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

/** The lowest of the ratings of the Procurement Regulations 2024 (regulation 39), by its code. */
const INADEQUATE = 'significantlyBelow';

function inadequate({ title, observations }: z.infer<typeof Metric>): Statement[] {
  const rated = (observations ?? []).filter(
    ({ measureClassification }) => measureClassification?.id === INADEQUATE,
  );
  const about = title && !/^n\/?a$/i.test(title.trim()) ? ` (“${title.trim()}”)` : '';
  return rated.map(({ period }) => ({
    on: ukDate(period?.endDate),
    words: `Rated “inadequate”: performance is significantly below a key performance indicator${about}`,
    suppliers: [],
  }));
}

/** A contract may end because it is done, or for reasons that say nothing against the supplier. */
const AGAINST_SUPPLIER = /breach|perform|insolven|default/i;

function terminated(contract: ReleaseContract): Statement[] {
  const { terminationRationaleClassification: one, terminationRationaleClassifications: several } = contract;
  const reasons = [...(several ?? []), ...(one ? [one] : [])].map(({ id, description }) =>
    [description ?? id, contract.statusDetails].filter(Boolean).join('. '),
  );
  const [against] = reasons.filter((reason) => AGAINST_SUPPLIER.test(reason));
  if (!against) return [];
  return [{ on: ukDate(endOf(contract)), words: `Contract terminated: ${against}`, suppliers: [] }];
}

/** When a contract ended in fact, as its termination notice says. */
export function endOf({ implementation }: ReleaseContract): string | null {
  return z.object({ endDate: text }).safeParse(implementation).data?.endDate ?? null;
}

function observe(
  release: Release,
  contract: ReleaseContract,
  notice: ReleaseNotice,
  { on, words, suppliers }: Statement,
  at: number,
): Observation[] {
  const awardId = String(contract.awardID ?? contract.id);
  const award = release.awards?.find(({ id }) => String(id) === awardId);
  const holders = suppliersOf(release, award?.suppliers ?? []);
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
