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

/** What is no code of ours to change: tests and what they use, and files that only pass on. */
const NEVER_MUTATED = /\.test\.ts$|testing|\/index\.ts$/;

/** Whether a source file is changed by mutants; `besides` are those that a runner leaves out of its own. */
export function isMutated(file: string, besides: RegExp): boolean {
  return file.endsWith('.ts') && !NEVER_MUTATED.test(file) && !besides.test(file);
}

/** The tally of so many mutants, by what became of each; those put to no test at all are in no count. */
export function tallyOf(fates: readonly string[]): Tally {
  const of = (fate: string) => fates.filter((one) => one === fate).length;
  const equivalent = of('equivalent');
  const tally = {
    killed: of('killed'),
    total: fates.length - equivalent,
    untested: of('untested'),
    equivalent,
  };
  return { ...tally, share: killedShare(tally) };
}

/** Killed of all, per cent to a tenth; 100 of none. */
export function killedShare({ killed, total }: { readonly killed: number; readonly total: number }): number {
  return total === 0 ? 100 : Math.round((killed / total) * 1000) / 10;
}
