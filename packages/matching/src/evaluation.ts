import { isNoisy } from './label-noise.ts';
import type { MatchResult, PrintedMention } from './match.ts';
import { kindOfPrint, printKinds, type PrintKind } from './print-kind.ts';

/** What a labelled name is judged on; `conflict` rows are judged only with their printed number. */
export type LabelUse = 'truth' | 'absent' | 'tie' | 'renamed' | 'conflict' | 'redacted';

/** A printed name with the number its publisher gave it: a label with noise, see the README. */
export interface LabelledName {
  readonly name: string;
  readonly number: string;
  readonly use: LabelUse;
}

export interface OutcomeCounts {
  readonly n: number;
  readonly right: number;
  readonly wrong: number;
  readonly ambiguous: number;
  readonly none: number;
}

export type MatchTally = OutcomeCounts & { readonly use: LabelUse };

/** What came of the names that are printed in one way; `tellable` are those labelled truth and not adjudicated as noise. */
export type KindTally = OutcomeCounts & {
  readonly print: PrintKind;
  readonly tellable: number;
  readonly found: number;
};

export interface Judged {
  readonly label: LabelledName;
  readonly result: MatchResult;
}

export interface Evaluation {
  readonly tallies: readonly MatchTally[];
  /** By name alone, by how the name is printed; kinds that nobody prints are left out. */
  readonly kinds: readonly KindTally[];
  /** Right among all matched, by name alone. */
  readonly precision: number;
  /** Matched and right among `truth`, by name alone. */
  readonly recall: number;
  /** As `recall`, without the labels that were adjudicated as noise. */
  readonly recallOfTellable: number;
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
  const tallies = uses.map((use) => ({
    use,
    ...tally(judged.filter(({ label }) => label.use === use)),
  }));
  const byName = judged.filter(({ label }) => label.use !== 'conflict');
  const tellable = judged.filter(isTellable);
  const total = (count: (row: MatchTally) => number) => tallies.reduce((sum, row) => sum + count(row), 0);
  const [truth, absent] = [tallies[0], tallies[2]];
  return {
    tallies,
    kinds: (Object.keys(printKinds) as PrintKind[]).flatMap((print) => {
      const rows = byName.filter(({ label }) => kindOfPrint(label.name) === print);
      const asked = rows.filter(isTellable);
      if (rows.length === 0) return [];
      return [{ print, ...tally(rows), tellable: asked.length, found: tally(asked).right }];
    }),
    precision: total((row) => row.right) / total((row) => row.right + row.wrong),
    recall: (truth?.right ?? 0) / (truth?.n ?? 0),
    recallOfTellable: tally(tellable).right / tellable.length,
    abstained: 1 - ((absent?.right ?? 0) + (absent?.wrong ?? 0)) / (absent?.n ?? 0),
    disagreements: judged.filter(isDisagreement).length,
    wrong: judged.filter(isWrong),
    missed: judged.filter(({ label, result }) => label.use === 'truth' && result.number !== label.number),
  };
}

function tally(rows: readonly Judged[]): OutcomeCounts {
  const count = (holds: (row: Judged) => boolean) => rows.filter(holds).length;
  return {
    n: rows.length,
    right: count((row) => row.result.outcome === 'matched' && !isWrong(row)),
    wrong: count(isWrong),
    ambiguous: count(({ result }) => result.outcome === 'ambiguous'),
    none: count(({ result }) => result.outcome === 'none'),
  };
}

function isTellable({ label }: Judged): boolean {
  return label.use === 'truth' && !isNoisy(label);
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
