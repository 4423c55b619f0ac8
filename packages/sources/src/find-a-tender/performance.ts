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
/** What a contract says of its performance, as far as it can be read; only what is read of it is held to a shape. */
export interface Implementation {
  readonly failures: readonly z.infer<typeof Failure>[];
  readonly metrics: readonly z.infer<typeof Metric>[];
  /** What is of another shape, by its place and with the reason: it is set aside, and the rest is read. */
  readonly odd: readonly (readonly [place: string, reason: string])[];
}

export function implementationOf({ implementation }: ReleaseContract): Implementation {
  const odd: (readonly [string, string])[] = [];
  const printed = Printed.safeParse(implementation ?? {}).data;
  if (!printed) return { failures: [], metrics: [], odd: [['implementation', 'no object']] };
  const each = <T>(list: string, given: readonly unknown[] | null | undefined, shape: z.ZodType<T>): T[] =>
    (given ?? []).flatMap((one, at) => {
      const read = shape.safeParse(one);
      if (read.success) return [read.data];
      const [issue] = read.error.issues;
      const path = [list, at, ...(issue?.path ?? [])].join('.');
      odd.push([`${list} ${at + 1}`, `implementation: ${path}: ${issue?.message ?? 'not understood'}`]);
      return [];
    });
  const failures = each('performanceFailures', printed.performanceFailures, Failure);
  return { failures, metrics: each('metrics', printed.metrics, Metric), odd };
}

const Printed = z.object({ performanceFailures: many(z.unknown()), metrics: many(z.unknown()) });

/** What of a release’s contracts is set aside by itself. */
export function oddPerformanceOf({ contracts }: Release): Implementation['odd'] {
  return (contracts ?? []).flatMap((contract) =>
    implementationOf(contract).odd.map(
      ([place, reason]) => [`contract ${contract.id}, ${place}`, reason] as const,
    ),
  );
}

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
  const { failures } = implementationOf(contract);
  return [...failures.flatMap((failure) => failed(release, failure)), ...terminated(contract)];
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

/** Who holds the contract; of a subcontractor, or of what is the supplier’s, other words are said. */
const HOLDER = String.raw`(?<!sub[- ])\b(?:supplier|contractor|provider|consultant)\b`;
const QUALITY = String.raw`(?:(?:material|serious|persistent|repeated|fundamental|continued|continuous|significant|irremediable|contractual)(?:ly)? )*`;
const FAULT = String.raw`(?:(?:breach(?:es|ed)?|default(?:s|ed)?|insolven(?:t|cy)|fail(?:ed|ures?)\b)|(?:poor|non|under|unsatisfactory|inadequate)[- ]?performance)`;
const BECAME = String.raw`(?:(?:has|had|have|was|is|being|been|became|becoming|fell|entered|went|in|into|a|of its own|own) )*`;

/** Words that plainly say of the supplier that it defaulted, or that can be said of nobody else. */
const AGAINST_SUPPLIER: readonly RegExp[] = [
  new RegExp(
    String.raw`${HOLDER}(?:['’]s?)? ${BECAME}${QUALITY}${FAULT}(?! (?:notice|event|by (?:the |a )?(?!supplier|contractor|provider)))`,
    'i',
  ),
  new RegExp(String.raw`${HOLDER} ${BECAME}(?:administration|liquidation|receivership)\b`, 'i'),
  new RegExp(
    String.raw`${FAULT}(?: of (?:the |this |its )?(?:contract|agreement|terms|obligations))?(?: (?:caused|committed))? (?:by|of|on the part of) (?:the |this |our )?${HOLDER}(?!['’])`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:(?:contract )?terminat(?:ed|ion)(?: of (?:the )?contract)? (?:for|due to|because of|on grounds of|following) )?${QUALITY}(?:(?:poor|non|under|unsatisfactory|inadequate)[- ]?performance|fail(?:ure|ing) to perform)(?: (?:of|under) (?:the |this )?(?:contract|services?))?(?: to the satisfaction of (?:the )?(?:authority|buyer|council))?$`,
    'i',
  ),
];

/** What the whole of a reason may say that leaves a fault unproven, or lays it to somebody else. */
const IN_DOUBT =
  /\b(?:alleg\w*|accus\w*|claim(?:s|ed)|suspected|disput\w*|den(?:y|ies|ied)|dismissed|unfounded|unproven|investigat\w*|cleared|never|mutual|late payment|non-payment|unpaid|(?:our|buyer|authority|council|customer|client|employer)(?:['’]s)? (?:own )?(?:\w+ ){0,2}(?:breach|default|failure)|(?:breach|default|fail\w*)\w*(?: of contract)? (?:by|on the part of) (?:us|the (?:\w+ )?(?:contracting authority|authority|buyer|council|customer|client|employer)))\b/i;
/** What denies a fault in its own clause, or only fears one. */
const DENIED =
  /\b(?:no|not|nor|neither|none|without|absence of|free of|if|in (?:the )?(?:case|event) of|risk of|may|might|could|avoid|prevent|rather than|instead of|other than)\b|n[’']t\b/i;

/** Only what plainly says that this supplier defaulted: whatever else a notice says is shown, and held against nobody. */
function isAgainstSupplier(reason: string): boolean {
  if (IN_DOUBT.test(reason)) return false;
  return reason
    .split(/[.;:\n]+|, (?=but|although|though|while|and )/)
    .map((clause) => clause.trim())
    .some((clause) => !DENIED.test(clause) && AGAINST_SUPPLIER.some((words) => words.test(clause)));
}

/** The codes of the Act decide, where one is printed: words neither overrule a completion nor make a breach of it. */
function terminated(contract: ReleaseContract): PoorPerformance[] {
  const reasons = codedReasonsOf(contract);
  const coded = reasons.filter(({ code }) => code !== null && Object.hasOwn(RATIONALES, code));
  const against =
    coded.length > 0
      ? coded.find(({ code }) => code === 'supplierBreach')
      : reasons.find(({ words }) => isAgainstSupplier(words));
  if (!against) return [];
  const words = `Contract terminated: ${against.words}`;
  return [{ on: ukDate(endOfContract(contract)), words, suppliers: [] }];
}

/** Why a contract ended, in the words of its termination notice; the reason is printed in either of two members. */
export function reasonsOf(contract: ReleaseContract): string[] {
  return codedReasonsOf(contract).map(({ words }) => words);
}

function codedReasonsOf(contract: ReleaseContract) {
  const { terminationRationaleClassification: one, terminationRationaleClassifications: several } = contract;
  return [...(several ?? []), ...(one ? [one] : [])].map(({ id, description }) => ({
    code: id ?? null,
    words: [description ?? (id ? RATIONALES[id] : null) ?? id, contract.statusDetails]
      .filter(Boolean)
      .join('. '),
  }));
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
