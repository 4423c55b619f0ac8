import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRatio, formatShare, formatWholeShare } from './printed-share.ts';

test('a share is printed without a space before its sign', () => {
  expect([0, 0.034, 0.5, 1].map(formatShare)).toEqual(['0%', '3.4%', '50%', '100%']);
  expect([0, 0.034, 0.68, 1].map(formatWholeShare)).toEqual(['0%', '3%', '68%', '100%']);
});

test('some of it is never printed as none of it, nor what lacks a little as the whole', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (share) => {
      expect(['0%', '100%']).not.toContain(formatWholeShare(share));
      expect(['0%', '100%']).not.toContain(formatShare(share));
    }),
  );
});

test.each([
  [0.237, '24%'],
  [-1.3, '-130%'],
  [0.01, '1%'],
  [0.0099, '1.0%'],
  [0.005, '0.5%'],
  [-0.005, '-0.5%'],
  [0, '0%'],
])('a ratio of %f is printed %s', (ratio, words) => {
  expect(formatRatio(ratio)).toBe(words);
});
