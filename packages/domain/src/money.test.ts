import { expect, test } from 'vitest';
import type { VatBasis } from './contract.ts';
import { Pence } from './ids.ts';
import { sumByBasis, sumKnown } from './money.ts';

const money = (pence: number, vat: VatBasis) => ({ pence: Pence.parse(pence), vat });

test('sums are added within their own VAT basis, credits too, and what is not known adds nothing', () => {
  const sums = [money(5, 'net'), money(-2, 'net'), null, money(3, 'gross'), money(1, 'unknown')];
  expect(sumByBasis(sums)).toEqual({ net: 3, gross: 3, unknown: 1 });
  expect(sumKnown(sums)).toEqual({ net: 3, gross: 3, unknown: 1 });
});

test('of nothing the sum is zero, of what is not known it is not known', () => {
  const zero = { net: 0, gross: 0, unknown: 0 };
  expect([sumByBasis([]), sumKnown([]), sumByBasis([null])]).toEqual([zero, zero, zero]);
  expect(sumKnown([null, null])).toBeNull();
  expect(sumKnown([null, money(0, 'net')])).toEqual(zero);
});
