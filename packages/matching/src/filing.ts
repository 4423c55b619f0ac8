import { addKeys } from './blocking.ts';
import { readings } from './name.ts';

/** What a company is filed under in a register. */
export interface NameFiling {
  readonly keys: ReadonlySet<string>;
  /** The words that count it as theirs: those of each name's plainest reading. */
  readonly words: ReadonlySet<string>;
}

/** Blocking keys and words of a company's names, present and former, each once. */
export function filingOf(names: readonly string[]): NameFiling {
  const keys = new Set<string>();
  const words = new Set<string>();
  for (const name of names) {
    const read = readings(name);
    addKeys(keys, read);
    for (const word of read[0]?.core ?? []) words.add(word);
  }
  return { keys, words };
}
