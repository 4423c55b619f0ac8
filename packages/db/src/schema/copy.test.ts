import { expect, test } from 'vitest';
import { copyJson, copyLine, copyText } from './copy.ts';

test('a row is copied as cells between tabs, with nothing told from an empty text', () => {
  expect(copyLine(['a', 7, null, ''])).toBe('a\t7\t\\N\t\n');
});

test.each([
  ['a\tb', 'a\\tb'],
  ['a\nb', 'a\\nb'],
  ['a\rb', 'a\\rb'],
  ['a\\b', 'a\\\\b'],
  ['plain', 'plain'],
])('what would end a cell or a row is copied as what it is: %j', (text, copied) => {
  expect(copyText(text)).toBe(copied);
});

test('a list is copied with each of its texts in quotes', () => {
  expect(copyLine([['a', 'b"c', 'd\\e']])).toBe('{"a","b\\\\"c","d\\\\\\\\e"}\n');
});

test('of JSON only backslashes are special to COPY', () => {
  expect(copyJson({ a: 'b\nc' })).toBe('{"a":"b\\\\nc"}');
  expect(copyJson({ a: 'b' })).toBe('{"a":"b"}');
});
