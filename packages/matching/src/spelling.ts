import { readings } from './name.ts';

/** How many registered names hold a word, at least roughly; never too few. */
export type WordCount = (word: string) => number;

/** A misprint must be this many times rarer than the word it stands for. */
const rarer = 50;

/** A name of one word that more companies bear than this (`ASPIRE`, `THE LIMES`) may be any of them, or none. */
const common = 1_000;

const vowels = 'AEIOUY';

/**
 * Whether one word may be a misprint of the other: in a word of seven or more, one letter dropped or added, two
 * neighbours exchanged (`SERIVCES`) or one vowel for another (`MAINTENENCE`); or the printed word cut short (`PUBLISH` in a
 * narrow column, for `PUBLISHING`). Another consonant in its place makes another word (HARPER, HARKER), and digits are
 * never misprints.
 */
export function looksLike(printed: string, registered: string): boolean {
  if (/\d/.test(printed + registered)) return false;
  if (printed.length >= 5 && registered.startsWith(printed)) return true;
  const [short, long] = printed.length < registered.length ? [printed, registered] : [registered, printed];
  if (short.length < 7 || short[0] !== long[0]) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const [rest, other] = [short.slice(at), long.slice(at)];
  if (long.length > short.length) return rest === other.slice(1);
  const swapped = rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
  const otherVowel = vowels.includes(rest.charAt(0)) && vowels.includes(other.charAt(0));
  return swapped || (otherVowel && rest.slice(1) === other.slice(1));
}

/**
 * Tells a misprint from another company's name. A misprint is a word that next to nobody bears, beside one that
 * several companies do; where both words are in use, they are two names.
 */
export function isRareBeside(printed: string, registered: string, wordCount: WordCount): boolean {
  const common = wordCount(registered);
  return common > 2 && common >= rarer * wordCount(printed);
}

/** Whether a name is but one word that very many companies bear. */
export function isCommonWord(core: readonly string[], wordCount: WordCount | null): boolean {
  const [word, another] = core;
  return word !== undefined && another === undefined && wordCount !== null && wordCount(word) > common;
}

/**
 * The words whose `WordCount` decides whether a printed name is a misprint of one of the registered names, or too common:
 * for who must ask a database for counts before `match`. Usually none.
 */
export function wordsToCount(printed: string, registered: readonly string[]): readonly string[] {
  const words = new Set<string>();
  const others = new Set(registered.flatMap((name) => readings(name).flatMap(({ core }) => core)));
  for (const { core, form } of readings(printed))
    if (core.length === 1 && form === null && core[0]) words.add(core[0]);
  for (const word of new Set(readings(printed).flatMap(({ core }) => core)))
    for (const other of others) if (word !== other && looksLike(word, other)) words.add(word).add(other);
  return [...words];
}
