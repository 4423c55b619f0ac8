import { BARE_NUMBER, isCompanyNumber } from '@tocsin/domain';
import { cleanTitle, FIRST_NAME, isCompanyName, withoutNotes } from './names.ts';

/** `1. EXAMPLE ONE LIMITED`, `(b) EXAMPLE TWO LIMITED`: what counts the lines of a list is no part of a name. */
const COUNTED = /^\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])\.)\s+/i;

/** `99003001 EXAMPLE ONE LIMITED`: a number before the name that it belongs to. */
const NUMBER_FIRST = new RegExp(String.raw`^(${BARE_NUMBER})[\s:,–-]+(\S+ .{3,140})$`);

/** A passage as most are set: without what counts it, and its number behind the name. */
export function nameFirst(text: string): string {
  const own = text.replace(COUNTED, '');
  const [, number = '', name = ''] = NUMBER_FIRST.exec(own) ?? [];
  return isCompanyNumber(number) && isCompanyName(name) ? `${name} (${number})` : own;
}

/** The name of which the words are nothing but, with which they begin after a cue, or with which they end. */
export function nameIn(words: string, isCued: boolean): string | null {
  if (isNameOnly(words)) return cleanTitle(words);
  const first = isCued ? FIRST_NAME.exec(words)?.[1] : undefined;
  if (first && isNameOnly(first)) return cleanTitle(first);
  return tailName(words);
}

/** Without the brackets, commas and joining words at either end; each run of them is looked at once, however long. */
export function trimmed(words: string): string {
  return withoutNotes(words)
    .replace(/^[\s,;:.()&–-]+|(?<![\s,;:.(–-])[\s,;:.(–-]+$/g, '')
    .replace(/^(?:and|also|of|the)\s+/i, '')
    .replace(/(?<![\s,(])[\s,(]+(?:whose|with|having|bearing)(?: (?:a|the|its))?$/i, '')
    .replace(/(?<![\s,(])[\s,(]+(?:(?:registered|registration|company) ){0,2}(?:number|no\.?)$/i, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const JOINING = /^(?:and|of|the|for|in|by|de|&|\/|-|–|\+|@)$/i;

/** Nothing but a name: every word begins with a capital letter or a figure, but for those that join them. */
export function isNameOnly(words: string): boolean {
  if (words === '' || words.length > 160) return false;
  return words
    .split(' ')
    .every((word, at) => /^["'(‘“]?[A-Z0-9£]/.test(word) || (at > 0 && JOINING.test(word)));
}

/** The name at the end of a sentence, if a legal form ends it. */
function tailName(words: string): string | null {
  const list = words.split(' ');
  let start = list.length;
  while (start > 0 && (/^["'(‘“]?[A-Z0-9]/.test(list[start - 1]!) || JOINING.test(list[start - 1]!)))
    start -= 1;
  while (start < list.length && JOINING.test(list[start]!)) start += 1;
  const name = list.slice(start).join(' ');
  return isCompanyName(name) ? cleanTitle(name) : null;
}
