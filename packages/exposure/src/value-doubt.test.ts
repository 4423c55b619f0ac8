import { GssCode, Pence } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { valueDoubt } from './value-doubt.ts';

const district = GssCode.parse('E07000008');
const city = GssCode.parse('E08000025');
const pounds = (sum: number) => ({ pence: Pence.parse(sum * 100), vat: 'net' as const });

test('a district’s £2.2bn carries a doubt, and a city’s long contract does not', () => {
  expect(valueDoubt(district, pounds(2_200_000_000))).toMatch(
    /^Doubtful: more than a district council could hold/,
  );
  expect(valueDoubt(district, pounds(250_000_000))).toBeNull();
  expect(valueDoubt(district, pounds(250_000_000.01))).not.toBeNull();
  expect(valueDoubt(city, pounds(2_700_000_000))).toBeNull();
  expect(valueDoubt(city, pounds(8_000_000_000))).toMatch(/more than one council could hold \(£5bn\)/);
  expect(valueDoubt(district, null)).toBeNull();
});
