import { z } from 'zod';

/**
 * How a supplier stands, from the least grave to the gravest. `insolvent` only for a formal proceeding on the public
 * record; printed "In a formal insolvency procedure".
 */
export const RiskBand = z.enum(['low', 'watch', 'elevated', 'severe', 'insolvent']);
export type RiskBand = z.infer<typeof RiskBand>;

/** From the least grave to the gravest. */
export const bandOrder: readonly RiskBand[] = RiskBand.options;

/** From the most pressing to the least. */
export const bandsDown: readonly RiskBand[] = bandOrder.toReversed();

/** Whether `band` is at least as grave as `than`. */
export function atLeast(band: RiskBand, than: RiskBand): boolean {
  return bandOrder.indexOf(band) >= bandOrder.indexOf(than);
}

/** True for the bands that alert by themselves and keep an episode going. */
export function isAtRisk(band: RiskBand): boolean {
  return atLeast(band, 'elevated');
}

/** The bands that alert by themselves, from the least grave to the gravest. */
export const bandsAtRisk: readonly RiskBand[] = bandOrder.filter(isAtRisk);

/** The gravest of some bands; null where there is none, or none is known. */
export function gravestBand(bands: Iterable<RiskBand | null>): RiskBand | null {
  const held = new Set(bands);
  return bandsDown.find((band) => held.has(band)) ?? null;
}

/** The bands as points alone give them, as they are printed: Low is a level, which points alone do not earn. */
export const bandWords: Readonly<Record<RiskBand, string>> = {
  low: 'Below watch',
  watch: 'Watch',
  elevated: 'Elevated',
  severe: 'Severe',
  insolvent: 'In a formal insolvency procedure',
};

/** What each band rests on, in one line. */
export const bandMeanings: Readonly<Record<RiskBand, string>> = {
  low: 'No sign of difficulty among the questions that could be judged.',
  watch: 'Weak or single signs. An estimate.',
  elevated: 'Signs that together deserve a look. An estimate.',
  severe: 'Several strong signs, or a step towards a formal proceeding. An estimate.',
  insolvent: 'A formal proceeding is open on the public record. This is a fact, not an estimate.',
};
