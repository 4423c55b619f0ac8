import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseCompanyNumber, readPrintedNumber } from './company-number.ts';

test.each([
  ['158718', '00158718'],
  ['3195457', '03195457'],
  ['03195457.0', '03195457'],
  [' oc 301540 ', 'OC301540'],
  ['SC12345', 'SC012345'],
  ['IP21143R', 'IP21143R'],
  ['GB-COH-158718', '00158718'],
])('%s is read as %s', (printed, number) => {
  expect(normaliseCompanyNumber(printed)).toBe(number);
});

test.each([
  ['123456789', 'it has 9 digits, a company number has eight'],
  ['00000000', 'it is all zeros'],
  ['GB-CHC-1234567', 'it belongs to another scheme'],
  ['N/A', 'it has not the form of a company number'],
  ['', 'it has not the form of a company number'],
])('%s is refused because %s', (printed, reason) => {
  expect(readPrintedNumber(printed)).toEqual({ number: undefined, reason });
});

test('a number once read is read as itself', () => {
  fc.assert(
    fc.property(fc.string(), (printed) => {
      const number = normaliseCompanyNumber(printed);
      expect(number === undefined || normaliseCompanyNumber(number) === number).toBe(true);
    }),
  );
});
