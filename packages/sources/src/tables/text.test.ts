import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, decodeText } from './text.ts';

/** Enough of one letter that pieces of the file end in the middle of what follows. */
const text = fc
  .tuple(fc.integer({ min: 65_500, max: 65_540 }), fc.string({ unit: 'binary', maxLength: 100 }))
  .map(([letters, rest]) => `${'a'.repeat(letters)}${rest}é€😀${rest}`);

test('characters that lie across two pieces of a file come out whole', () => {
  fc.assert(
    fc.property(text, (printed) => {
      expect([...decodeText(new TextEncoder().encode(printed))].join('')).toBe(printed);
    }),
  );
});

const PLAIN = /^(?:[!-~\u00A1-\u02FF]+(?: [!-~\u00A1-\u02FF]+)*)?$/;
const words = fc.string({
  unit: fc.constantFrom('a', ' ', '~', '!', '\u007F', '\u00A0', '\u00A1', '\u02FF', '\u0300', '\t', '\u200B'),
});

test('text that is plain stays as it is; of any other no space is doubled or at an end', () => {
  fc.assert(
    fc.property(words, (printed) => {
      const clean = cleanText(printed);
      if (PLAIN.test(printed)) expect(clean).toBe(printed);
      else
        expect(clean).toBe(
          printed
            .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
            .replace(/\s+/g, ' ')
            .trim(),
        );
    }),
  );
});
