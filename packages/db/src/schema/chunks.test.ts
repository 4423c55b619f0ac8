import { expect, test } from 'vitest';
import { chunksOf, TOGETHER } from './chunks.ts';

test('a list comes in pieces of at most 500, in its order and whole', () => {
  const list = Array.from({ length: 1_001 }, (_, at) => at);
  expect(TOGETHER).toBe(500);
  expect(chunksOf(list).map(({ length }) => length)).toEqual([500, 500, 1]);
  expect(chunksOf(list).flat()).toEqual(list);
  expect(chunksOf(list.slice(0, 500))).toHaveLength(1);
  expect(chunksOf([])).toEqual([]);
});
