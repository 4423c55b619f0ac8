import { SupplierId } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { compareModels } from './compare-models.ts';
import { foldSignals } from './facts.ts';
import { model } from './model.ts';
import { madeFiling, noticeOf, said } from './testing.ts';

const stricter = {
  ...model,
  version: 'shadow',
  rows: model.rows.map((row) =>
    row.indicator.id === 'strike-off-proposed' ? { ...row, weight: { ...row.weight, points: 40 } } : row,
  ),
};
const supplier = (signals: Parameters<typeof foldSignals>[1]) => ({
  supplierId: SupplierId.parse('1'),
  facts: foldSignals({}, signals),
  asOf: '2024-12-01',
  previousBand: null,
});

test('a new version lists who would change band, and why', () => {
  const moved = compareModels(
    supplier([said('2024-11-01', madeFiling('strike-off-proposed'))]),
    model,
    stricter,
  );
  expect(moved).toEqual({
    supplierId: '1',
    asOf: '2024-12-01',
    from: 'watch',
    to: 'elevated',
    scoreFrom: 25,
    scoreTo: 40,
    because: ['strike-off-proposed: 25 → 40'],
  });
});

test('and says nothing of suppliers that stay where they are', () => {
  expect(
    compareModels(supplier([said('2024-11-01', noticeOf('2410', 'administration'))]), model, stricter),
  ).toBeNull();
  expect(compareModels(supplier([]), model, stricter)).toBeNull();
});
