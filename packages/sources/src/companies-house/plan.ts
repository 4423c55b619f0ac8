import { HOUR_MS, type CompanyNumber, type IsoInstant, type Topic } from '@tocsin/domain';

/** What is asked together: whether there are proceedings, or the lists of everything else. */
export type LookPart = 'proceedings' | 'lists';

/** How a supplier stands as far as looks at the register are concerned. */
export interface LookStanding {
  readonly number: CompanyNumber;
  /** When each part was last asked for, whatever came of it; null = never. */
  readonly asked: Readonly<Record<LookPart, IsoInstant | null>>;
  readonly firstAskedAt: IsoInstant | null;
  /** When something last happened that the register may say more about; null = nothing is known. */
  readonly touchedAt: IsoInstant | null;
  /** Until when a stream that tells of each part lost its place last: what happened before that was not heard. */
  readonly missedUntil?: Readonly<Record<LookPart, IsoInstant | null>>;
  /** Some council has an open alert about it. */
  readonly isAlerted: boolean;
  /** How much councils depend on it: the heavier is asked first where nothing else decides. */
  readonly weight: number;
}

/** Why a look comes when it does, in the order in which looks come; see `reasons`. */
export type LookReason = (typeof lookReasons)[number];
export const lookReasons = [
  'waited-too-long',
  'never-read',
  'touched',
  'missed',
  'alerted',
  'lapsing',
  'never-whole',
  'oldest',
] as const;

export interface PlannedLook {
  readonly number: CompanyNumber;
  readonly part: LookPart;
  readonly because: LookReason;
  /** Requests that it takes as a rule; a long list or many accounts take more. */
  readonly requests: number;
}

/** The lists of the register that each part asks for. */
export const topicsOf: Readonly<Record<LookPart, readonly Topic[]>> = {
  proceedings: ['company-profile', 'insolvency-cases'],
  lists: ['filing-history', 'charges', 'officers', 'controllers'],
};

/** Two sets of accounts, each its entry and its content, come with the first look at the lists. */
const FIRST_ACCOUNTS = 4;

/** Hours of a round of 50,000 suppliers with 500 open alerts, once all were read: what `npm run bench -- round` gives. */
export const ROUND_HOURS = 48;
/** A look counts this long: half as long again as a round. */
export const PROMISE_HOURS = 1.5 * ROUND_HOURS;

/** Requests of the first look at the lists, with the accounts that it brings. */
export const firstListsTake = topicsOf.lists.length + FIRST_ACCOUNTS;

/** No part is asked for twice within this time, but for what happened meanwhile. */
const AGAIN_AFTER_MS = 6 * HOUR_MS;
/** Of every plan, this share is for whoever waits longer than was promised: so nobody starves, and the order holds. */
const KEPT_SHARE = 0.1;

interface Wish extends PlannedLook {
  /** Since when it waits, in milliseconds: what waits longest is asked first; a weight tells of those that were never read. */
  readonly since: number;
  readonly weight: number;
  readonly isAlerted: boolean;
}

/**
 * What is asked of the register next, in order, for at most so many requests: never read (profile and insolvency cases
 * only) → touched by an event → perhaps touched in a gap of the stream, open alerts first, then by weight → with an open alert → whose proceedings were last looked at a round ago → lists that were
 * never read, by weight → oldest look. A tenth is kept for looks that wait longer than promised. Pure: `now` is given,
 * and the same standings give the same plan whatever their order. It needs only those that could come first. A number that
 * several follow by themselves is asked about once, when the first of them would be.
 */
export function planLooks(
  standings: Iterable<LookStanding>,
  { now, requests }: { readonly now: IsoInstant; readonly requests: number },
): readonly PlannedLook[] {
  const moment = Date.parse(now);
  const wishes: Wish[] = [];
  for (const standing of standings) for (const wish of wishesOf(standing, moment)) wishes.push(wish);
  wishes.sort(comesFirst);
  const plan: Wish[] = [];
  const taken = new Set<string>();
  const late = wishes.filter(({ since }) => moment - since > PROMISE_HOURS * HOUR_MS).toSorted(byWaiting);
  let left = requests;
  let kept = Math.ceil(requests * KEPT_SHARE);
  const take = (wish: Wish, because: LookReason) => {
    taken.add(keyOf(wish));
    left -= wish.requests;
    plan.push({ ...wish, because });
  };
  for (const wish of late) {
    if (taken.has(keyOf(wish))) continue;
    if (kept <= 0 || wish.requests > left) break;
    kept -= wish.requests;
    take(wish, 'waited-too-long');
  }
  for (const wish of wishes) {
    if (taken.has(keyOf(wish))) continue;
    if (wish.requests > left) break;
    take(wish, wish.because);
  }
  return plan.map(({ number, part, because, requests: takes }) => ({
    number,
    part,
    because,
    requests: takes,
  }));
}

function keyOf({ number, part }: PlannedLook): string {
  return `${number} ${part}`;
}

/** What could be asked about one supplier now: each part once, for the first reason that there is. */
function wishesOf(standing: LookStanding, now: number): Wish[] {
  const { number, asked, firstAskedAt, touchedAt, missedUntil, isAlerted, weight } = standing;
  const who = { number, weight, isAlerted };
  const first = topicsOf.proceedings.length;
  if (asked.proceedings === null)
    return [{ ...who, part: 'proceedings', because: 'never-read', requests: first, since: now }];
  const wishes: Wish[] = [];
  const askedAt = Date.parse(asked.proceedings);
  const touched = touchedAt === null ? null : Date.parse(touchedAt);
  const age = now - askedAt;
  const because: LookReason | null =
    touched !== null && touched > askedAt
      ? 'touched'
      : isMissed(missedUntil?.proceedings, askedAt)
        ? 'missed'
        : age < AGAIN_AFTER_MS
          ? null
          : isAlerted
            ? 'alerted'
            : age > ROUND_HOURS * HOUR_MS
              ? 'lapsing'
              : 'oldest';
  if (because) wishes.push({ ...who, part: 'proceedings', because, requests: first, since: askedAt });
  const listed = asked.lists === null ? null : Date.parse(asked.lists);
  const lists = topicsOf.lists.length;
  if (listed === null)
    wishes.push({
      ...who,
      part: 'lists',
      because: 'never-whole',
      requests: firstListsTake,
      since: firstAskedAt === null ? askedAt : Date.parse(firstAskedAt),
    });
  else if (isMissed(missedUntil?.lists, listed))
    wishes.push({ ...who, part: 'lists', because: 'missed', requests: lists, since: listed });
  else if (now - listed >= AGAIN_AFTER_MS)
    wishes.push({ ...who, part: 'lists', because: 'oldest', requests: lists, since: listed });
  return wishes;
}

function isMissed(until: IsoInstant | null | undefined, asked: number): boolean {
  return until !== null && until !== undefined && Date.parse(until) > asked;
}

const byWeight: ReadonlySet<LookReason> = new Set(['never-read', 'missed', 'never-whole']);

function comesFirst(one: Wish, other: Wish): number {
  const reason = lookReasons.indexOf(one.because) - lookReasons.indexOf(other.because);
  if (reason !== 0) return reason;
  if (one.because === 'missed' && one.isAlerted !== other.isAlerted) return one.isAlerted ? -1 : 1;
  return (byWeight.has(one.because) ? other.weight - one.weight : 0) || byWaiting(one, other);
}

function byWaiting(one: Wish, other: Wish): number {
  return one.since - other.since || (one.number < other.number ? -1 : one.number > other.number ? 1 : 0);
}
