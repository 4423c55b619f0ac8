import { expect, test } from 'vitest';
import { passageAfter, sentenceAround, tidy } from './sentences.ts';

const around = (text: string) => sentenceAround(text, text.indexOf('doubt'), 'doubt'.length);

test.each([
  ['First one. We doubt it. Last.', 'We doubt it.'],
  ['doubt it. Last.', 'doubt it.'],
  ['First. We doubt it', 'We doubt it'],
  ['First.\nWe doubt\nit all. Last.', 'We doubt it all.'],
])('the sentence that holds a match is told whole: %o', (text, sentence) => {
  expect(around(text)).toBe(sentence);
});

test('a sentence without an end is told by 500 characters that hold the match', () => {
  expect(around(`${'x'.repeat(1_000)}doubt${'y'.repeat(1_000)}`)).toBe(`${'x'.repeat(495)}doubt`);
  expect(around(`doubt${'y'.repeat(1_000)}`)).toBe(`doubt${'y'.repeat(495)}`);
});

test.each([
  ['Heading: – Text here. More.', 7, 'Text here.'],
  ['Heading', 7, ''],
  ['A: b - c. D', 1, 'b - c.'],
  ['HeadingText: more. D', 7, 'Text: more.'],
  ['y'.repeat(1_000), 0, 'y'.repeat(500)],
])(
  'the passage after a heading is its first sentence, without what divides them: %s',
  (text, index, passage) => {
    expect(passageAfter(text, index)).toBe(passage);
  },
);

test('spaces are one, and nothing is longer than 500 characters', () => {
  expect(tidy(' a  b\n\t c ')).toBe('a b c');
  expect(tidy('z'.repeat(600))).toHaveLength(500);
});
