import type { FormalEvent, RiskBand } from '@tocsin/domain';
import { type Proceeding, proceedings } from './proceedings.ts';

export const bandOrder = ['low', 'watch', 'elevated', 'severe', 'insolvent'] as const satisfies RiskBand[];

/** The lowest score of each band; a score alone never reaches `insolvent`. */
export const bandCuts = { watch: 20, elevated: 35, severe: 60 } as const;

/** A band is left downwards only when the score is this far below its cut. */
export const HYSTERESIS_POINTS = 5;

/**
 * The band of a score. `insolvent` is a fact: it holds while a formal insolvency proceeding is open, and for no other
 * reason. Everything else is an estimate: a band is entered at its cut and left 5 points below it, so that it does
 * not flap. Pure: the previous band is an input of recomputation.
 */
export function band(previousBand: RiskBand | null, score: number, formal: readonly FormalEvent[]): RiskBand {
  if (formal.some(isInsolvency)) return 'insolvent';
  const estimate = bandAt(score);
  if (previousBand === null || previousBand === 'insolvent') return estimate;
  const held = bandAt(score + HYSTERESIS_POINTS);
  const keep = bandOrder.indexOf(previousBand) < bandOrder.indexOf(held) ? previousBand : held;
  return bandOrder.indexOf(keep) > bandOrder.indexOf(estimate) ? keep : estimate;
}

/** Whether an event is one of the proceedings that are facts of insolvency. */
export function isInsolvency(event: FormalEvent): boolean {
  return proceedings[event.family as Proceeding]?.effect === 'insolvent';
}

function bandAt(score: number): Exclude<RiskBand, 'insolvent'> {
  if (score >= bandCuts.severe) return 'severe';
  if (score >= bandCuts.elevated) return 'elevated';
  return score >= bandCuts.watch ? 'watch' : 'low';
}

const words: Readonly<Record<RiskBand, string>> = {
  low: 'No particular sign of difficulty in what has been looked at',
  watch: 'Worth watching',
  elevated: 'At elevated risk of financial difficulty',
  severe: 'At severe risk of financial difficulty',
  insolvent: 'In a formal insolvency procedure',
};

/** The band in words for people. `insolvent` is printed only as the fact that it is. */
export function describeBand(band: RiskBand): string {
  return words[band];
}
