import { CompanyNumber } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { evaluateMatching, type LabelledName, type LabelUse } from './evaluation.ts';
import type { MatchResult, PrintedMention } from './match.ts';

const [right, other] = ['01000001', '01000002'];

/** A printed name says what comes out of it. */
function find({ name, number }: PrintedMention): MatchResult {
  const [outcome = ''] = name.split(' ');
  const base = { score: 60, kind: 'company', reason: '', candidates: [] } as const;
  if (number !== undefined)
    return {
      ...base,
      outcome: 'ambiguous',
      number: null,
      reason: `number and name disagree: ${number} is A`,
    };
  if (outcome === 'right' || outcome === 'wrong')
    return { ...base, outcome: 'matched', number: CompanyNumber.parse(outcome === 'right' ? right : other) };
  return { ...base, outcome: outcome === 'tied' ? 'ambiguous' : 'none', number: null };
}
const label = (use: LabelUse, name: string): LabelledName => ({ name, number: right, use });
const labels = [
  label('truth', 'right'),
  label('truth', 'right again'),
  label('truth', 'wrong'),
  label('truth', 'tied'),
  label('truth', 'unfound'),
  label('tie', 'tied'),
  label('absent', 'unfound'),
  label('absent', 'wrong'),
  label('absent', 'right'),
  label('absent', 'tied'),
  label('renamed', 'right'),
  label('conflict', 'right'),
  label('redacted', 'unfound'),
];

test('matching is judged by name alone, a conflict with its number, and each kind of label is counted', () => {
  const found = evaluateMatching(labels, find);
  expect(found.tallies).toEqual([
    { use: 'truth', n: 5, right: 2, wrong: 1, ambiguous: 1, none: 1 },
    { use: 'tie', n: 1, right: 0, wrong: 0, ambiguous: 1, none: 0 },
    { use: 'absent', n: 4, right: 1, wrong: 1, ambiguous: 1, none: 1 },
    { use: 'renamed', n: 1, right: 1, wrong: 0, ambiguous: 0, none: 0 },
    { use: 'conflict', n: 1, right: 0, wrong: 0, ambiguous: 1, none: 0 },
    { use: 'redacted', n: 1, right: 0, wrong: 0, ambiguous: 0, none: 1 },
  ]);
  expect(found.precision).toBe(4 / 6);
  expect(found.recall).toBe(2 / 5);
  expect(found.abstained).toBe(1 - 2 / 4);
  expect(found.disagreements).toBe(1);
  expect(found.wrong.map(({ label: { use, name } }) => [use, name])).toEqual([
    ['truth', 'wrong'],
    ['absent', 'wrong'],
  ]);
  expect(found.missed.map(({ label: { name } }) => name)).toEqual(['wrong', 'tied', 'unfound']);
});

test('names are counted by how they are printed too, and a label adjudicated as noise is not asked for', () => {
  const noisy = { use: 'truth', name: 'REED', number: '06903140' } as const;
  const { kinds, recall, recallOfTellable } = evaluateMatching(
    [label('truth', 'right Ltd'), label('absent', 'wrong LLP'), label('conflict', 'right LLP'), noisy],
    find,
  );
  const counts = { right: 0, wrong: 0, ambiguous: 0, none: 0 };
  expect(kinds).toEqual([
    { print: 'legal form', ...counts, n: 1, right: 1, tellable: 1, found: 1 },
    { print: 'llp', ...counts, n: 1, wrong: 1, tellable: 0, found: 0 },
    { print: 'no form', ...counts, n: 1, none: 1, tellable: 0, found: 0 },
  ]);
  expect([recall, recallOfTellable]).toEqual([1 / 2, 1]);
});

test('a conflict that is left alone for another reason, or that is none, is no disagreement', () => {
  const tied = (mention: PrintedMention): MatchResult => ({
    ...find({ ...mention, name: 'tied' }),
    reason: 'a tie',
  });
  expect(evaluateMatching([label('conflict', 'tied')], tied).disagreements).toBe(0);
  const disagreeing = (mention: PrintedMention): MatchResult => find({ ...mention, number: right });
  expect(evaluateMatching([label('tie', 'tied')], disagreeing).disagreements).toBe(0);
  const matchedBoth = (mention: PrintedMention): MatchResult => ({
    ...find({ ...mention, number: right }),
    outcome: 'matched',
  });
  expect(evaluateMatching([label('conflict', 'x')], matchedBoth).disagreements).toBe(0);
});
