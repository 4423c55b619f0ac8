/** A seeded choice of a few, each group in its turn, so that a small sample has some of each. */
export function sampleOf<T>(
  all: readonly T[],
  groupOf: (one: T) => string,
  size: number,
  seed: number,
): readonly T[] {
  const random = randomOf(seed);
  const shuffled = all
    .map((one) => ({ one, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
  const byGroup = new Map<string, T[]>();
  for (const one of shuffled) {
    const members = byGroup.get(groupOf(one)) ?? [];
    members.push(one);
    byGroup.set(groupOf(one), members);
  }
  const groups = [...byGroup].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
  const chosen: T[] = [];
  for (let turn = 0; chosen.length < size && groups.some((members) => turn < members.length); turn += 1)
    for (const members of groups) {
      const one = members[turn];
      if (one !== undefined && chosen.length < size) chosen.push(one);
    }
  return chosen;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
