import {
  lastDayWords,
  reviewsToCome,
  reviewWords,
  ReviewKind,
  withoutReadableEnd,
  type DueReview,
  type ReviewedContract,
} from '@tocsin/alerting';
import type { RecordedReview, ReviewStanding } from '@tocsin/db';
import { addMonths, Criticality, IsoDate } from '@tocsin/domain';
import { hasBegun, isLive, statedEnd } from '@tocsin/exposure';
import { z } from 'zod';

/** What is to come is listed so far ahead. */
const MONTHS_AHEAD = 3;

/** A contract that is to be looked at, and why. */
const ReviewView = z.object({
  /** The contract by what it is known from one register to the next, and why it is due. */
  contract: z.string(),
  cause: z.string(),
  title: z.string(),
  supplier: z.string(),
  owner: z.string().nullable(),
  service: z.string().nullable(),
  criticality: Criticality,
  what: z.string(),
  says: z.string(),
  /** The day of the contract that it is about; null where it is about the contract as a whole. */
  about: IsoDate.nullable(),
  /** Null where it is due now, and no day is known from which that could be counted. */
  dueOn: IsoDate.nullable(),
  /** Page of the contract. */
  path: z.string(),
});
type ReviewView = z.infer<typeof ReviewView>;

/** What a council is to look at of its contracts, what comes next, and what was looked at last. */
export const ReviewsView = z.object({
  asOf: IsoDate,
  due: z.array(ReviewView),
  /** What will be due in the next three months. */
  toCome: z.array(ReviewView),
  /** Running contracts that end in the next three months, whether or not the register has a lead time; the first to end first. */
  ending: z.array(z.object({ title: z.string(), supplier: z.string(), endsOn: IsoDate, path: z.string() })),
  /** Of whose end nothing is said, since the register has no lead time. */
  withoutLeadTime: z.int(),
  /** Running contracts of which no end can be read: what falls due before it is not known. */
  withoutEnd: z.array(
    z.object({ title: z.string(), supplier: z.string(), end: z.string(), path: z.string() }),
  ),
  contracts: z.int(),
  done: z.array(
    z.object({
      kind: ReviewKind,
      what: z.string(),
      title: z.string(),
      reviewedOn: IsoDate,
      nextOn: IsoDate.nullable(),
      note: z.string().nullable(),
      by: z.string(),
    }),
  ),
});
export type ReviewsView = z.infer<typeof ReviewsView>;

/** How the reviews of a council stand on a day. */
export function viewOfReviews(
  { contracts, reviews }: ReviewStanding,
  done: readonly RecordedReview[],
  asOf: IsoDate,
): ReviewsView {
  const byKey = new Map(contracts.map((one) => [one.key, one]));
  const all = reviewsToCome(contracts, reviews, asOf).flatMap((review) => {
    const of = byKey.get(review.key);
    return of ? [viewOf(review, of)] : [];
  });
  const until = addMonths(asOf, MONTHS_AHEAD);
  const ending = contracts.filter(({ contract: { endsOn } }) => endsOn !== null && endsOn >= asOf);
  return {
    asOf,
    due: all.filter(({ dueOn }) => dueOn === null || dueOn <= asOf),
    toCome: all.filter(({ dueOn }) => dueOn !== null && dueOn > asOf && dueOn <= until),
    contracts: contracts.length,
    ending: endingBy(contracts, asOf, until),
    withoutEnd: withoutReadableEnd(contracts, asOf).map(({ contract, supplier }) => ({
      title: contract.title,
      supplier,
      end: lastDayWords({ ...statedEnd(contract), origin: 'register' }),
      path: pathOf(contract.ref),
    })),
    withoutLeadTime: ending.filter(({ contract }) => contract.safeguards?.reletMonths === undefined).length,
    done: done.map(({ kind, title, reviewedOn, nextOn, note, by }) => ({
      kind,
      what: reviewWords[kind],
      title,
      reviewedOn,
      nextOn,
      note,
      by,
    })),
  };
}

function endingBy(
  contracts: readonly ReviewedContract[],
  asOf: IsoDate,
  until: IsoDate,
): ReviewsView['ending'] {
  return contracts
    .flatMap(({ contract, supplier }) => {
      const { ref, title, endsOn } = contract;
      if (endsOn === null || endsOn > until || !isLive(contract, asOf) || !hasBegun(contract, asOf))
        return [];
      return [{ title, supplier, endsOn, path: pathOf(ref) }];
    })
    .toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : Number(a.endsOn > b.endsOn)));
}

function pathOf(ref: string): string {
  return `/register/contracts/${ref.slice('register:'.length)}`;
}

function viewOf(
  { key, cause, kind, about, dueOn, says }: DueReview,
  { contract: { ref, title, owner, service, criticality }, supplier }: ReviewedContract,
): ReviewView {
  const path = pathOf(ref);
  const what = reviewWords[kind];
  return {
    contract: key,
    cause,
    title,
    supplier,
    owner,
    service,
    criticality,
    what,
    says,
    about,
    dueOn,
    path,
  };
}
