import { addMonths, formatDate, groupBy, type IsoDate } from '@tocsin/domain';
import { hasBegun, isLive, statedEnd, type ContractFacts } from '@tocsin/exposure';
import { z } from 'zod';
import { count } from '../mail/format.ts';

/** Why somebody is to look at a contract again. */
export const ReviewKind = z.enum([
  'critical',
  'plan',
  'bond',
  'insurance',
  'break',
  'notice',
  're-let',
  'review',
]);
export type ReviewKind = z.infer<typeof ReviewKind>;

/** After how many months somebody looks again at a critical contract, and at the plan for any other. */
export const REVIEWED_AFTER_MONTHS = { critical: 6, plan: 12 } as const;

/** How many months before its day each is due, so that there is time to act. */
const DUE_BEFORE_MONTHS = { bond: 3, insurance: 1, break: 3, notice: 1, review: 0 } as const;

/** A contract of a council's own register: what nobody publishes is known of no other. */
export interface ReviewedContract {
  /** By `contractKeys`: the same in every register that the council hands in. */
  readonly key: string;
  readonly supplier: string;
  readonly contract: Pick<
    ContractFacts,
    | 'ref'
    | 'title'
    | 'startsOn'
    | 'endsOn'
    | 'endPrinted'
    | 'status'
    | 'criticality'
    | 'owner'
    | 'service'
    | 'safeguards'
  >;
}

/** That somebody has looked at a contract. Rows are added only. */
export interface Review {
  readonly id: string;
  /** By its key. */
  readonly contract: string;
  readonly kind: ReviewKind;
  /** The day of the contract that it was about; null of a review that comes again and again. */
  readonly about: IsoDate | null;
  readonly reviewedOn: IsoDate;
  /** When to look again; null: as the table has it, or never where the day itself is what it is about. */
  readonly nextOn: IsoDate | null;
}

/** Something about one contract that somebody is to look at. */
export interface DueReview {
  readonly key: string;
  readonly kind: ReviewKind;
  /** The same as long as it is the same reason; another once somebody has looked. */
  readonly cause: string;
  /** The day of the contract that it is about; null where it is about the contract as a whole. */
  readonly about: IsoDate | null;
  /** From which day on; null where it is due now, and no day is known from which that could be counted. */
  readonly dueOn: IsoDate | null;
  readonly says: string;
}

/** From when on a review is due, where no day is known what is missing: `due from 1 October 2025`. */
export function dueWords(dueOn: IsoDate | null): string {
  return dueOn === null ? 'due now, start not known' : `due from ${formatDate(dueOn)}`;
}

/** What is due on `today`, first what is due from no known day, then the longest due; reviews are given as they were recorded. Of contracts that do not run nothing is. */
export function reviewsDue(
  contracts: readonly ReviewedContract[],
  reviews: readonly Review[],
  today: IsoDate,
): readonly DueReview[] {
  return reviewsToCome(contracts, reviews, today).filter(({ dueOn }) => dueOn === null || dueOn <= today);
}

/** What is due on `today` or will be, in the same order, as contracts and reviews stand on that day. */
export function reviewsToCome(
  contracts: readonly ReviewedContract[],
  reviews: readonly Review[],
  today: IsoDate,
): readonly DueReview[] {
  const of = groupBy(reviews, ({ contract }) => contract);
  return contracts
    .filter(({ contract }) => isLive(contract, today) && hasBegun(contract, today))
    .flatMap((one) => reviewsOf(one, of.get(one.key) ?? [], today))
    .toSorted(
      (a, b) =>
        compared(a.dueOn ?? '', b.dueOn ?? '') || compared(a.key, b.key) || compared(a.cause, b.cause),
    );
}

/** The running contracts of which no end can be read, and the register does not say that there is none: nothing falls due before it. */
export function withoutReadableEnd(
  contracts: readonly ReviewedContract[],
  today: IsoDate,
): readonly ReviewedContract[] {
  return contracts.filter(({ contract }) => {
    const { endsOn, noFixedEnd } = statedEnd(contract);
    return endsOn === null && !noFixedEnd && isLive(contract, today) && hasBegun(contract, today);
  });
}

/** That of so many contracts no end can be read; null where there is none. */
export function withoutEndWords(contracts: number): string | null {
  if (contracts === 0) return null;
  return `${count(contracts, 'running contract')} of your register ${contracts === 1 ? 'has' : 'have'} no end that can be read: nothing falls due before it.`;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function reviewsOf(
  { key, contract }: ReviewedContract,
  reviews: readonly Review[],
  today: IsoDate,
): readonly DueReview[] {
  const reasons = [...recurring(contract), ...dated(contract, today)];
  return reasons.flatMap((reason) => {
    const last = lastReview(reason, reviews);
    const { kind, about, since, every, says } = reason;
    if (!last)
      return { key, kind, cause: `${kind}:${about ?? since ?? NEVER}`, about, dueOn: reason.dueOn, says };
    const again = last.nextOn ?? (every === null ? null : addMonths(last.reviewedOn, every));
    if (again === null) return [];
    const before = `Last looked at on ${formatDate(last.reviewedOn)}.`;
    return { key, kind, cause: `${kind}:after:${last.id}`, about, dueOn: again, says: `${says} ${before}` };
  });
}

/** In a cause: from when on its months are counted is not known. */
const NEVER = 'never';

/** The day from which on a review was due; of a cause that is counted from no known day there is none, whatever was written. */
export function dueOnOf(cause: string, written: IsoDate | null): IsoDate | null {
  return cause.endsWith(`:${NEVER}`) ? null : written;
}

/** A reason to look at a contract, as if nobody had yet. */
interface Occasion {
  readonly kind: ReviewKind;
  readonly about: IsoDate | null;
  /** From when on the months of a recurring one are counted; null where that is not known. */
  readonly since: IsoDate | null;
  readonly every: number | null;
  readonly dueOn: IsoDate | null;
  readonly says: string;
}

/** A later plan counts as a look of its own: what was reviewed before it says nothing of it. */
function lastReview({ kind, about, since }: Occasion, reviews: readonly Review[]): Review | undefined {
  return reviews
    .filter((one) => one.kind === kind && one.about === about)
    .findLast(({ reviewedOn }) => about !== null || since === null || reviewedOn >= since);
}

function recurring({
  criticality,
  startsOn,
  safeguards: { contingencyPlanOn: planOn } = {},
}: ReviewedContract['contract']): readonly Occasion[] {
  const dueAfter = (kind: keyof typeof REVIEWED_AFTER_MONTHS, since: IsoDate | null, says: string) => {
    const every = REVIEWED_AFTER_MONTHS[kind];
    return { kind, about: null, since, every, dueOn: since && addMonths(since, every), says };
  };
  const plan = planOn
    ? `The contingency plan is of ${formatDate(planOn)}.`
    : 'No contingency plan is recorded.';
  if (criticality === 'critical') {
    const [since = null] = [startsOn, planOn]
      .filter((day) => day != null)
      .toSorted()
      .toReversed();
    return [dueAfter('critical', since, `A critical contract is looked at every six months. ${plan}`)];
  }
  return planOn ? [dueAfter('plan', planOn, plan)] : [];
}

/** What a register dates. A break or a notice that has passed can be used no more; an expired bond is looked at all the more. */
function dated(
  { endsOn, safeguards = {} }: ReviewedContract['contract'],
  today: IsoDate,
): readonly Occasion[] {
  const { bondExpiresOn, insuranceExpiresOn, breaksOn = [], noticeBy, reletMonths, reviewOn } = safeguards;
  const reason = (
    kind: ReviewKind,
    about: IsoDate | undefined,
    months: number,
    says: (on: string) => string,
  ) =>
    about === undefined
      ? []
      : [
          {
            kind,
            about,
            since: null,
            every: null,
            dueOn: addMonths(about, -months),
            says: says(formatDate(about)),
          },
        ];
  const toCome = (on: IsoDate) => on >= today;
  const relet = endsOn !== null && reletMonths !== undefined ? endsOn : undefined;
  const before = DUE_BEFORE_MONTHS;
  return [
    ...reason('bond', bondExpiresOn, before.bond, (on) => `The bond expires on ${on}.`),
    ...reason('insurance', insuranceExpiresOn, before.insurance, (on) => `The insurance expires on ${on}.`),
    ...breaksOn
      .filter(toCome)
      .flatMap((day) =>
        reason('break', day, before.break, (on) => `The contract can be ended early on ${on}.`),
      ),
    ...[noticeBy ?? []]
      .flat()
      .filter(toCome)
      .flatMap((day) => reason('notice', day, before.notice, (on) => `Notice is to be given by ${on}.`)),
    ...reason('re-let', relet, reletMonths ?? 0, (on) => `The contract ends on ${on}; ${lead(reletMonths)}.`),
    ...reason('review', reviewOn, before.review, (on) => `Your register sets a review for ${on}.`),
  ];
}

function lead(months = 0): string {
  return months === 1 ? 'letting it again takes a month' : `letting it again takes ${months} months`;
}

/** What decides by which key a contract is known. */
interface Named {
  readonly contract: Pick<ContractFacts, 'ref' | 'reference' | 'title'>;
  readonly supplier: string;
}

/**
 * By what each contract of a register is known from one register to the next, by its `ref`: the council's own reference
 * where that is of one contract alone, else supplier and title, of several that share both in their order.
 */
export function contractKeys(contracts: readonly Named[]): ReadonlyMap<string, string> {
  const references = groupBy(contracts, ({ contract }) => plain(contract.reference ?? ''));
  const seen = new Map<string, number>();
  return new Map(
    contracts.map(({ contract: { ref, reference, title }, supplier }) => {
      const own = plain(reference ?? '');
      if (own !== '' && references.get(own)?.length === 1) return [ref, `reference ${own}`];
      const named = `contract ${plain(supplier)} | ${plain(title)}`;
      const before = seen.get(named) ?? 0;
      seen.set(named, before + 1);
      return [ref, before === 0 ? named : `${named} | ${before + 1}`];
    }),
  );
}

/** But for capitals and spacing. */
function plain(text: string): string {
  return text.trim().toUpperCase().replaceAll(/\s+/g, ' ');
}

/** What a list of reviews calls each. */
export const reviewWords: Readonly<Record<ReviewKind, string>> = {
  critical: 'Review of a critical contract',
  plan: 'Review of the contingency plan',
  bond: 'Bond expires',
  insurance: 'Insurance expires',
  break: 'Can be ended early',
  notice: 'Notice to be given',
  're-let': 'Time to let it again',
  review: 'Review set by your register',
};
