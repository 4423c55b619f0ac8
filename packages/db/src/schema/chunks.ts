/** Most rows that one statement is asked for or writes, and most messages of one transaction: nobody waits for long. */
export const TOGETHER = 500;

/** A list in its order, in pieces of at most `size`; no piece of an empty one. */
export function chunksOf<T>(all: readonly T[], size = TOGETHER): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}
