import { seenLine } from '@tocsin/domain';

/**
 * Text of others made safe for a header, a subject or a sentence: line breaks and control characters become spaces
 * (no second header can begin), bidirectional and zero-width characters go (no name can read as another), spaces are
 * collapsed, and what is longer than `most` characters is cut with an ellipsis.
 */
export function plain(text: string, most = 2_000): string {
  if (text.length <= most && PLAIN.test(text)) return text;
  const flat = seenLine(text.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  if (flat.length <= most) return flat;
  const characters = Array.from(flat);
  return characters.length <= most ? flat : `${characters.slice(0, most - 1).join('')}…`;
}

const PRINTABLE = String.raw`[!-~\u00a1-\u00ac\u00ae-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]`;
/** Letters of Western Europe, pounds and dashes, single spaces inside, as most texts are: nothing to change. */
const PLAIN = new RegExp(`^${PRINTABLE}+(?: ${PRINTABLE}+)*$`);

/** A web address that may become a link, else null: http and https only, no user name, no characters that hide. */
export function webAddress(url: string): string | null {
  if (!/^https?:\/\/[^\s"'<>`\\]+$/i.test(url) || plain(url, Number.POSITIVE_INFINITY) !== url) return null;
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.username === '' && parsed.password === '' ? parsed.href : null;
}
