import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepOfFive, suppress, type PrivateFact, type Release } from './suppress.ts';

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

/** Groups of at most four councils about whose private facts the releases let something be worked out. */
function recoverable(releases: readonly Release[]): string[][] {
  const key = (fact: PrivateFact) => JSON.stringify(fact);
  const facts = [
    ...new Map(releases.flatMap((one) => one.facts.map((fact) => [key(fact), fact] as const))).values(),
  ];
  const rows = releases.flatMap(({ aggregates, facts: own }) => {
    const inRelease = new Set(own.map(key));
    return aggregates.map(({ path }) =>
      facts.map((fact) =>
        inRelease.has(key(fact)) && path.every((member, level) => fact.path[level] === member) ? 1n : 0n,
      ),
    );
  });
  const whole = rank(rows);
  const councils = [...new Set(facts.map((fact) => fact.council))];
  return subsets(councils, 4).filter((few) => {
    const others = rows.map((row) => row.filter((_, column) => !few.includes(facts[column]!.council)));
    return rank(others) < whole;
  });
}

function subsets(items: readonly string[], most: number): string[][] {
  const all: string[][] = [[]];
  for (const item of items)
    for (const set of all.filter(({ length }) => length < most)) all.push([...set, item]);
  return all.filter((set) => set.length > 0);
}

const anyFact = fc.record({
  council: fc.integer({ min: 1, max: 11 }).map((n) => `C${n}`),
  path: fc.tuple(
    fc.constantFrom('severe', 'watch'),
    fc.constantFrom('north', 'south', 'west'),
    fc.constantFrom('county', 'district'),
  ),
  pence: fc.integer({ min: 1, max: 9 }),
});
const anyFacts = fc.array(anyFact, { minLength: 5, maxLength: 24 });

function councils(n: number, path: readonly string[], from = 1): PrivateFact[] {
  return Array.from({ length: n }, (_, index) => ({ council: `C${from + index}`, path, pence: 100 }));
}

function shown(release: Release) {
  return release.aggregates.map(({ path, councils: n, pence }) => [path.join('/'), n, pence]);
}

describe('private facts', () => {
  it('are shown of five councils or more, counted in steps of five', () => {
    expect(shown(suppress(councils(7, ['severe'])))).toEqual([
      ['', 5, 700],
      ['severe', 5, 700],
    ]);
    expect(suppress(councils(4, ['severe'])).aggregates).toEqual([]);
    expect([4, 5, 9, 10].map(stepOfFive)).toEqual([null, 5, 5, 10]);
  });

  it('of a small group cannot be had by subtraction: its smallest sibling is hidden too', () => {
    const facts = [
      ...councils(9, ['severe'], 1),
      ...councils(6, ['watch'], 10),
      ...councils(2, ['elevated'], 20),
    ];
    expect(shown(suppress(facts))).toEqual([
      ['', 15, 1700],
      ['severe', 5, 900],
    ]);
  });

  it('of a group that is empty look the same as those of a group that is hidden', () => {
    const hidden = suppress([
      ...councils(5, ['severe'], 1),
      ...councils(5, ['watch'], 6),
      ...councils(1, ['low'], 11),
    ]);
    expect(shown(hidden)).toEqual([
      ['', 10, 1100],
      ['severe', 5, 500],
    ]);
  });

  it('do not depend on the order in which they come', () => {
    const shuffled = anyFacts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(suppress(b)).toEqual(suppress(a));
      }),
    );
  });
});

describe('an exact solver over everything that is shown', () => {
  it('finds what plain hiding of small groups gives away', () => {
    const facts = [...councils(6, ['severe'], 1), ...councils(1, ['watch'], 7)];
    const naive = [[], ['severe']].map((path) => ({ path, councils: 5, pence: 0 }));
    expect(recoverable([{ facts, aggregates: naive, held: false }])).toContainEqual(['C7']);
  });

  it('works out nothing about fewer than five councils from one release', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(recoverable([suppress(facts)])).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('works out nothing about fewer than five councils from two releases', () => {
    const change = fc.array(anyFact, { maxLength: 12 });
    fc.assert(
      fc.property(anyFacts, change, fc.nat(12), (facts, come, gone) => {
        const first = suppress(facts);
        const second = suppress([...first.facts.slice(gone), ...come], first);
        expect(recoverable([first, second])).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a release that follows another', () => {
  const before = suppress(councils(8, ['severe']));

  it('is held while fewer than five councils have changed', () => {
    const after = suppress([...councils(8, ['severe']), ...councils(1, ['severe'], 9)], before);
    expect(after).toEqual({ ...before, held: true });
  });

  it('is let out when five have, or none', () => {
    expect(suppress(councils(8, ['severe']), before).held).toBe(false);
    const grown = suppress([...councils(8, ['severe']), ...councils(5, ['severe'], 9)], before);
    expect(shown(grown)).toEqual([
      ['', 10, 1300],
      ['severe', 10, 1300],
    ]);
  });
});
