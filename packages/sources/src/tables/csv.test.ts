import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCsvReader, csvRecords } from './csv.ts';

const cellsOf = (...pieces: string[]) => [...csvRecords(pieces)].map(({ cells }) => cells);

test.each([
  ['LF', 'a,b\nc,d\n'],
  ['CRLF', 'a,b\r\nc,d\r\n'],
  ['bare CR', 'a,b\rc,d\r'],
  ['semicolons', 'a;b\nc;d'],
  ['tabs', 'a\tb\nc\td'],
  ['no line end at the end', 'a,b\nc,d'],
])('two records are read from lines with %s', (_, text) => {
  expect(cellsOf(text)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('quoted cells keep separators, line ends and doubled quotes; quotes inside a word are letters', () => {
  expect(cellsOf('"a,\r\nb","say ""x""",5" pipe\n')).toEqual([['a,\r\nb', 'say "x"', '5" pipe']]);
});

test('a file that ends inside quotation marks says so', () => {
  expect([...csvRecords(['a,"b\nc'])]).toEqual([{ cells: ['a', 'b\nc'], cut: true }]);
});

test('a long record whose end does not come is looked at again once there is twice as much, not with every piece', () => {
  const reader = createCsvReader();
  const recordsIn = (piece: string) => [...reader.write(piece)].length;
  expect(recordsIn('a,'.repeat(40_000))).toBe(0);
  expect(recordsIn('\n')).toBe(0);
  expect(recordsIn('b,'.repeat(40_000))).toBe(1);
  expect([...reader.end()]).toHaveLength(1);
  expect(recordsIn('a,')).toBe(0);
});

test('blank lines and ragged records are records too', () => {
  expect(cellsOf('a,b\n\nc\n,,,\n')).toEqual([['a', 'b'], [''], ['c'], ['', '', '', '']]);
});

test('whatever is written is read back, wherever the text is cut into pieces', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '£', '1') });
  const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(records, fc.array(fc.nat(60), { maxLength: 4 }), (given, cuts) => {
      const written = given
        .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
        .join('\r\n');
      const at = [
        0,
        ...cuts.map((cut) => Math.min(cut, written.length)).sort((a, b) => a - b),
        written.length,
      ];
      // The separator is told from the first piece, so that it holds one.
      const pieces = at.slice(1).map((end, n) => written.slice(at[n], end));
      expect(cellsOf(`x,x,x,x\n`, ...pieces).slice(1)).toEqual(given);
    }),
  );
});
