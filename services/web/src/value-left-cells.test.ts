import { Pence } from '@tocsin/domain';
import { contractTotals } from '@tocsin/exposure';
import { expect, test } from 'vitest';
import { valueLeftCells } from './value-left-cells.ts';

const none = contractTotals([]);
const nothing = Pence.parse(0);

test('what is not known of any contract is left empty, and how many they are is said', () => {
  expect(valueLeftCells({ ...none, contracts: 2, withoutValueLeft: 2, valueLeft: null })).toEqual([
    null,
    null,
    null,
    2,
  ]);
});

test('a sum that leaves some contracts out says of how many', () => {
  const valueLeft = { net: nothing, gross: nothing, unknown: Pence.parse(64_367_816) };
  expect(valueLeftCells({ ...none, contracts: 2, withoutValueLeft: 1, valueLeft })).toEqual([
    0, 0, 643_678.16, 1,
  ]);
  expect(valueLeftCells(none)).toEqual([0, 0, 0, 0]);
});
