import { expect, test } from 'vitest';
import { printedSupplier } from './printed.ts';

const unknown = { namesNumber: false, outcome: 'waiting', supplierId: null } as const;

test('nobody looks for a name that was withheld, nor for a person, whatever was found of it', () => {
  for (const outcome of ['waiting', 'none', 'not-a-company'] as const) {
    expect(printedSupplier('REDACTED', { ...unknown, outcome }).outcome).toBe('redacted');
    expect(printedSupplier('Mrs A Example', { ...unknown, outcome }).outcome).toBe('person');
    expect(printedSupplier('Example Ltd', { ...unknown, outcome }).outcome).toBe(outcome);
  }
});

test('who was found by a number is who it is, and only a person’s or a hidden name is not shown', () => {
  const found = { namesNumber: true, outcome: 'matched', supplierId: '1' } as const;
  expect(printedSupplier('John Example', found)).toEqual({
    printedName: 'John Example',
    shownName: 'Name not shown: it reads like a person’s',
    ...found,
  });
  expect(printedSupplier('Example Ltd', found)).toEqual({ printedName: 'Example Ltd', ...found });
});
