import { expect, test } from 'vitest';
import { readCharityNumber } from './charity-number.ts';

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
