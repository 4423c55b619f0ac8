import { blockingKeys, normalise } from '@tocsin/matching';

/** A repeatable stream of numbers in [0, 1) (mulberry32): the same seed makes the same register. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const formWords = new Set(['LTD', 'LIMITED', 'PLC', 'LLP', 'CIC', 'LP', 'CIO', 'TA']);
const tails = [
  'GROUP',
  'HOLDINGS',
  'UK',
  'SERVICES',
  'SOLUTIONS',
  'INTERNATIONAL',
  'NORTH',
  'SOUTH',
  'PROPERTIES',
  'TRADING',
  '2',
  'EUROPE',
];
const syllables = [
  'BA',
  'COR',
  'DEN',
  'EL',
  'FEN',
  'GRA',
  'HOL',
  'IN',
  'KES',
  'LOR',
  'MAN',
  'NOR',
  'PEN',
  'RO',
  'SEL',
  'TOR',
  'VA',
  'WES',
];

/**
 * Company names that look like the given ones and equal none of them: a word swapped, added, left out, misspelt or
 * made plural, two names crossed, or an invented word before ordinary ones. Never the letters of a real name,
 * whatever its spacing and legal form.
 */
export function createLookAlikes(
  real: readonly string[],
  seeds: readonly string[],
  random: () => number,
): () => string {
  const pool = seeds.map(bareWords).filter((words) => words.length > 0);
  const vocabulary = pool.flat();
  const taken = new Set(real.flatMap(equalKeys));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

  function change(): readonly string[] {
    const words = pick(pool);
    const at = Math.floor(random() * words.length);
    const kind = random();
    if (kind < 0.28) return words.with(at, pick(vocabulary));
    if (kind < 0.5)
      return random() < 0.5 ? [...words, pick(tails)] : words.toSpliced(at, 0, pick(vocabulary));
    if (kind < 0.58) return words.toSpliced(at, 1);
    if (kind < 0.66) return words.with(at, misspell(words[at] ?? '', random));
    if (kind < 0.7)
      return words.with(at, words[at]?.endsWith('S') ? words[at].slice(0, -1) : `${words[at]}S`);
    const other = pick(pool);
    const tail = other.slice(Math.floor(other.length / 2));
    if (kind < 0.9) return [...words.slice(0, Math.ceil(words.length / 2)), ...tail];
    return [pick(syllables) + pick(syllables) + (random() < 0.5 ? pick(syllables) : ''), ...tail];
  }

  return () => {
    for (;;) {
      const words = change();
      const name = `${words.join(' ')}${form(random())}`;
      if (words.join('').length > 2 && !equalKeys(name).some((key) => taken.has(key))) return name;
    }
  };
}

function form(chance: number): string {
  if (chance < 0.6) return ' LIMITED';
  if (chance < 0.94) return ' LTD';
  if (chance < 0.97) return ' LLP';
  if (chance < 0.98) return ' PLC';
  return chance < 0.99 ? ' CIC' : '';
}

function misspell(word: string, random: () => number): string {
  const at = Math.floor(random() * word.length);
  const kind = random();
  if (kind < 0.35) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.6) return word.slice(0, at) + word.charAt(at) + word.slice(at);
  const letter = String.fromCharCode(65 + Math.floor(random() * 26));
  if (kind < 0.8) return word.slice(0, at) + letter + word.slice(at + 1);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

/** The words up to the first legal form or trading name. */
function bareWords(name: string): readonly string[] {
  const words = normalise(name).split(' ').filter(Boolean);
  const end = words.findIndex((word, at) => at > 0 && formWords.has(word));
  return end < 0 ? words : words.slice(0, end);
}

function equalKeys(name: string): readonly string[] {
  return blockingKeys(name).filter((key) => key.startsWith('='));
}
