import {
  addMonths,
  daysBetween,
  groupBy,
  isLevelAtRisk,
  levelsDown,
  type IsoDate,
  type RiskLevel,
} from '@tocsin/domain';
import { quantile } from '../evaluation/metrics.ts';
import type { UkExit } from '../evaluation/uk.ts';
import type { LedgerLeaf } from './ledger.ts';

/** What became of a supplier after a day on which it was judged. */
export interface WhatBecame {
  /** Its first exit since; null where none is on record. */
  readonly exit: { readonly kind: UkExit; readonly on: IsoDate } | null;
  /** The last day on which somebody looked whether there was one. */
  readonly knownUntil: IsoDate;
  /** Kinds of supplier that false alarms are counted by, such as `size: small`. */
  readonly traits: readonly string[];
}

/** A supplier as it was judged, and what became of it. */
export interface Forecast extends Pick<LedgerLeaf, 'number' | 'level' | 'rests' | 'left' | 'paid'> {
  readonly outcome: WhatBecame;
}

/** What a level said of its suppliers, and what came of it within so many months. */
export interface LevelFigures {
  readonly level: RiskLevel;
  readonly suppliers: number;
  readonly insolvent: number;
  /** Struck off, or dissolved otherwise: they can become insolvent no more. */
  readonly goneOtherwise: number;
  readonly survived: number;
  /** Nobody has looked until the end of those months. */
  readonly censored: number;
  /** The share that becomes insolvent, with who goes otherwise and who is lost sight of in their places. */
  readonly share: number;
  /** So many have to be looked at for one that becomes insolvent; null where none did. */
  readonly toReview: number | null;
  /** By how much more often than any supplier without a proceeding. */
  readonly lift: number | null;
  /** Of a thousand suppliers so many stand at this level, and so many of them become insolvent. */
  readonly ofThousand: { readonly stand: number; readonly fail: number };
  /** Days from being judged to the proceeding, in quartiles; null where there is none. */
  readonly leadDays: readonly [number, number, number] | null;
}

/** What a sealed list said against what came of it. Who stood in a proceeding by then was no forecast, and is counted apart. */
export interface LedgerFigures {
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly months: number;
  readonly estimates: readonly LevelFigures[];
  /** Suppliers that stood in a proceeding when the list was sealed. */
  readonly formal: number;
  /** Of those that became insolvent, the share that stood at risk: by number, and by what was left and paid. */
  readonly recall: { readonly byNumber: number | null; readonly byPounds: number | null };
  /** By trait: suppliers that stood at risk and survived, of all of that trait that survived. */
  readonly falseAlarms: readonly { readonly trait: string; readonly alarmed: number; readonly of: number }[];
  /** Those that became insolvent and did not stand at risk, those with most at stake first. */
  readonly misses: readonly {
    readonly number: string;
    readonly level: RiskLevel;
    readonly on: IsoDate;
    readonly pence: number;
  }[];
}

/** Works out what came of a list within some months of the day on which it was judged. */
export function ledgerFigures(judged: readonly Forecast[], from: IsoDate, months: number): LedgerFigures {
  const until = addMonths(from, months);
  const forecasts = judged.filter(({ rests }) => rests === 'estimate');
  const base = shareInsolvent(forecasts, from, until);
  const byLevel = groupBy(forecasts, ({ level }) => level);
  const failed = forecasts.filter((one) => isInsolvent(one, until));
  const seen = failed.filter(({ level }) => isLevelAtRisk(level));
  return {
    from,
    until,
    months,
    estimates: levelsDown.flatMap((level) => {
      const some = byLevel.get(level);
      return some ? [figuresOf(level, some, { from, until, base, all: forecasts.length })] : [];
    }),
    formal: judged.length - forecasts.length,
    recall: {
      byNumber: ratio(seen.length, failed.length),
      byPounds: ratio(sumOf(seen), sumOf(failed)),
    },
    falseAlarms: falseAlarms(forecasts, until),
    misses: failed
      .flatMap((one) => {
        const { exit } = one.outcome;
        return exit && !isLevelAtRisk(one.level)
          ? [{ number: one.number, level: one.level, on: exit.on, pence: penceOf(one) }]
          : [];
      })
      .sort((a, b) => b.pence - a.pence || (a.number < b.number ? -1 : 1)),
  };
}

interface Term {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

function figuresOf(
  level: RiskLevel,
  some: readonly Forecast[],
  { from, until, base, all }: Term & { readonly base: number; readonly all: number },
): LevelFigures {
  const insolvent = some.filter((one) => isInsolvent(one, until));
  const gone = some.filter((one) => exitBy(one, until) !== null).length - insolvent.length;
  const censored = some.filter((one) => exitBy(one, until) === null && one.outcome.knownUntil < until).length;
  const share = shareInsolvent(some, from, until);
  const days = insolvent
    .flatMap(({ outcome: { exit } }) => (exit ? [daysBetween(from, exit.on)] : []))
    .sort((a, b) => a - b);
  return {
    level,
    suppliers: some.length,
    insolvent: insolvent.length,
    goneOtherwise: gone,
    survived: some.length - insolvent.length - gone - censored,
    censored,
    share,
    toReview: ratio(1, share),
    lift: ratio(share, base),
    ofThousand: { stand: (1_000 * some.length) / all, fail: (1_000 * some.length * share) / all },
    leadDays: days.length === 0 ? null : [quantile(days, 0.25), quantile(days, 0.5), quantile(days, 0.75)],
  };
}

/**
 * The share that becomes insolvent by a day, as Aalen and Johansen estimate it: who goes otherwise cannot any more, and
 * who is lost sight of counts for as long as somebody looked.
 */
function shareInsolvent(some: readonly Forecast[], from: IsoDate, until: IsoDate): number {
  const ends = some.map((one) => {
    const exit = exitBy(one, until);
    const lastDay = one.outcome.knownUntil < until ? one.outcome.knownUntil : until;
    return { kind: exit?.kind ?? null, day: daysBetween(from, exit?.on ?? lastDay) };
  });
  let [left, here, share] = [ends.length, 1, 0];
  for (const [, together] of [...groupBy(ends, ({ day }) => day)].sort(([a], [b]) => a - b)) {
    const failed = together.filter(({ kind }) => kind === 'insolvent').length;
    const gone = together.filter(({ kind }) => kind !== null).length;
    share += (here * failed) / left;
    here *= 1 - gone / left;
    left -= together.length;
  }
  return share;
}

function exitBy({ outcome: { exit } }: Forecast, until: IsoDate): WhatBecame['exit'] {
  return exit !== null && exit.on <= until ? exit : null;
}

function isInsolvent(one: Forecast, until: IsoDate): boolean {
  return exitBy(one, until)?.kind === 'insolvent';
}

function falseAlarms(forecasts: readonly Forecast[], until: IsoDate): LedgerFigures['falseAlarms'] {
  const survivors = forecasts.filter((one) => exitBy(one, until) === null && one.outcome.knownUntil >= until);
  const byTrait = groupBy(
    survivors.flatMap((one) => one.outcome.traits.map((trait) => ({ trait, one }))),
    ({ trait }) => trait,
    ({ one }) => one,
  );
  return [...byTrait]
    .map(([trait, some]) => ({
      trait,
      alarmed: some.filter(({ level }) => isLevelAtRisk(level)).length,
      of: some.length,
    }))
    .sort((a, b) => (a.trait < b.trait ? -1 : 1));
}

/** Bases are added for ranking alone: what is left and what was paid, whatever is said of VAT. */
function penceOf({ left, paid }: Pick<Forecast, 'left' | 'paid'>): number {
  return left.net + left.gross + left.unknown + paid.net + paid.gross + paid.unknown;
}

function sumOf(some: readonly Forecast[]): number {
  return some.reduce((sum, one) => sum + penceOf(one), 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
