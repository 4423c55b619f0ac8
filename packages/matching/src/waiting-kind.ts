import { kindOfName } from './kind.ts';
import { kindOfPrint } from './print-kind.ts';
import { printedState } from './printed-state.ts';
import type { Comparison, RegisterEntry } from './compare.ts';
import type { Verdict } from './decisions.ts';
import type { NameFeature } from './features.ts';

/** Why a printed name waits for a person, in the order in which one asks: every name is of exactly one kind. */
export const waitingKinds = {
  state: 'a proceeding is printed into the name',
  firms: 'several firms in one name',
  body: 'reads like a public body',
  disagrees: 'number and name disagree',
  exact: 'a company bears this very name',
  like: 'only similar names',
  none: 'no company is like it',
} as const;
export type WaitingKind = keyof typeof waitingKinds;

/** A printed name as matching left it. */
export interface Waiting {
  readonly name: string;
  readonly outcome: string;
  readonly reason: string | null;
}

/** What the reasons of `match` begin with where the best candidate bears the very words that are printed. */
const exactly = /^(?:\d+ companies fit equally well|too little to go on): the same (?:words in|name but for)/;
const otherPerson = /the legal forms belong to different legal persons|incorporated after a payment/;

export function waitingKind({ name, outcome, reason }: Waiting): WaitingKind {
  if (outcome === 'matched' && printedState(name) !== null) return 'state';
  if (kindOfPrint(name) === 'two firms') return 'firms';
  if (kindOfName(name) === 'public-body') return 'body';
  const why = reason ?? '';
  if (why.startsWith('number and name disagree')) return 'disagrees';
  if (exactly.test(why) && !otherPerson.test(why)) return 'exact';
  return outcome === 'ambiguous' ? 'like' : 'none';
}

/** An answer that a person may give to many names at once, once she has read them. */
export interface Proposal {
  readonly verdict: Extract<Verdict, 'company' | 'public-body'>;
  /** Of the company. */
  readonly number: string | null;
  /** As registered. */
  readonly company: string | null;
}

const veryName: ReadonlySet<NameFeature> = new Set(['same-words', 'same-letters']);
const never: ReadonlySet<NameFeature> = new Set([
  'other-kind',
  'incorporated-later',
  'first-of-two',
  'second-of-two',
  'former',
  'former-name',
  'initials',
]);

/**
 * The one company that bears the very name and is on the register still, however many others are like it; a public body
 * where the name reads like one and no company bears it. Null where a person has to look closer.
 */
export function proposalFor(
  kind: WaitingKind,
  candidates: readonly Comparison[],
  entries: readonly RegisterEntry[],
): Proposal | null {
  const exact = candidates.filter(({ points }) => isVeryName(points.map(({ feature }) => feature)));
  if (kind === 'body')
    return exact.length > 0 ? null : { verdict: 'public-body', number: null, company: null };
  if (kind !== 'exact') return null;
  const living = exact.filter(({ points }) => !points.some(({ feature }) => feature === 'dissolved'));
  const [only, another] = living;
  if (!only || another || !entries.some(({ number }) => number === only.number)) return null;
  return { verdict: 'company', number: only.number, company: only.name };
}

function isVeryName(features: readonly NameFeature[]): boolean {
  return features.some((one) => veryName.has(one)) && !features.some((one) => never.has(one));
}
