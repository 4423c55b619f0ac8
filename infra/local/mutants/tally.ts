/** How many mutants the tests caught. */
export interface Tally {
  readonly killed: number;
  /** Without those judged to change nothing that anyone can see. */
  readonly total: number;
  readonly untested: number;
  readonly equivalent: number;
  /** Per cent, to a tenth. */
  readonly share: number;
}

/** Killed of all, per cent to a tenth; 100 of none. */
export function killedShare({ killed, total }: { readonly killed: number; readonly total: number }): number {
  return total === 0 ? 100 : Math.round((killed / total) * 1000) / 10;
}
