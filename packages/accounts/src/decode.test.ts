import { expect, it } from 'vitest';
import { createDecoder } from './decode.ts';

it('reads accounts that declare Windows-1252, or Latin-1 as browsers take it, with their apostrophes and euro signs', () => {
  for (const declared of ['Windows-1252', 'ISO-8859-1']) {
    const opening = `<?xml version="1.0" encoding="${declared}"?><html>${' '.repeat(200)}`;
    const bytes = Buffer.concat([
      Buffer.from(opening),
      Buffer.from([0x80, 0x35, 0x20, 0x92, 0x9f, 0xa3, 0xe9]),
    ]);
    const decoder = createDecoder();
    const read = [decoder.write(bytes.subarray(0, -4)), decoder.write(bytes.subarray(-4)), decoder.end()];
    expect(read.join('').slice(opening.length)).toBe('€5 ’Ÿ£é');
  }
});
