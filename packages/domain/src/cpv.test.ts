import { expect, test } from 'vitest';
import { categoryOfCpv } from './cpv.ts';

test('a code is of its division, however long it is written', () => {
  expect(['85000000', '85311100-3', '45', '79100000'].map(categoryOfCpv)).toEqual([
    'Health and social care',
    'Health and social care',
    'Construction work',
    'Business, legal and consultancy services',
  ]);
});

test('what is no code is of no category', () => {
  expect([null, '', '8', '99000000', 'Care'].map(categoryOfCpv)).toEqual([null, null, null, null, null]);
});
