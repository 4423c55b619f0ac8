import { CompanyNumber } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { notIssuedBefore } from './number-series.ts';

function told(number: string): string | null {
  return notIssuedBefore(CompanyNumber.parse(number));
}

test('a number tells a day before which it was not issued, a year and more before it was', () => {
  expect(told('13507518')).toBe('2019-10-01');
  expect([told('05999999'), told('06000000'), told('06999999'), told('07000000')]).toEqual([
    null,
    '2005-10-01',
    '2005-10-01',
    '2008-07-01',
  ]);
});

test('other series, and numbers that were never issued, tell nothing', () => {
  expect(['SC700000', 'OC400000', 'RS008000', '20000000', '99000001'].map(told)).toEqual(Array(5).fill(null));
  expect(told('19999999')).toBe('2023-09-01');
});
