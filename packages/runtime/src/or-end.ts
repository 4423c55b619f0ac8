import { inPlainWords } from './plain-words.ts';

/**
 * What a process needs before it can begin. Where that is refused, the process says why in one sentence on stderr, for
 * whoever started it, and ends with 1.
 */
export async function orEnd<T>(need: () => T | Promise<T>): Promise<T> {
  try {
    return await need();
  } catch (error) {
    process.stderr.write(`${inPlainWords(error)}\n`);
    process.exit(1);
  }
}
