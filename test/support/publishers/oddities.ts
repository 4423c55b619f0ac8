import type { ServerResponse } from 'node:http';
import type { Clock } from '@tocsin/runtime';
import { streamOf } from '../../national/random.ts';
import { sendCut, sendJson } from './server.ts';

/**
 * What publishers are known to do to an item that is there: a run of 5xx; an answer that breaks off; an empty 404; a
 * page of The Gazette without the facts that are marked in it.
 */
export type OddityKind = 'a run of 5xx' | 'a cut answer' | 'an empty 404' | 'a page without its facts';

/** An oddity that was served: of which item, how often, and whether the item was answered well since. */
export interface Served {
  readonly source: string;
  /** As the source names it, so that its trouble is found. */
  readonly item: string;
  readonly kind: OddityKind;
  times: number;
  isOver: boolean;
}

/** What a source may be served beside what it asked for. */
interface Eligible {
  readonly source: string;
  readonly item: string;
  /** Not where 404 is an answer: nobody could tell it from the truth. */
  readonly mayBeGone?: boolean;
  readonly mayBeBare?: boolean;
}

export interface Oddities {
  /**
   * What is wrong with this answer, if anything is; a run of 5xx, a cut and a 404 are sent. An item has one oddity at
   * most in its life, on its first answers.
   */
  readonly strike: (response: ServerResponse, of: Eligible) => OddityKind | null;
  /** True for one of so many things, always the same for the same name: an empty body, an entry that is said twice. */
  readonly isOneIn: (share: number, name: string) => boolean;
  readonly served: () => readonly Served[];
}

const SHARES = { run: 0.01, cut: 0.01, gone: 0.03, bare: 1 / 200 } as const;
/** More than the tries of one request, so that some runs outlast it. */
const LONGEST_RUN = 9;
const STATUSES = [500, 502, 503, 504] as const;

interface Plan {
  readonly kind: OddityKind;
  readonly times: number;
  readonly status: number;
}

/** Of what lists print, so much stands there twice, word for word. */
const TWICE = 0.02;

/** The same list, some of which is printed twice; says which in `twice`. */
export function printedTwice<T extends { readonly id: string }>(
  oddities: Oddities | undefined,
  listed: readonly T[],
  twice: Set<string>,
): readonly T[] {
  if (!oddities) return listed;
  return listed.flatMap((one) => {
    if (!oddities.isOneIn(TWICE, one.id)) return [one];
    twice.add(one.id);
    return [one, one];
  });
}

/** Seeded oddities: what is odd about an item is a matter of its name. From `calmFrom` on nothing new goes wrong. */
export function openOddities(seed: number, clock: Clock, calmFrom = Number.POSITIVE_INFINITY): Oddities {
  const served = new Map<string, Served | null>();
  const plans = new Map<string, Plan | null>();
  return {
    strike(response, of) {
      const key = `${of.source} ${of.item}`;
      if (!plans.has(key)) plans.set(key, clock.now() < calmFrom ? planOf(seed, of) : null);
      const plan = plans.get(key) ?? null;
      if (plan === null) return null;
      const before = served.get(key) ?? { ...nameOf(of), kind: plan.kind, times: 0, isOver: false };
      served.set(key, before);
      before.isOver = before.times >= plan.times;
      if (before.isOver) return null;
      before.times += 1;
      send(response, plan);
      return plan.kind;
    },
    isOneIn: (share, name) => streamOf(seed, 'one in', name).chance(share),
    served: () => [...served.values()].filter((one) => one !== null),
  };
}

function nameOf({ source, item }: Eligible) {
  return { source, item };
}

function planOf(seed: number, { source, item, mayBeGone, mayBeBare }: Eligible): Plan | null {
  const random = streamOf(seed, 'oddity', source, item);
  const status = random.pick(STATUSES);
  const times = random.between(1, LONGEST_RUN);
  let place = random.next();
  const isIn = (share: number) => {
    place -= share;
    return place < 0;
  };
  if (isIn(SHARES.run)) return { kind: 'a run of 5xx', times, status };
  if (isIn(SHARES.cut)) return { kind: 'a cut answer', times: 1, status };
  if (mayBeBare && isIn(SHARES.bare)) return { kind: 'a page without its facts', times: 1, status };
  if (mayBeGone && isIn(SHARES.gone)) return { kind: 'an empty 404', times: 1, status };
  return null;
}

function send(response: ServerResponse, { kind, status }: Plan): void {
  if (kind === 'a run of 5xx') sendJson(response, {}, status);
  else if (kind === 'a cut answer') sendCut(response, JSON.stringify({ items: 'cut in the middle' }));
  else if (kind === 'an empty 404') response.writeHead(404).end();
}
