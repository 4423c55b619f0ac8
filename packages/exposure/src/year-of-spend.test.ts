import { expect, test } from 'vitest';
import type { HeldContract } from './hold.ts';
import { unseenSuppliers, type SupplierSpend } from './year-of-spend.ts';

const paid = (
  supplierId: string | null,
  pounds: number,
  vat: SupplierSpend['vat'] = 'net',
): SupplierSpend => ({
  supplierId,
  outcome: 'matched',
  vat,
  pence: pounds * 100,
  payments: 2,
  firstPaidOn: '2026-01-01',
  lastPaidOn: '2026-02-01',
});

test('who was paid over £5,000 in one VAT basis without a known contract is told, the most first', () => {
  const bySupplier = [
    paid('1', 9_000),
    paid('2', 3_000),
    paid('2', 2_000),
    paid('3', 3_000),
    paid('3', 2_001),
    paid('4', 4_000),
    paid('4', 4_000, 'gross'),
    paid('5', 7_000, 'unknown'),
    paid('6', 6_000, 'gross'),
    paid(null, 99_000),
  ];
  const held = [{ suppliers: [{ supplierId: null }, { supplierId: '1' }] }] as unknown as HeldContract[];
  expect(
    unseenSuppliers({ bySupplier }, held).map(({ supplierId, spend, payments }) => [
      supplierId,
      Object.values(spend),
      payments,
    ]),
  ).toEqual([
    ['5', [0, 0, 700_000], 2],
    ['6', [0, 600_000, 0], 2],
    ['3', [500_100, 0, 0], 4],
  ]);
});
