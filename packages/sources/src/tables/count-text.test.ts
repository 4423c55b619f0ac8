import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countText } from './count-text.ts';
import { csvRecords } from './csv.ts';

function* repeated(piece: string, times: number): Generator<string> {
  for (let at = 0; at < times; at += 1) yield piece;
}

test('what is counted is what is read', () => {
  const cell = fc.stringMatching(/^[ab "£]{0,4}$/);
  const quoted = cell.map((said) => `"${said.replaceAll('"', '""')}"`);
  const line = fc.array(fc.oneof(cell, quoted), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.nat(),
      (lines, end, cutAt) => {
        const text = lines.map((cells) => cells.join(',')).join(end);
        const records = [...csvRecords([text])];
        fc.pre(text !== '' && !records.some(({ cut }) => cut));
        const cells = records.map((record) => record.cells);
        const holds = (said: string | undefined) => (said ?? '').trim() !== '';
        const widest = Array.from({ length: Math.max(...cells.map(({ length }) => length)) });
        const cut = cutAt % text.length;
        expect(countText([text.slice(0, cut), text.slice(cut)])).toEqual({
          rows: cells.findLastIndex((row) => row.some(holds)) + 1,
          columns: widest.filter((_, at) => cells.some((row) => holds(row[at]))).length,
          longest: Math.max(...cells.flat().map(({ length }) => length)),
        });
      },
    ),
  );
});

test.each([
  [
    '0.8 MB of 100,000 columns',
    () => repeated(`${'abcdefg,'.repeat(100_000)}\n`, 1),
    'columns or more that hold something',
  ],
  ['10 MB of commas', () => repeated(','.repeat(1 << 16), 160), 'a row of 65,536 cells or more'],
  ['a row of empty cells in marks', () => repeated('"",'.repeat(16_384), 1), 'a row of 16,385 cells or more'],
  ['a cell of 300 MB', () => repeated('a'.repeat(1 << 16), 4_800), 'a cell of 65,536 characters or more'],
  [
    'a cell that opens and never closes',
    () => repeated('"a,b\n'.padEnd(1 << 16, 'x,y\n'), 4_800),
    'A quotation mark that opens',
  ],
  ['700,000 rows', () => repeated('a,b\n'.repeat(7_000), 100), '600,000 are read at most'],
])('%s is refused in a sentence, in bounded memory', (_, pieces, reason) => {
  expect(() => countText(pieces())).toThrow(reason);
});

test('a row as wide as a spreadsheet is read', () => {
  expect(countText([`a${','.repeat(16_383)}\n`])).toEqual({ rows: 1, columns: 1, longest: 1 });
});

test('520,000 rows are read', () => {
  expect(countText(repeated('a,b\n'.repeat(5_200), 100))).toEqual({ rows: 520_000, columns: 2, longest: 1 });
});

test('doubled quotation marks are one character, and separators between them belong to the cell', () => {
  expect(countText(['a,"b ""c"", d"\n'])).toEqual({ rows: 1, columns: 2, longest: 8 });
  expect(countText(['a,"b "', '"c"", d"\n'])).toEqual({ rows: 1, columns: 2, longest: 8 });
});
