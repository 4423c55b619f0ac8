import { refuse } from './limits.ts';
import { asWindows1252 } from './windows-1252.ts';

export interface Decoder {
  readonly write: (bytes: Uint8Array) => string;
  readonly end: () => string;
}

const byteOrderMarks: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];
const longestDeclaration = 200;

/**
 * The encoding of a document by its first bytes: byte order mark, then the shape of `<` in UTF-16, then the XML
 * declaration, then UTF-8. A declaration in plain bytes that says UTF-16 is wrong: .NET writes it into UTF-8 files.
 */
export function sniffEncoding(start: Uint8Array): string {
  const marked = byteOrderMarks.find(([mark]) => mark.every((byte, index) => start[index] === byte));
  if (marked !== undefined) return marked[1];
  let declaration = '';
  for (let index = 0; index < longestDeclaration && !declaration.endsWith('>'); index += 1) {
    declaration += String.fromCharCode(start[index] ?? 0);
  }
  const label = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
    .exec(declaration)?.[1]
    ?.toLowerCase();
  return label === undefined || label.startsWith('utf-16') ? 'utf-8' : label;
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    return refuse(`not readable: the encoding “${label}” is not known`);
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return refuse(`not well-formed: bytes that are not ${decoder.encoding.toUpperCase()}`);
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** How many bytes at the end begin a UTF-8 character without ending it: 0 to 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

const nothing = new Uint8Array(0);

const utf8 = decoderFor('utf-8');

/** UTF-8 without the decoder's stream mode, which is several times slower and doubles the memory of plain text. */
function createUtf8Decoder(): Decoder {
  let rest: Uint8Array = nothing;

  return {
    write: (bytes) => {
      const all = joined(rest, bytes);
      const whole = all.length - unfinished(all);
      rest = whole === all.length ? nothing : new Uint8Array(all.subarray(whole));
      return decode(utf8, all.subarray(0, whole), false);
    },
    end: () => decode(utf8, rest, false),
  };
}

function createOtherDecoder(label: string): Decoder {
  const decoder = decoderFor(label);
  const meant = decoder.encoding === 'windows-1252' ? asWindows1252 : (text: string) => text;
  return {
    write: (bytes) => meant(decode(decoder, bytes, true)),
    end: () => meant(decode(decoder, nothing, false)),
  };
}

/** Decodes a document that arrives in pieces of any size, a character or the declaration cut anywhere. */
export function createDecoder(): Decoder {
  let decoder: Decoder | undefined;
  let start: Uint8Array = nothing;

  function begin(): Decoder {
    const label = sniffEncoding(start);
    decoder = label === 'utf-8' || label === 'utf8' ? createUtf8Decoder() : createOtherDecoder(label);
    return decoder;
  }

  return {
    write: (bytes) => {
      if (decoder !== undefined) return decoder.write(bytes);
      const all = joined(start, bytes);
      start = all.length < longestDeclaration ? new Uint8Array(all) : all;
      return all.length < longestDeclaration ? '' : begin().write(all);
    },
    end: () => {
      if (decoder !== undefined) return decoder.end();
      const only = begin();
      return only.write(start) + only.end();
    },
  };
}
