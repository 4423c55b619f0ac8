import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf, suppressCounts, type CountedGroup, type CountRelease } from './suppress-counts.ts';

const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `C${from + at}`);
const labels = ({ shown }: CountRelease) => shown.map(({ label }) => label.join('/'));

describe('counts of councils', () => {
  it('are shown of five or more, in steps', () => {
    const release = suppressCounts([
      { label: ['risk', 'Developing'], councils: some(1, 12) },
      { label: ['risk', 'Mature'], councils: some(13, 16) },
    ]);
    expect(countsOf(release)).toEqual([{ label: ['risk', 'Developing'], councils: 10 }]);
  });

  it('hide the sibling of a small group, and of two cuts that cross those that leave four in a corner', () => {
    const developing = { label: ['risk', 'Developing'], councils: some(1, 20) };
    expect(
      labels(
        suppressCounts([
          developing,
          { label: ['risk', 'Developing', 'exposure', 'high'], councils: some(1, 16) },
          { label: ['risk', 'Developing', 'exposure', 'low'], councils: some(17, 20) },
        ]),
      ),
    ).toEqual(['risk/Developing']);
    expect(
      labels(
        suppressCounts([
          developing,
          { label: ['risk', 'Developing', 'exposure', 'high'], councils: some(1, 10) },
          { label: ['risk', 'Developing', 'coverage', 'low'], councils: some(7, 15) },
        ]),
      ),
    ).toEqual(['risk/Developing', 'risk/Developing/exposure/high']);
  });

  it('hold one back who came or left between releases, and judge each subject by itself', () => {
    const first = suppressCounts([{ label: ['risk', 'Mature'], councils: some(1, 9) }]);
    expect(suppressCounts([{ label: ['risk', 'Mature'], councils: some(1, 8) }], [first]).shown).toEqual([]);
    expect(
      suppressCounts([{ label: ['talent', 'Mature'], councils: some(1, 8) }], [first]).shown,
    ).toHaveLength(1);
  });
});

/** Exact rank over the rationals, by elimination in integers. */
function rankOf(rows: readonly (readonly bigint[])[]): number {
  const left = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column++) {
    const pivot = left.findIndex((row, at) => at >= found && row[column] !== 0n);
    if (pivot < 0) continue;
    [left[found], left[pivot]] = [left[pivot]!, left[found]!];
    const top = left[found]!;
    for (let at = found + 1; at < left.length; at++) {
      const [keep, take] = [top[column]!, left[at]![column]!];
      if (take !== 0n) left[at] = left[at]!.map((value, of) => value * keep - take * top[of]!);
    }
    found++;
  }
  return found;
}

/** Lots of at most four councils about which something can be worked out, if all that was shown is taken as exact. */
function recoverable(releases: readonly CountRelease[]): readonly string[][] {
  const shown = releases.flatMap((one) => one.shown);
  const councils = [...new Set(shown.flatMap((one) => one.councils))];
  const rows = shown.map((one) => councils.map((council) => (one.councils.includes(council) ? 1n : 0n)));
  const whole = rankOf(rows);
  const lots: string[][] = [[]];
  for (const council of councils)
    for (const lot of lots.filter(({ length }) => length < 4)) lots.push([...lot, council]);
  return lots
    .filter(({ length }) => length > 0)
    .filter((lot) => rankOf(rows.map((row) => row.filter((_, at) => !lot.includes(councils[at]!)))) < whole);
}

const level = fc.constantFrom('Minimum', 'Developing', 'Mature');
const third = fc.constantFrom('low', 'high');
const answer = fc.record({ level, exposure: third, coverage: third, acknowledged: third });
const answers = fc.array(answer, { minLength: 5, maxLength: 18 });

/** Everything that could be said of what councils answered. */
function groupsOf(
  told: readonly { level: string; exposure: string; coverage: string; acknowledged: string }[],
) {
  const groups = new Map<string, CountedGroup & { councils: string[] }>();
  for (const [at, one] of told.entries())
    for (const cut of [
      [],
      ['exposure', one.exposure],
      ['coverage', one.coverage],
      ['acknowledged', one.acknowledged],
    ]) {
      const label = ['risk', one.level, ...cut];
      const group = groups.get(label.join('/')) ?? { label, councils: [] };
      group.councils.push(`C${at}`);
      groups.set(label.join('/'), group);
    }
  return [...groups.values()];
}

describe('an exact solver over all that is shown of levels crossed three ways', () => {
  it('finds what plain hiding of small groups gives away', () => {
    const shown = [
      { label: ['risk'], councils: some(1, 6) },
      { label: ['risk', 'Mature'], councils: some(2, 6) },
    ];
    expect(recoverable([{ shown }])).toContainEqual(['C1']);
  });

  it('works out nothing about fewer than five councils from three releases', () => {
    fc.assert(
      fc.property(answers, answers, answers, (a, b, c) => {
        const releases: CountRelease[] = [];
        for (const told of [a, b, c]) releases.push(suppressCounts(groupsOf(told), releases));
        expect(recoverable(releases)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
