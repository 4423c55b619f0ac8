import { readings, type NameReading } from './name.ts';

/**
 * A block of more names than this identifies nobody and is left out; the caller says so with `crowded`. Names one word
 * apart (`~…`) are candidates for a person, so few are of use; names spelt alike (`^…`) hold the misprints. Blocks of
 * equal names (`=…`) are never left out: equal names are what ambiguity is made of.
 */
const limits: Readonly<Record<string, number>> = { '~': 16, '^': 64 };

/** A block is too large for every purpose from here on: who counts its rows may stop. */
export const largestUse = Math.max(...Object.values(limits)) + 1;

/** Longer names than this get no neighbour keys: dropping one word of nine says nothing a person would use. */
const longestNeighbour = 8;

/**
 * The keys under which a name is filed. `=LETTERS` files names that are the same but for spacing, small words and
 * legal form; `^SKELETON` names of two words or more whose spelling is much alike. `~WORDS` is the name whole and
 * with each word left out in turn: two names share one exactly when at most one word differs, is extra or is missing.
 * About six short keys a name; store them as they are in a btree, or hash them.
 */
export function blockingKeys(name: string): readonly string[] {
  const keys = new Set<string>();
  addKeys(keys, readings(name));
  return [...keys];
}

/**
 * The keys of the names equal to this one but for one word left out, so that `NPOWER YORKSHIRE LTD` finds NPOWER
 * LIMITED however many names begin with NPOWER. To be looked up beside `blockingKeys`, where no more than
 * `shorterLimit` companies bear the shorter name.
 */
export function shorterNameKeys(name: string): readonly string[] {
  return readings(name).flatMap(({ core }) => leavingOneOut(core).map((kept) => `=${kept.join('')}`));
}

/** A shorter name that more companies bear is a trade, not a name (`CARE LIMITED`). */
export const shorterLimit = 8;

/** Adds the keys of a name already read. */
export function addKeys(keys: Set<string>, read: readonly NameReading[]): void {
  for (const { core, letters } of read) {
    const whole = core.join(' ');
    keys.add(`=${letters}`);
    keys.add(`~${whole}`);
    if (core.length < 2) continue;
    keys.add(`^${core.map(skeleton).join(' ')}`);
    if (core.length > longestNeighbour) continue;
    let start = 0;
    for (const word of core) {
      const next = start + word.length + 1;
      // A space goes with the word: the one behind it, or before the last.
      keys.add(
        next > whole.length
          ? `~${whole.slice(0, start - 1)}`
          : `~${whole.slice(0, start)}${whole.slice(next)}`,
      );
      start = next;
    }
  }
}

function leavingOneOut(core: readonly string[]): readonly (readonly string[])[] {
  if (core.length < 2 || core.length > longestNeighbour) return [];
  return core.map((_, out) => core.filter((_, at) => at !== out));
}

/** The first four letters of a word that misprints spare: no vowels but the first letter, no doubled letters. */
function skeleton(word: string): string {
  if (word.length < 5) return word;
  let letters = word.charAt(0);
  for (let at = 1; at < word.length && letters.length < 4; at += 1) {
    const letter = word.charAt(at);
    if (!'AEIOUY'.includes(letter) && letter !== letters.at(-1)) letters += letter;
  }
  return letters;
}

/** Whether a block of this size may be looked through. */
export function isUsableBlock(key: string, size: number): boolean {
  return size <= (limits[key.charAt(0)] ?? Number.POSITIVE_INFINITY);
}

/** Whether leaving out this block hides close neighbours: two or more words shared, by too many names. */
export function isCrowdedBlock(key: string, size: number): boolean {
  return key.startsWith('~') && key.includes(' ') && !isUsableBlock(key, size);
}
