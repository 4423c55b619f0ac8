import { CareRating } from './signal.ts';

/** The regulator's own words for its ratings. */
export const careRatingWords: Readonly<Record<CareRating, string>> = {
  outstanding: 'Outstanding',
  good: 'Good',
  'requires-improvement': 'Requires improvement',
  inadequate: 'Inadequate',
};

/** Whether a rating is worse than the one before. One that is not there is neither. */
export function isFall(before: CareRating | null, after: CareRating | null): boolean {
  if (before === null || after === null) return false;
  return CareRating.options.indexOf(after) > CareRating.options.indexOf(before);
}
