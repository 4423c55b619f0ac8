import { expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { scoreBefore, scoreWords } from './assessment-blocks.ts';

test('an assessment that could judge too little has no score, neither now nor before', () => {
  expect(scoreWords(0, 'not-enough-known')).toBe('not enough known for one');
  expect(scoreWords(0, 'no-formal-sign')).toBe('0 of 100');
  expect(scoreWords(65, 'severe')).toBe('65 of 100');
  const before = (from: 'watch' | 'not-enough-known', previous = { score: 12, modelVersion: '1' }) =>
    scoreBefore({ alert: { ...petitionFacts.alert, from }, previous });
  expect([before('watch'), before('not-enough-known')]).toEqual(['12', 'not enough known for one']);
  expect(scoreBefore({ alert: petitionFacts.alert, previous: null })).toBeNull();
});
