import { streamOf, type Random } from '../../national/random.ts';

export const services = ['ingest', 'scoring', 'notifier', 'web'] as const;
export type Service = (typeof services)[number];

/** What a service reaches over a line that may be cut. */
export const lines = ['postgres', 'redis', 'mail', 'publishers'] as const;
export type Line = (typeof lines)[number];

/** One fault, at its moment in milliseconds since the start; one that lasts is healed after `forMs`. */
export type Strike = { readonly at: number } & (
  | { readonly kind: 'kill'; readonly what: Service | 'postgres' | 'redis' }
  | { readonly kind: 'stop'; readonly what: Service }
  | { readonly kind: 'freeze'; readonly what: Service | 'postgres' | 'redis'; readonly forMs: number }
  /** `byMs`: how far its clock is wrong once it was started again so. */
  | { readonly kind: 'skew'; readonly what: Service; readonly byMs: number; readonly forMs: number }
  /** Connections are ended and none is made; nothing passes; what passes is late. */
  | { readonly kind: 'cut' | 'hole' | 'slow'; readonly line: Line; readonly forMs: number }
  | { readonly kind: 'full'; readonly what: 'postgres' | 'redis'; readonly forMs: number }
  | { readonly kind: 'flush' }
);

type Kind = Strike['kind'];

/** Of each hundred strikes. */
const SHARES: Readonly<Record<Kind, number>> = {
  kill: 26,
  stop: 6,
  freeze: 16,
  skew: 6,
  cut: 14,
  hole: 6,
  slow: 10,
  full: 8,
  flush: 8,
};

const SECOND = 1_000;
const HOUR = 3_600_000;
const APART = { least: 1.5 * SECOND, most: 6 * SECOND };
/** A lease is ten seconds: some faults outlast it. */
const LASTS = { least: 1 * SECOND, most: 14 * SECOND };
/** The last of the time, in which nothing new goes wrong. */
const CALM_SHARE = 0.12;

/** The faults of a seed in so many seconds, the earliest first. */
export function scheduleOf(seed: number, seconds: number): readonly Strike[] {
  const random = streamOf(seed, 'strikes');
  const until = seconds * SECOND * (1 - CALM_SHARE);
  const strikes: Strike[] = [];
  for (
    let at = random.between(APART.least, APART.most);
    at < until;
    at += random.between(APART.least, APART.most)
  )
    strikes.push({ ...drawn(random), at });
  return strikes;
}

function drawn(random: Random): Strike {
  const kind = kindOf(random);
  // Always drawn, so that what comes after does not hang on the kind.
  const [forMs, service, server] = [
    random.between(LASTS.least, LASTS.most),
    random.pick(services),
    random.pick(['postgres', 'redis'] as const),
  ];
  const line = random.pick(lines);
  const byMs = random.pick([-1, 1]) * random.between(SECOND, HOUR);
  const what = random.chance(0.3) ? server : service;
  const at = 0;
  switch (kind) {
    case 'kill':
      return { at, kind, what };
    case 'stop':
      return { at, kind, what: service };
    case 'freeze':
      return { at, kind, what, forMs };
    case 'skew':
      return { at, kind, what: service, byMs, forMs };
    case 'cut':
    case 'hole':
    case 'slow':
      return { at, kind, line, forMs };
    case 'full':
      return { at, kind, what: server, forMs };
    case 'flush':
      return { at, kind };
  }
}

function kindOf(random: Random): Kind {
  let place = random.next() * 100;
  for (const [kind, share] of Object.entries(SHARES)) {
    if (place < share) return kind as Kind;
    place -= share;
  }
  return 'flush';
}

/** `12.4 s  freeze postgres for 3.1 s`, for people. */
export function inWords(strike: Strike): string {
  const what = 'what' in strike ? strike.what : 'line' in strike ? strike.line : 'redis';
  const lasts = 'forMs' in strike ? ` for ${(strike.forMs / SECOND).toFixed(1)} s` : '';
  const by = 'byMs' in strike ? ` by ${Math.round(strike.byMs / SECOND)} s` : '';
  return `${(strike.at / SECOND).toFixed(1).padStart(6)} s  ${strike.kind} ${what}${by}${lasts}`;
}
