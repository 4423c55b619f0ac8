import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import {
  applyDecisions,
  confirming,
  printedText,
  standingDecisions,
  type Decision,
  type DecisionEntry,
  type DecisionScope,
  type Verdict,
} from './decisions.ts';
import type { MatchResult } from './match.ts';

const [one, two] = [CompanyNumber.parse('01000001'), CompanyNumber.parse('01000002')];
const undecided: MatchResult = {
  outcome: 'ambiguous',
  number: null,
  score: 70,
  kind: 'company',
  reason: '2 companies fit',
  candidates: [],
};
const mention = { id: 'm1', name: 'Example  Care ltd' };
const national: DecisionScope = { kind: 'text', text: printedText({ name: 'EXAMPLE CARE LTD' }) };

function decide(
  id: string,
  scope: DecisionScope,
  number: CompanyNumber | null,
  at: string,
  verdict: Verdict = number === null ? 'none' : 'company',
): Decision {
  return { id, kind: 'decided', scope, verdict, number, by: 'an officer', at, why: 'invoice seen' };
}

const nationwide = decide('d1', national, one, '2026-01-01T09:00:00Z');
const local = decide('d2', { kind: 'mention', mentionId: 'm1' }, two, '2025-01-01T09:00:00Z');
const later = decide('d3', national, null, '2026-02-01T09:00:00Z');
const undoing: DecisionEntry = {
  id: 'u1',
  kind: 'undone',
  decision: 'd3',
  by: 'another',
  at: '2026-03-01T09:00:00Z',
  why: 'wrong invoice',
};

test('a decision holds nationwide where the same text is printed, and says who, when and why', () => {
  const result = applyDecisions(mention, undecided, [nationwide]);
  expect(result).toMatchObject({ outcome: 'matched', number: one, decision: { id: 'd1' } });
  expect(result.reason).toBe('by decision of an officer on 2026-01-01 that it is 01000001: invoice seen');
  expect(applyDecisions({ ...mention, name: 'Example Care Group Ltd' }, undecided, [nationwide])).toEqual({
    ...undecided,
    decision: null,
  });
});

test('a decision on the mention itself outranks a later nationwide one', () => {
  expect(applyDecisions(mention, undecided, [nationwide, local]).number).toBe(two);
  expect(applyDecisions({ ...mention, id: 'm2' }, undecided, [nationwide, local]).number).toBe(one);
});

test('the latest holds, and undoing it brings back the one before', () => {
  expect(applyDecisions(mention, undecided, [nationwide, later])).toMatchObject({
    outcome: 'none',
    number: null,
  });
  expect(applyDecisions(mention, undecided, [nationwide, later, undoing]).number).toBe(one);
});

test('a nationwide decision does not overrule a printed number that says otherwise', () => {
  const numbered = { ...mention, number: '1000002' };
  const scope: DecisionScope = { kind: 'text', text: printedText(numbered) };
  const elsewhere = decide('d4', scope, one, '2026-01-01T09:00:00Z');
  const result = applyDecisions(numbered, undecided, [elsewhere]);
  expect(result).toMatchObject({ outcome: 'ambiguous', number: null, decision: null });
  expect(result.reason).toContain('number and name disagree');
  expect(applyDecisions(numbered, undecided, [{ ...elsewhere, number: two }]).number).toBe(two);
});

test('where a council’s papers say the number, what others decided may confirm it and counts for nothing else', () => {
  const others: readonly DecisionEntry[] = [
    nationwide,
    later,
    undoing,
    decide('d6', national, two, later.at),
  ];
  expect(confirming(others, null)).toEqual(others);
  expect(confirming(others, one).map(({ id }) => id)).toEqual(['d1', 'u1']);
  expect(confirming(others, two).map(({ id }) => id)).toEqual(['u1', 'd6']);
});

test('nobody can decide an individual or a redacted name to be a company', () => {
  const person: MatchResult = { ...undecided, outcome: 'none', kind: 'individual' };
  const result = applyDecisions(mention, person, [nationwide, local]);
  expect(result).toEqual({ ...person, outcome: 'not-a-company', decision: null });
});

test('a name that a person calls a public body, a charity or an individual is no company', () => {
  const body = decide('d5', national, null, '2026-01-01T09:00:00Z', 'public-body');
  expect(applyDecisions(mention, undecided, [body])).toMatchObject({
    outcome: 'not-a-company',
    number: null,
    reason: 'by decision of an officer on 2026-01-01 that it is a public body: invoice seen',
  });
});

test('the same text is the same name, number and postcode, however it is spaced and capitalised', () => {
  const text = printedText({ name: ' example  care ltd', number: '1000001', postcode: 'wf12ab' });
  expect(text).toBe(printedText({ name: 'Example Care Ltd', number: '01000001', postcode: 'WF1 2AB' }));
  for (const other of [
    { name: 'Example Care Ltd', number: '01000002', postcode: 'WF1 2AB' },
    { name: 'Example Care Ltd', number: '01000001', postcode: null },
    { name: 'Example Care Limited', number: '01000001', postcode: 'WF1 2AB' },
  ])
    expect(printedText(other)).not.toBe(text);
});

test('what was taken back does not stand', () => {
  expect(standingDecisions([later, undoing, nationwide]).map(({ id }) => id)).toEqual(['d1']);
});

test('the order of the log does not matter', () => {
  const log: readonly DecisionEntry[] = [nationwide, local, later, undoing];
  fc.assert(
    fc.property(fc.shuffledSubarray([...log], { minLength: log.length }), (shuffled) => {
      expect(applyDecisions(mention, undecided, shuffled)).toEqual(applyDecisions(mention, undecided, log));
    }),
  );
});
