import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPostings } from './postings.ts';
import { createTextColumn } from './text-column.ts';

test('whatever is filed under a key is found under it, in the order in which it was filed, and nothing else', () => {
  const filed = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'ACORN', 'EXAMPLE CARE', ''), fc.nat(1e6)));
  fc.assert(
    fc.property(filed, (all) => {
      const builder = createPostings();
      for (const [key, row] of all) builder.add(key, row);
      const postings = builder.finish();
      expect(postings.bytes).toBe(all.length * 8);
      for (const wanted of ['A', 'B', 'ACORN', 'EXAMPLE CARE', '', 'NEVER FILED']) {
        const [from, to] = postings.range(wanted);
        const found = Array.from({ length: to - from }, (_, at) => postings.rowAt(from + at));
        expect(found).toEqual(all.flatMap(([key, row]) => (key === wanted ? [row] : [])));
      }
    }),
  );
});

test('thousands of keys over several chunks are each found', () => {
  const builder = createPostings();
  for (let row = 0; row < 5_000; row += 1) builder.add(`key ${row % 2_500}`, row);
  const postings = builder.finish();
  for (const key of [0, 1, 999, 1_024, 2_499]) {
    const [from, to] = postings.range(`key ${key}`);
    expect([to - from, postings.rowAt(from), postings.rowAt(to - 1)]).toEqual([2, key, key + 2_500]);
  }
});

test('texts are kept as they were pushed, in one line each, over blocks that grow', () => {
  const column = createTextColumn();
  const texts = Array.from({ length: 3_000 }, (_, at) => `Exämple ${at} ${'x'.repeat(at % 90)}`);
  for (const text of texts) column.push(text);
  column.push('two\r\nlines');
  column.push('');
  expect(column.size).toBe(3_002);
  for (const at of [0, 1, 1_023, 1_024, 2_999]) expect(column.at(at)).toBe(texts[at]);
  expect([column.at(3_000), column.at(3_001)]).toEqual(['two  lines', '']);
  for (const none of [3_002, 4_000, -1]) expect(() => column.at(none)).toThrow(`no text at ${none}`);
  expect(() => createTextColumn().at(0)).toThrow(new RangeError('no text at 0'));
});

test('a text longer than the smallest block has a block of its own, and none is longer than the largest', () => {
  const column = createTextColumn();
  const long = 'y'.repeat(100_000);
  column.push('short');
  expect(column.bytes).toBe(1_024 * 4 + 65_536);
  column.push(long);
  column.push('after');
  expect([column.at(0), column.at(1), column.at(2)]).toEqual(['short', long, 'after']);
  expect(column.bytes).toBe(1_024 * 4 + 65_536 + 131_072);
  expect(() => column.push('z'.repeat(2 ** 24))).toThrow(new RangeError('text column is full'));
});
