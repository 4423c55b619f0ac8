import { asWindows1252 } from '@tocsin/accounts';

const utf8 = new TextDecoder('utf-8');
/**
 * Characters of UTF-8 by their bytes, and single bytes that are none: of those that people here write (letters of Latin
 * scripts, dashes and quotation marks, currencies, ™), for of others that few bytes make it is more likely that each is a
 * letter of its own (`é££` are the bytes of a character of Chinese, too).
 */
const CHARACTERS =
  /[\u00C2-\u00C5][\u0080-\u00BF]|\u00C8[\u0098-\u009B]|\u00E2[\u0080-\u0085][\u0080-\u00BF]|\u00EF\u00BB\u00BF|\u00EF\u00BF\u00BD|[\u0080-\u00FF]/g;
/** The beginning of such a character at the end of what has come so far. */
const BEGUN = /(?:[\u00C2-\u00C5\u00C8]|\u00E2[\u0080-\u0085]?|\u00EF(?:\u00BB|\u00BF)?)$/;

/** What turns bytes into characters piece by piece, as a `TextDecoder` does. */
export type PieceDecoder = Pick<TextDecoder, 'decode'>;

/**
 * Decodes what is not UTF-8 to its end: characters of UTF-8 where bytes make one, each other byte as Windows-1252, in which
 * Excel saves and from which people paste.
 */
export function openMixedDecoder(): PieceDecoder {
  let begun = '';
  return {
    decode(bytes, { stream = false } = {}) {
      const view = bytes as Uint8Array | undefined;
      const came = view ? Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1') : '';
      const text = begun + came;
      begun = stream ? (BEGUN.exec(text)?.[0] ?? '') : '';
      return text
        .slice(0, text.length - begun.length)
        .replace(CHARACTERS, (character) =>
          character.length > 1 ? utf8.decode(Buffer.from(character, 'latin1')) : asWindows1252(character),
        );
    },
  };
}
