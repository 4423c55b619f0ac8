import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompanyNumber } from '@tocsin/domain';
import {
  applyDecisions,
  mentionText,
  type Decision,
  type DecisionEntry,
  type DecisionScope,
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
const national: DecisionScope = { kind: 'text', text: mentionText('EXAMPLE CARE LTD') };

function decide(id: string, scope: DecisionScope, number: CompanyNumber | null, at: string): Decision {
  return { id, kind: 'decided', scope, number, by: 'an officer', at, why: 'invoice seen' };
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
  expect(result.reason).toBe('decided by an officer on 2026-01-01 to be 01000001: invoice seen');
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
  const result = applyDecisions({ ...mention, number: '1000002' }, undecided, [nationwide]);
  expect(result).toMatchObject({ outcome: 'ambiguous', number: null, decision: null });
  expect(result.reason).toContain('number and name disagree');
  expect(applyDecisions({ ...mention, number: '1000001' }, undecided, [nationwide]).number).toBe(one);
});

test('nobody can decide an individual or a redacted name to be a company', () => {
  const person: MatchResult = { ...undecided, outcome: 'none', kind: 'individual' };
  expect(applyDecisions(mention, person, [nationwide, local])).toEqual({ ...person, decision: null });
});

test('the order of the log does not matter', () => {
  const log: readonly DecisionEntry[] = [nationwide, local, later, undoing];
  fc.assert(
    fc.property(fc.shuffledSubarray([...log], { minLength: log.length }), (shuffled) => {
      expect(applyDecisions(mention, undecided, shuffled)).toEqual(applyDecisions(mention, undecided, log));
    }),
  );
});
