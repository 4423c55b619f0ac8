import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seenLine, seenText } from './seen-text.ts';

test('a text keeps its letters and line ends, and nothing that turns or hides them', () => {
  expect(seenText('Acme\u202E dtL\u202C\r\nCare')).toBe('Acme dtL\r\nCare');
  expect(seenText('Ac\u200Bme\u00AD L\u2060td\uFEFF')).toBe('Acme Ltd');
  expect(seenText('a\0b\u0007c\u0085d')).toBe('abcd');
  expect(seenText('half \uD800 of it')).toBe('half \uFFFD of it');
  expect(seenText('Ærø 😀 Łódź')).toBe('Ærø 😀 Łódź');
});

test('what is drawn as nothing, or as everybody likes, makes no second name', () => {
  for (const unseen of ['\u3164', '\u2800', '\uFE0F', '\u034F', '\u115F', '\uFFA0', '\uE000', '\u{E0041}'])
    expect([unseen, seenLine(`Ac${unseen}me Ltd${unseen}`)]).toEqual([unseen, 'Acme Ltd']);
});

test('a name is one line', () => {
  expect(seenLine(' Acme\r\nCare\t Ltd\u2028 ')).toBe('Acme Care Ltd');
});

test('whatever is sent, nothing unseen is left, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (sent) => {
      const seen = seenText(sent);
      expect(seen).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}\p{DI}\u2800]|(?![\t\n\r])\p{Cc}/u);
      expect(seenText(seen)).toBe(seen);
      expect(seenLine(seen)).toBe(seenLine(sent));
    }),
  );
});
