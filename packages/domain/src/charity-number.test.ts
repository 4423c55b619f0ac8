import { expect, test } from 'vitest';
import { findLabelledCharity, readCharityNumber } from './charity-number.ts';

test.each([
  ['1234567', '1234567'],
  [' 1 234 567 ', '1234567'],
  ['123456', '123456'],
  ['1089464-12', '1089464-12'],
  ['12345', null],
  ['12345678', null],
  ['1089464-', null],
  ['x1089464', null],
  ['1089464x', null],
  ['', null],
])('%s is read as %s', (printed, number) => {
  expect(readCharityNumber(printed)).toBe(number);
});

test.each([
  ['Charity No. 1089464', '1089464'],
  ['Registered charity number: 1089464-1', '1089464-1'],
  ['charity 108 9464', '1089464'],
  ['1089464', null],
  ['Charity', null],
  ['Charity No. 99002001 and more', null],
])('%s calls itself a charity’s number: %s', (printed, number) => {
  expect(findLabelledCharity(printed)).toBe(number);
});
