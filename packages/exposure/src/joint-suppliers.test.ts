import { expect, test } from 'vitest';
import { jointWith, namesAnyOf } from './joint-suppliers.ts';

const supplier = (supplierId: string | null) => ({
  printedName: `Supplier ${supplierId}`,
  namesNumber: true,
  outcome: 'matched' as const,
  supplierId,
});
const record = (...ids: readonly (string | null)[]) => ({ suppliers: ids.map(supplier) });
const among = (n: number) => record(...Array.from({ length: n }, (_, at) => String(at + 1)));

test('a contract names one of some suppliers where one that it prints is tied to it', () => {
  expect(namesAnyOf(record('1', '2').suppliers, new Set(['2', '3']))).toBe(true);
  expect(namesAnyOf(record('1', null).suppliers, new Set(['2']))).toBe(false);
  expect(namesAnyOf([], new Set(['2']))).toBe(false);
});

test('who supplies together with some suppliers is everybody else on their contracts, each once', () => {
  const joint = jointWith([record('1', '2', null), record('1', '2', '3')], new Set(['1']));
  expect([...joint]).toEqual(['2', '3']);
});

test('a notice of ten suppliers tells who supplies together, one of eleven is a framework in all but name', () => {
  expect(jointWith([among(10)], new Set(['1'])).size).toBe(9);
  expect(jointWith([among(11)], new Set(['1'])).size).toBe(0);
});
