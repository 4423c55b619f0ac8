import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, decodeStream, decodeText, doubtOfEncoding } from './text.ts';

/** Enough of one letter that pieces of the file end in the middle of what follows. */
const text = fc
  .tuple(fc.integer({ min: 65_500, max: 65_540 }), fc.string({ unit: 'binary', maxLength: 100 }))
  .map(([letters, rest]) => `${'a'.repeat(letters)}${rest}é€😀${rest}`);

test('characters that lie across two pieces of a file come out whole, and NULs not at all', () => {
  fc.assert(
    fc.property(text, (printed) => {
      const read = [...decodeText(new TextEncoder().encode(printed))].join('');
      expect(read).toBe(printed.replaceAll('\0', ''));
    }),
  );
});

const encoded = fc
  .tuple(
    fc.string({ maxLength: 40 }),
    fc.constantFrom<BufferEncoding>('utf8', 'latin1', 'utf16le'),
    fc.boolean(),
  )
  .map(([printed, encoding, marked]) => Buffer.from(`${marked ? '\uFEFF' : ''}Größe ${printed}`, encoding));

test('a file that comes in pieces is the text that it is when held whole, in every encoding', async () => {
  await fc.assert(
    fc.asyncProperty(encoded, fc.integer({ min: 2, max: 60 }), async (bytes, cut) => {
      async function* pieces() {
        yield bytes.subarray(0, cut);
        yield bytes.subarray(cut);
      }
      let streamed = '';
      for await (const piece of decodeStream(pieces)) streamed += piece;
      expect(streamed).toBe([...decodeText(bytes)].join(''));
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
            .replace(/\p{Cc}+/gu, ' ')
            .replace(/\p{Cf}/gu, '')
            .replace(/\s+/g, ' ')
            .trim(),
        );
    }),
  );
});

test('one odd byte spoils nothing but itself, and that the file is not clean is said', () => {
  const clean = Buffer.from('Café Ltd,£5\n');
  const spoilt = Buffer.concat([clean, Buffer.from([0x92]), Buffer.from('n Co,£6\n')]);
  expect([...decodeText(spoilt)].join('')).toBe('Café Ltd,£5\n’n Co,£6\n');
  expect(doubtOfEncoding(spoilt)).toContain('not written in UTF-8 throughout');
  expect(doubtOfEncoding(clean)).toBeNull();
  expect(doubtOfEncoding(Buffer.from('\uFEFFCafé', 'utf16le'))).toBeNull();
  expect(doubtOfEncoding(Buffer.from('PK\u0003\u0004é', 'latin1'))).toBeNull();
});
