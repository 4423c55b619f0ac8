import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, those of several processes, much data or a browser: begun last, they would end alone. */
const SLOWEST = [
  'week.test.ts',
  'national.test.ts',
  'evaluation.recorded.test.ts',
  'pages.test.ts',
  'exposures.test.ts',
  'planted-strings.test.ts',
  'pages-register.test.ts',
  'allocations.test.ts',
  'system.recorded.test.ts',
];

/**
 * The slowest files first, then by what took longest in the last run, or is largest where there was none; project by
 * project where there are several, for a worker keeps its modules only from one file to the next of the same project.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const ranked = sorted.map((file, place) => ({ file, place, rank: rankOf(file) }));
    const projects = [
      ...new Set(ranked.toSorted((a, b) => a.rank - b.rank).map(({ file }) => file.project.name)),
    ];
    return ranked
      .toSorted(
        (a, b) =>
          projects.indexOf(a.file.project.name) - projects.indexOf(b.file.project.name) ||
          a.rank - b.rank ||
          a.place - b.place,
      )
      .map(({ file }) => file);
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = SLOWEST.findIndex((name) => moduleId.endsWith(`/${name}`));
  return rank === -1 ? SLOWEST.length : rank;
}
