/** A share as a percentage to one decimal: `3.4%`. Some is never printed as none, nor nearly all as all: `less than 0.1%`. */
export function formatShare(share: number): string {
  return printed(share, 10);
}

/** A share in whole percents: `68%`, `less than 1%`, `over 99%`. */
export function formatWholeShare(share: number): string {
  return printed(share, 1);
}

function printed(share: number, steps: number): string {
  const percent = Math.round(share * 100 * steps) / steps;
  if (share > 0 && percent === 0) return `less than ${1 / steps}%`;
  return share < 1 && percent === 100 ? `over ${100 - 1 / steps}%` : `${percent}%`;
}
