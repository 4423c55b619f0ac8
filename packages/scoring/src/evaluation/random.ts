/** A seeded source of numbers in [0, 1): mulberry32, so that every split and bootstrap can be repeated by anyone. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The numbers 0 … n−1 in seeded random order. */
export function shuffled(n: number, next: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/**
 * The fold (0 … k−1) of each row: failures and survivors dealt out separately, in seeded random order. Rows with the
 * same key are one firm and lie in one fold.
 */
export function stratifiedFolds(
  failed: readonly boolean[],
  keys: readonly string[],
  k: number,
  seed: number,
): number[] {
  const next = seeded(seed);
  const foldOf = new Map<string, number>();
  for (const wanted of [true, false]) {
    const firms = [...new Set(keys.filter((_, i) => failed[i] === wanted))].filter((key) => !foldOf.has(key));
    shuffled(firms.length, next).forEach((at, i) => foldOf.set(firms[at]!, i % k));
  }
  return keys.map((key) => foldOf.get(key)!);
}
