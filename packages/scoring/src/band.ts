import { atLeast, type FormalEvent, type RiskBand } from '@tocsin/domain';
import { type Proceeding, proceedings } from './proceedings.ts';
import { rules } from './rules.ts';

/** The lowest score of each band; a score alone never reaches `insolvent`. */
export interface BandCuts {
  readonly watch: number;
  readonly elevated: number;
  readonly severe: number;
}

export const bandCuts: BandCuts = { watch: 20, elevated: 35, severe: 60 };

/**
 * The band of a score. `insolvent` is a fact: it holds while a formal insolvency proceeding is open, and for no other
 * reason. Everything else is an estimate: a band is entered at its cut and left 5 points below it, so that it does
 * not flap. Pure: the previous band is an input of recomputation.
 */
export function band(
  previousBand: RiskBand | null,
  score: number,
  formal: readonly FormalEvent[],
  cuts: BandCuts = bandCuts,
  hysteresisPoints: number = rules.hysteresisPoints,
): RiskBand {
  if (formal.some(isInsolvency)) return 'insolvent';
  const estimate = bandAt(score, cuts);
  if (previousBand === null || previousBand === 'insolvent') return estimate;
  const held = lower(previousBand, bandAt(score + hysteresisPoints, cuts));
  return lower(held, estimate) === held ? estimate : held;
}

/** Whether an event is one of the proceedings that are facts of insolvency. */
export function isInsolvency(event: FormalEvent): boolean {
  return proceedings[event.family as Proceeding]?.effect === 'insolvent';
}

export function bandAt(score: number, cuts: BandCuts): Exclude<RiskBand, 'insolvent'> {
  if (score >= cuts.severe) return 'severe';
  if (score >= cuts.elevated) return 'elevated';
  return score >= cuts.watch ? 'watch' : 'low';
}

function lower(a: RiskBand, b: RiskBand): RiskBand {
  return atLeast(a, b) ? b : a;
}
