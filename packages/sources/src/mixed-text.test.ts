import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMixedDecoder } from './mixed-text.ts';

test('a pound sign of Excel and one of UTF-8 in the same file are both pound signs', () => {
  const bytes = Buffer.concat([
    Buffer.from([0xa3]),
    Buffer.from('5 and £6, café'),
    Buffer.from([0xe9, 0x20]),
  ]);
  expect(openMixedDecoder().decode(bytes)).toBe('£5 and £6, caféé ');
});

test('what Excel saves by one byte is what it showed: a euro is no pound, and an apostrophe is one', () => {
  const text = '€50,000 – St Mary’s “Care” … ™ Žižkov £5 é';
  const bytes = Array.from(text).map((letter) => {
    const excel = {
      '€': 0x80,
      '…': 0x85,
      Ž: 0x8e,
      '’': 0x92,
      '“': 0x93,
      '”': 0x94,
      '–': 0x96,
      '™': 0x99,
      ž: 0x9e,
    };
    return (excel as Readonly<Record<string, number>>)[letter] ?? letter.charCodeAt(0);
  });
  expect(openMixedDecoder().decode(Uint8Array.from(bytes))).toBe(text);
});

test('letters of Excel are letters, also where their bytes would make a character that nobody here writes', () => {
  const printed = 'Aé££A, Ö£5, ÀÈ£';
  expect(openMixedDecoder().decode(Buffer.from(printed, 'latin1'))).toBe(printed);
  const utf8 = 'Ștefan, Łódź, “50 €” – Größe™';
  expect(openMixedDecoder().decode(Buffer.from(utf8))).toBe(utf8);
});

test('wherever a file is cut, it says the same', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }).map((text) => Buffer.from(text)),
    fc.constantFrom(0x80, 0x92, 0xa3, 0xc3, 0xe2, 0xe9, 0xf0).map((byte) => Buffer.from([byte])),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(80), { maxLength: 5 }), (parts, cuts) => {
      const bytes = Buffer.concat(parts);
      const decoder = openMixedDecoder();
      let from = 0;
      let text = '';
      for (const cut of cuts.toSorted((a, b) => a - b)) {
        text += decoder.decode(bytes.subarray(from, Math.max(from, cut)), { stream: true });
        from = Math.max(from, cut);
      }
      text += decoder.decode(bytes.subarray(from));
      expect(text).toBe(openMixedDecoder().decode(bytes));
    }),
  );
});
