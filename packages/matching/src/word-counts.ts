import { hash } from './hash.ts';

/** How many names hold a word: 16-bit saturating counters by hash. Two words of one slot count together. */
export interface WordCounts {
  readonly bytes: number;
  /** Counts each word of one name once. */
  add(words: readonly string[]): void;
  readonly count: (word: string) => number;
}

const slots = 1 << 24;
const most = 65_535;

export function createWordCounts(): WordCounts {
  const counters = new Uint16Array(slots);
  return {
    bytes: counters.byteLength,
    add(words) {
      for (const word of new Set(words)) {
        const slot = hash(word) % slots;
        const counted = counters[slot] ?? 0;
        if (counted < most) counters[slot] = counted + 1;
      }
    },
    count(word) {
      return counters[hash(word) % slots] ?? 0;
    },
  };
}
