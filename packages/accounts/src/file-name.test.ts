import { describe, expect, it } from 'vitest';
import { companyNumber, readFilingName } from './file-name.ts';

describe('A company number in a filing', () => {
  it.each([
    ['3782379', '03782379'],
    ['sc 12345', 'SC012345'],
    ['R0000123', 'R0000123'],
    ['IP19447R', 'IP19447R'],
    ['SP2555RS', 'SP2555RS'],
  ])('%s is read as the register writes it', (printed, number) => {
    expect(companyNumber(printed)).toBe(number);
  });

  it.each(['ABCDEFGH', 'A1B2C3D4', '123456789', ''])('"%s" is not made one', (printed) => {
    expect(companyNumber(printed)).toBeNull();
  });

  it('is not taken from a file name that has eight letters in its place', () => {
    expect(readFilingName('Prod223_3966_ABCDEFGH_20240331.html')).toBeNull();
    expect(readFilingName('Prod223_3966_03782379_20240331.html')).toEqual({
      companyNumber: '03782379',
      balanceDate: '2024-03-31',
    });
  });
});
