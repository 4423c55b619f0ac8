import { groupBy } from '@tocsin/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recoverable } from '../../../test/support/exact-solver.ts';
import { stepOf, suppress, type PrivateFact, type PrivateRelease } from './suppress.ts';

const anyFact = fc.record({
  council: fc.integer({ min: 1, max: 11 }).map((n) => `C${n}`),
  path: fc.tuple(fc.constantFrom('severe', 'watch'), fc.constantFrom('north', 'south', 'west')),
  pence: fc.integer({ min: 1, max: 9 }),
});
const anyFacts = fc.array(anyFact, { minLength: 5, maxLength: 24 });

function councils(n: number, path: readonly string[], from = 1, pence = 100): PrivateFact[] {
  return Array.from({ length: n }, (_, index) => ({ council: `C${from + index}`, path, pence }));
}

function shown(release: PrivateRelease) {
  return release.aggregates.map(({ path, councils: n, pence }) => [path.join('/'), n, pence]);
}

describe('private facts', () => {
  it('are shown of five councils or more, counted in three steps, to two figures', () => {
    expect(shown(suppress(councils(7, ['severe'], 1, 12_345)))).toEqual([
      ['', 5, 86_000],
      ['severe', 5, 86_000],
    ]);
    expect(suppress(councils(4, ['severe'])).aggregates).toEqual([]);
    expect([4, 5, 9, 10, 19, 20, 300].map(stepOf)).toEqual([null, 5, 5, 10, 10, 20, 20]);
  });

  it('of which one council is more than half, or nearly all with the second, are counted and not summed', () => {
    const dominated = [...councils(4, ['severe'], 1, 100), ...councils(1, ['severe'], 5, 1_000_000_000)];
    expect(shown(suppress(dominated))).toEqual([
      ['', 5, null],
      ['severe', 5, null],
    ]);
    const twoLarge = [...councils(2, ['severe'], 1, 1000), ...councils(3, ['severe'], 3, 33)];
    expect(shown(suppress(twoLarge))).toMatchObject([{ 2: null }, { 2: null }]);
    const spread = [...councils(2, ['severe'], 1, 1000), ...councils(3, ['severe'], 3, 34)];
    expect(shown(suppress(spread))).toMatchObject([{ 2: 2100 }, { 2: 2100 }]);
  });

  it('of a small group cannot be had by subtraction: its sibling is hidden too', () => {
    const facts = [
      ...councils(9, ['severe'], 1),
      ...councils(6, ['watch'], 10),
      ...councils(2, ['elevated'], 20),
    ];
    expect(shown(suppress(facts))).toEqual([
      ['', 10, 1700],
      ['severe', 5, 900],
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

describe('releases that follow each other', () => {
  it('do not give one council away by three steps, each of which is of five councils', () => {
    const first = suppress(councils(9, ['severe'], 1));
    const second = suppress(councils(14, ['severe'], 1), [first]);
    expect(second.aggregates).not.toEqual([]);
    // Less the first, the third would be the five who came without one of them.
    const third = suppress([...councils(8, ['severe'], 1), ...councils(5, ['severe'], 10)], [first, second]);
    expect(third.aggregates).toEqual([]);
  });

  it('are let out while the same councils are in them, however their values run off', () => {
    const first = suppress(councils(8, ['severe'], 1, 1000));
    const second = suppress(councils(8, ['severe'], 1, 730), [first]);
    expect(shown(second)).toEqual([
      ['', 5, 5800],
      ['severe', 5, 5800],
    ]);
  });

  it('are held back for one who leaves until five have, whichever release she was in last', () => {
    const first = suppress(councils(12, ['severe'], 1));
    const without = suppress(councils(11, ['severe'], 1), [first]);
    expect(without.aggregates).toEqual([]);
    expect(suppress(councils(7, ['severe'], 1), [first, without]).aggregates).not.toEqual([]);
  });
});

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ten quarters of a country in which councils hand in registers and take them back, and contracts run off. */
function tenQuarters(seed: number, size: number): readonly PrivateRelease[] {
  const random = numbersFrom(seed);
  const bands = ['insolvent', 'severe', 'elevated'];
  const regions = ['North', 'South', 'West'];
  const places = Array.from({ length: size }, (_, at) => ({
    council: `C${at}`,
    region: regions[Math.floor(random() * regions.length)] ?? '',
    // Some councils are very much larger than the others.
    pence: Math.round(10 ** (3 + 5 * random())),
    from: random() < 0.6 ? 0 : Math.floor(random() * 10),
    to: random() < 0.7 ? 10 : Math.ceil(random() * 10),
  }));
  const releases: PrivateRelease[] = [];
  for (let quarter = 0; quarter < 10; quarter += 1) {
    const facts = places
      .filter(({ from, to }) => from <= quarter && quarter < to)
      .flatMap(({ council, region, pence }, at) =>
        bands
          .slice(0, 1 + (at % bands.length))
          .map((band) => ({ council, path: [band, region], pence: Math.round(pence * 0.93 ** quarter) })),
      );
    releases.push(suppress(facts, releases));
  }
  return releases;
}

describe('an exact solver over everything that is shown', () => {
  it('finds what plain hiding of small groups gives away', () => {
    const facts = [...councils(6, ['severe'], 1), ...councils(1, ['watch'], 7)];
    const naive = [[], ['severe']].map((path) => ({ path, councils: 5, pence: 0 }));
    expect(recoverable([{ facts, aggregates: naive }], 4)).toContainEqual(['C7']);
  });

  it('works out nothing about fewer than five councils from one release', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(recoverable([suppress(facts)], 4)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('works out nothing about fewer than five councils from three releases', () => {
    const change = fc.array(anyFact, { maxLength: 12 });
    fc.assert(
      fc.property(anyFacts, change, change, fc.nat(12), (facts, come, later, gone) => {
        const first = suppress(facts);
        const second = suppress([...first.facts.slice(gone), ...come], [first]);
        const third = suppress([...second.facts.slice(gone), ...later], [first, second]);
        expect(recoverable([first, second, third], 4)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each([1, 2, 3])(
    'recovers no council of ten quarters with joiners, leavers and run-off (seed %i)',
    (seed) => {
      const releases = tenQuarters(seed, 60);
      expect(recoverable(releases, 1)).toEqual([]);
      expect(releases.filter(({ aggregates }) => aggregates.length > 0).length).toBeGreaterThan(0);
      expect(releases.flatMap(({ aggregates }) => aggregates).some(({ pence }) => pence !== null)).toBe(true);
    },
  );

  it.each([1, 2, 3])(
    'comes within ten per cent of no part of a shown sum of those quarters (seed %i)',
    (seed) => {
      for (const { aggregates, facts } of tenQuarters(seed, 60))
        for (const { path, pence } of aggregates) {
          if (pence === null) continue;
          const within = facts.filter((fact) => path.every((member, level) => fact.path[level] === member));
          const sums = groupBy(within, ({ council }) => council);
          const parts = [...sums.values()].map((own) => own.reduce((sum, one) => sum + one.pence, 0));
          // Everybody but the largest pools nothing: the second knows its own part, and the total as exact.
          const [largest = 0, second = 0] = parts.toSorted((a, b) => b - a);
          const total = parts.reduce((sum, part) => sum + part, 0);
          expect(total - second).toBeGreaterThanOrEqual(largest * 1.1);
          expect(largest).toBeLessThanOrEqual(total / 2);
        }
    },
  );
});
