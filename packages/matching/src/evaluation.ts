import type { MatchResult, PrintedMention } from './match.ts';

/** What a labelled name is judged on; `conflict` rows are judged only with their printed number. */
export type LabelUse = 'truth' | 'absent' | 'tie' | 'renamed' | 'conflict' | 'redacted';

/** A printed name with the number its publisher gave it: a label with noise, see the README. */
export interface LabelledName {
  readonly name: string;
  readonly number: string;
  readonly use: LabelUse;
}

export interface MatchTally {
  readonly use: LabelUse;
  readonly n: number;
  readonly right: number;
  readonly wrong: number;
  readonly ambiguous: number;
  readonly none: number;
}

export interface Judged {
  readonly label: LabelledName;
  readonly result: MatchResult;
}

export interface Evaluation {
  readonly tallies: readonly MatchTally[];
  /** Right among all matched, by name alone. */
  readonly precision: number;
  /** Matched and right among `truth`, by name alone. */
  readonly recall: number;
  /** The share of `absent` left unmatched. */
  readonly abstained: number;
  /** Of the conflicts, those that come out as a disagreement when their number is given. */
  readonly disagreements: number;
  /** Matched to another company than the label's. */
  readonly wrong: readonly Judged[];
  /** `truth` not matched to the label. */
  readonly missed: readonly Judged[];
}

const uses: readonly LabelUse[] = ['truth', 'tie', 'absent', 'renamed', 'conflict', 'redacted'];

/** Runs every labelled name through `find` by name alone, conflicts with their number too, and counts. */
export function evaluateMatching(
  labels: readonly LabelledName[],
  find: (mention: PrintedMention) => MatchResult,
): Evaluation {
  const judged = labels.map((label) => ({
    label,
    result: find(label.use === 'conflict' ? label : { name: label.name }),
  }));
  const tallies = uses.map((use) => tally(use, judged));
  const total = (count: (row: MatchTally) => number) => tallies.reduce((sum, row) => sum + count(row), 0);
  const [truth, absent] = [tallies[0], tallies[2]];
  return {
    tallies,
    precision: total((row) => row.right) / total((row) => row.right + row.wrong),
    recall: (truth?.right ?? 0) / (truth?.n ?? 0),
    abstained: 1 - ((absent?.right ?? 0) + (absent?.wrong ?? 0)) / (absent?.n ?? 0),
    disagreements: judged.filter(isDisagreement).length,
    wrong: judged.filter(isWrong),
    missed: judged.filter(({ label, result }) => label.use === 'truth' && result.number !== label.number),
  };
}

function tally(use: LabelUse, judged: readonly Judged[]): MatchTally {
  const rows = judged.filter(({ label }) => label.use === use);
  const count = (holds: (row: Judged) => boolean) => rows.filter(holds).length;
  return {
    use,
    n: rows.length,
    right: count((row) => row.result.outcome === 'matched' && !isWrong(row)),
    wrong: count(isWrong),
    ambiguous: count(({ result }) => result.outcome === 'ambiguous'),
    none: count(({ result }) => result.outcome === 'none'),
  };
}

function isWrong({ label, result }: Judged): boolean {
  return result.outcome === 'matched' && result.number !== label.number;
}

function isDisagreement({ label, result }: Judged): boolean {
  return (
    label.use === 'conflict' &&
    result.outcome === 'ambiguous' &&
    result.reason.includes('number and name disagree')
  );
}
