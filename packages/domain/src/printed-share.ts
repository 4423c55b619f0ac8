/** A share as a percentage to one decimal: `3.4%`. Some is never printed as none, nor nearly all as all: `less than 0.1%`. */
export function formatShare(share: number): string {
  return printed(share, 10);
}

/** A share in whole percents: `68%`, `less than 1%`, `over 99%`. */
export function formatWholeShare(share: number): string {
  return printed(share, 1);
}

/**
 * A ratio of accounts, which may be negative or over one, in whole percents; below one per cent with a figure after the
 * point: `24%`, `0.5%`, `-130%`. Sentences of released versions of the score are printed so.
 */
export function formatRatio(ratio: number): string {
  const value = ratio * 100;
  return `${Math.abs(value) < 1 && value !== 0 ? value.toFixed(1) : Math.round(value)}%`;
}

function printed(share: number, steps: number): string {
  const percent = Math.round(share * 100 * steps) / steps;
  if (share > 0 && percent === 0) return `less than ${1 / steps}%`;
  return share < 1 && percent === 100 ? `over ${100 - 1 / steps}%` : `${percent}%`;
}
