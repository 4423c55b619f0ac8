import { isUtf8 } from 'node:buffer';

/** Bytes turned into characters at a time: a large file is never held twice. */
const CHUNK = 1 << 16;

/** A byte order mark, also where a Windows-1252 reading of it was saved as UTF-8 once (`ï»¿`) or twice. */
const MARKS = /^(?:\uFEFF|ï»¿|Ã¯»¿|Ã¯Â»Â¿)+/;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of a file of text. A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8 if every byte
 * fits; everything else is read as Windows-1252, in which Excel saves.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 1024);
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = head.length / 2;
  if ((zeros[1] ?? 0) > half * 0.6) return 'utf-16le';
  if ((zeros[0] ?? 0) > half * 0.6) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** The text of a file, piece by piece, without byte order marks. */
export function* decodeText(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes));
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const end = from + CHUNK;
    const text = decoder.decode(bytes.subarray(from, end), { stream: end < bytes.length });
    yield from === 0 ? text.replace(MARKS, '') : text;
  }
}

/** Text as people meant it: no control, zero-width or direction-changing characters, no doubled spaces. */
export function cleanText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** Printable, without spaces at its ends or two in a row: most cells, told without building a new string. */
const PLAIN = /^(?:[!-~\u00A1-\u02FF]+(?: [!-~\u00A1-\u02FF]+)*)?$/;
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\uFFFD]+/gu;
