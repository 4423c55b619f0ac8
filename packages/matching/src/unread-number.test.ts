import { CompanyNumber } from '@tocsin/domain';
import { expect, test } from 'vitest';
import type { MatchResult } from './match.ts';
import { withUnreadNumber } from './unread-number.ts';

const number = CompanyNumber.parse('99100006');
const none: MatchResult = {
  outcome: 'none',
  number: null,
  score: 0,
  kind: 'company',
  reason: 'no name',
  candidates: [],
};
const matched: MatchResult = { ...none, outcome: 'matched', number, reason: 'the same words' };

test('a number that cannot be read is said, and takes nothing from the name', () => {
  expect(withUnreadNumber(none, null)).toBe(none);
  expect(withUnreadNumber(none, '991')).toEqual({
    ...none,
    reason: 'no name; a number is printed that could not be read: “991”',
  });
  expect(withUnreadNumber(matched, 'GB-COH-991')).toMatchObject({ outcome: 'matched', number });
});

test('of two numbers in one cell the one of the company of that name is meant, and else a person is asked', () => {
  const two = '99100006 / 99100007';
  expect(withUnreadNumber(matched, two)).toMatchObject({
    number,
    reason: expect.stringContaining('of which 99100006 fits the name'),
  });
  expect(withUnreadNumber(none, two)).toMatchObject({
    outcome: 'ambiguous',
    reason: expect.stringContaining('the company numbers 99100006 and 99100007: say which is meant'),
  });
  expect(withUnreadNumber(matched, '99100008 or 99100007')).toMatchObject({
    outcome: 'ambiguous',
    number: null,
    reason: expect.stringContaining('number and name disagree'),
  });
});

test('a human being stays nobody’s', () => {
  const person = { ...none, kind: 'individual' } as const;
  expect(withUnreadNumber(person, '99100006 / 99100007')).toBe(person);
});
