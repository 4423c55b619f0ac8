import type { PrivateFact, PrivateRelease } from '@tocsin/exposure';

// What somebody can work out who reads every release of private sums, and takes each for exact.

/** Exact rank of a matrix of integers: fraction-free elimination. */
function rank(rows: readonly (readonly bigint[])[]): number {
  const left = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, index) => index >= found && row[column] !== 0n);
    if (pivot < 0) continue;
    [left[found], left[pivot]] = [left[pivot]!, left[found]!];
    const top = left[found]!;
    for (let index = found + 1; index < left.length; index++) {
      const row = left[index]!;
      const [keep, take] = [top[column]!, row[column]!];
      if (take !== 0n) left[index] = row.map((value, at) => value * keep - take * top[at]!);
    }
    found++;
  }
  return found;
}

const keyOf = ({ council, path }: PrivateFact) => JSON.stringify([council, path]);

/**
 * Groups of at most `most` of these councils about whose private facts the releases let something be worked out, if a
 * council has the same at one place in whatever release it is counted, and everything that is shown is taken as exact.
 */
export function recoverable(releases: readonly PrivateRelease[], most: number): string[][] {
  const facts = [
    ...new Map(releases.flatMap((one) => one.facts.map((fact) => [keyOf(fact), fact] as const))).values(),
  ];
  const rows = releases.flatMap(({ aggregates, facts: own }) => {
    const inRelease = new Set(own.map(keyOf));
    return aggregates.map(({ path }) =>
      facts.map((fact) =>
        inRelease.has(keyOf(fact)) && path.every((member, level) => fact.path[level] === member) ? 1n : 0n,
      ),
    );
  });
  const distinct = [...new Map(rows.map((row) => [row.join(''), row])).values()];
  const whole = rank(distinct);
  const councils = [...new Set(facts.map((fact) => fact.council))];
  return subsets(councils, most).filter((few) => {
    const others = distinct.map((row) => row.filter((_, column) => !few.includes(facts[column]!.council)));
    return rank(others) < whole;
  });
}

function subsets(items: readonly string[], most: number): string[][] {
  const all: string[][] = [[]];
  for (const item of items)
    for (const set of all.filter(({ length }) => length < most)) all.push([...set, item]);
  return all.filter((set) => set.length > 0);
}
