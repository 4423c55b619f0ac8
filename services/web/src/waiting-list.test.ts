import { MoneyByBasis } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { isWanted } from './waiting-list.ts';

const paid = (pence: number) => ({
  of: 'payee' as const,
  contractValue: null,
  paid: MoneyByBasis.parse({ net: pence, gross: 0, unknown: 0 }),
});

test('without a least sum every name that is counted is listed, also one with more credits than payments', () => {
  for (const pence of [-400_00, 0, 1]) expect(isWanted(paid(pence), { of: null, least: 0 })).toBe(true);
  expect(isWanted({ ...paid(0), paid: null }, { of: null, least: 0 })).toBe(true);
});

test('a least sum and where a name stands leave out the others', () => {
  expect(isWanted(paid(999_99), { of: null, least: 1_000 })).toBe(false);
  expect(isWanted(paid(1_000_00), { of: 'payee', least: 1_000 })).toBe(true);
  expect(isWanted(paid(1_000_00), { of: 'line', least: 0 })).toBe(false);
});
