import { readings, type Reading } from './name.ts';

/**
 * A block of neighbours (`~…`, `^…`) of more names than this identifies nobody and is left out; the caller says so
 * with `crowded`. Blocks of equal names (`=…`) are never left out: equal names are what ambiguity is made of.
 */
export const blockLimit = 64;

/** Longer names than this get no neighbour keys: dropping one word of nine says nothing a person would use. */
const longestNeighbour = 8;

/**
 * The keys under which a name is filed. `=LETTERS` files names that are the same but for spacing, small words and
 * legal form; `^SKELETON` names of two words or more whose spelling is much alike. `~WORDS` is the name whole and
 * with each word left out in turn: two names share one exactly when at most one word differs, is extra or is missing.
 * About six short keys a name; store them as they are in a btree, or hash them.
 */
export function blockingKeys(name: string): readonly string[] {
  return keysOf(readings(name));
}

/**
 * The keys under which a printed name is looked up: its own, and those of the names equal to it but for one word, so
 * that `NPOWER YORKSHIRE LTD` finds NPOWER LIMITED however many names begin with NPOWER.
 */
export function lookupKeys(name: string): readonly string[] {
  const read = readings(name);
  const shorter = read.flatMap(({ core }) => leavingOneOut(core).map((kept) => `=${kept.join('')}`));
  return [...new Set([...keysOf(read), ...shorter])];
}

/** The same for a name already read. */
export function keysOf(read: readonly Reading[]): readonly string[] {
  const keys = new Set<string>();
  for (const { core, letters } of read) {
    keys.add(`=${letters}`);
    keys.add(`~${core.join(' ')}`);
    if (core.length > 1) keys.add(`^${core.map(skeleton).join(' ')}`);
    for (const kept of leavingOneOut(core)) keys.add(`~${kept.join(' ')}`);
  }
  return [...keys];
}

function leavingOneOut(core: readonly string[]): readonly (readonly string[])[] {
  if (core.length < 2 || core.length > longestNeighbour) return [];
  return core.map((_, out) => core.filter((_, at) => at !== out));
}

/** The first four letters of a word that misprints spare: no vowels but the first letter, no doubled letters. */
function skeleton(word: string): string {
  if (word.length < 5) return word;
  const bare = word.slice(1).replace(/[AEIOUY]+/g, '');
  return (word.charAt(0) + bare).replace(/(.)\1+/g, '$1').slice(0, 4);
}

/** Whether a block of this size may be looked through. */
export function isUsableBlock(key: string, size: number): boolean {
  return size <= blockLimit || !(key.startsWith('~') || key.startsWith('^'));
}

/** Whether leaving out this block hides close neighbours: two or more words shared, by too many names. */
export function isCrowdedBlock(key: string, size: number): boolean {
  return key.startsWith('~') && key.includes(' ') && size > blockLimit;
}
