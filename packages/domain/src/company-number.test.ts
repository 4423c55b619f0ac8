import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCompanyNumber } from './company-number.ts';

test('six and seven digits have lost their leading zeros', () => {
  expect(readCompanyNumber('158718')).toBe('00158718');
  expect(readCompanyNumber('7689604')).toBe('07689604');
  expect(readCompanyNumber('03782379')).toBe('03782379');
});

test('nine digits, four digits, zeros and words are not company numbers', () => {
  for (const printed of ['458577871', '1234', '00000000', 'n/a', '', 'GB123456']) {
    expect(readCompanyNumber(printed)).toBeNull();
  }
});

test('Scottish companies, partnerships, societies and charter bodies keep their letters', () => {
  expect(readCompanyNumber('sc 500727')).toBe('SC500727');
  expect(readCompanyNumber('SC12345')).toBe('SC012345');
  expect(readCompanyNumber('OC301540')).toBe('OC301540');
  expect(readCompanyNumber('IP00525R')).toBe('IP00525R');
  expect(readCompanyNumber('RC000123')).toBe('RC000123');
});

test('reading a well-formed number again changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), (printed) => {
      const number = readCompanyNumber(printed);
      expect(number === null ? null : readCompanyNumber(number)).toBe(number);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 100_000, max: 99_999_999 }), (digits) => {
      expect(readCompanyNumber(String(digits))).toBe(String(digits).padStart(8, '0'));
    }),
  );
});
