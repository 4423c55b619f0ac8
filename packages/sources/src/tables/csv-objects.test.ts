import { expect, test } from 'vitest';
import { csvObjects } from './csv-objects.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('rows stand under the names of their header, whatever bars their cells hold', () => {
  expect(csvObjects(bytes('\uFEFFname,suppliers\r\n\r\n"A, B",[X|Y|Z][U|V|W]\r\n'))).toEqual([
    { name: 'A, B', suppliers: '[X|Y|Z][U|V|W]' },
  ]);
});

test('a row of another width is refused by its number, unless the list is known to be ragged', () => {
  const torn = bytes('a,b\n1,2\n1,2,3\n4\n');
  expect(() => csvObjects(torn)).toThrow('row 3 has 3 cells, and the header has 2');
  expect(csvObjects(torn, { ragged: true })).toEqual([{ a: '1', b: '2' }, { a: '1', b: '2' }, { a: '4' }]);
});

test('a list that ends inside quotation marks is refused', () => {
  expect(() => csvObjects(bytes('a,b\n1,"2\n'))).toThrow('open in row 2');
});
