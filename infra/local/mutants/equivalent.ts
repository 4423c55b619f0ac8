import { readFileSync } from 'node:fs';

/** A mutant that no test can catch, because nothing that anyone can see differs. */
interface Equivalent {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The line as it stands, without indent. */
  readonly source: string;
  readonly reason: string;
}

/** All that somebody has judged so. */
export function judgedEquivalent(): readonly Equivalent[] {
  return JSON.parse(readFileSync(new URL('equivalent.json', import.meta.url), 'utf8'));
}

/** Tells the mutants that somebody has judged, with a reason, to change nothing; they are in no share. */
export function readEquivalents(): (mutant: Omit<Equivalent, 'reason'>) => boolean {
  const judged = judgedEquivalent();
  return ({ file, source, before, after }) =>
    judged.some(
      (one) => one.file === file && one.source === source && one.before === before && one.after === after,
    );
}
