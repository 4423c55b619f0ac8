import { seenLine } from '@tocsin/domain';
import { isUtf8 } from 'node:buffer';
import { type PieceDecoder, openMixedDecoder } from '../mixed-text.ts';
import { isWorkbook } from './workbook.ts';

/** Bytes turned into characters at a time: a large file is never held twice. */
const CHUNK = 1 << 16;
const LF = 10;

/** A byte order mark, also where a Windows-1252 reading of it was saved as UTF-8 once (`ï»¿`) or twice. */
const MARKS = /^(?:\uFEFF|ï»¿|Ã¯»¿|Ã¯Â»Â¿)+/;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of a file of text. A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8 if every byte
 * fits; everything else is read as Windows-1252, in which Excel saves, but for the characters of UTF-8 in it: one odd byte
 * must not spoil every other name.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  return wideEncodingOf(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
}

/**
 * What a person should know of how a file of text was read: letters beyond the plain ones may be others than meant. Null
 * for a workbook, and where the file itself tells how it is written.
 */
export function doubtOfEncoding(bytes: Uint8Array): string | null {
  if (isWorkbook(bytes) || encodingOf(bytes) !== 'windows-1252') return null;
  return 'The file is not written in UTF-8 throughout: what is not was read as Windows-1252, in which Excel saves. Look whether accents, apostrophes and pound signs are as you mean them; if not, save the file as “CSV UTF-8”.';
}

/** UTF-16 by its mark or its zero bytes, told from the beginning of a file; null for an encoding of single bytes. */
function wideEncodingOf(bytes: Uint8Array): Encoding | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 1024);
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = head.length / 2;
  if ((zeros[1] ?? 0) > half * 0.6) return 'utf-16le';
  if ((zeros[0] ?? 0) > half * 0.6) return 'utf-16be';
  return null;
}

function decoderOf(encoding: Encoding): PieceDecoder {
  return encoding === 'windows-1252' ? openMixedDecoder() : new TextDecoder(encoding);
}

/** As `encodingOf`, of a file that is too large to be held: read to its end, unless its beginning tells. */
async function encodingOfStream(pieces: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isStart = true;
  try {
    for await (const bytes of pieces) {
      const wide = isStart ? wideEncodingOf(bytes) : null;
      if (wide) return wide;
      isStart = false;
      decoder.decode(bytes, { stream: true });
    }
    decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError) return 'windows-1252';
    throw cause;
  }
  return 'utf-8';
}

/** The text of a file of any size, as `decodeText` reads it; `open` is called twice, to tell the encoding and to read. */
export async function* decodeStream(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = decoderOf(await encodingOfStream(open()));
  let isFirst = true;
  for await (const bytes of open()) {
    const piece = withoutNul(decoder.decode(bytes, { stream: true }));
    yield isFirst ? piece.replace(MARKS, '') : piece;
    isFirst = false;
  }
  yield decoder.decode();
}

/** The text of a file, piece by piece, without byte order marks. */
export function* decodeText(bytes: Uint8Array): Generator<string> {
  const encoding = encodingOf(bytes);
  const pieces = encoding === 'utf-8' ? piecesOfUtf8(bytes) : piecesOf(bytes, decoderOf(encoding));
  let first = true;
  for (const decoded of pieces) {
    const piece = withoutNul(decoded);
    yield first ? piece.replace(MARKS, '') : piece;
    first = false;
  }
}

/** Nobody means them, and Postgres keeps none. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/**
 * A decoder that may be cut anywhere makes characters of two bytes each, which cost twice to look at. Pieces end where
 * lines do, if they can: what is put together of two pieces is slow to look at, too.
 */
function* piecesOfUtf8(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = 0; from < buffer.length;) {
    let end = Math.min(from + CHUNK, buffer.length);
    const line = buffer.lastIndexOf(LF, end - 1) + 1;
    if (line > from) end = line;
    while (((buffer[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    yield buffer.toString('utf8', from, end);
    from = end;
  }
}

function* piecesOf(bytes: Uint8Array, decoder: PieceDecoder): Generator<string> {
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const end = from + CHUNK;
    yield decoder.decode(bytes.subarray(from, end), { stream: end < bytes.length });
  }
}

/** Text as people meant it: no halves of characters, no control, zero-width or direction-changing characters, no doubled spaces. */
export function cleanText(text: string): string {
  return isPlain(text) ? text : seenLine(text.replace(APART, ' '));
}

/** Controls, and what could not be read, set words apart. */
const APART = /[\p{Cc}\p{Cs}\uFFFD]+/gu;
const SPACE = 32;

/** Printable, without spaces at its ends or two in a row: most cells, told without an expression or a new string. */
function isPlain(text: string): boolean {
  let before = SPACE;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE ? before === SPACE : !isPrinted(code)) return false;
    before = code;
  }
  return before !== SPACE || text === '';
}

function isPrinted(code: number): boolean {
  return (code > SPACE && code < 127) || (code > 0xa0 && code < 0x300);
}
