import { expect, test } from 'vitest';
import { courseOf, exerciseTitle, lostCategories } from './exercise.ts';
import type { DependingCouncil } from './sector-brief.ts';

test('a past failure ends on the supposed day, with as many days of warning as it gave then', () => {
  const past = {
    name: 'Example Builders',
    failedOn: '2018-01-15',
    stages: [
      { level: 'Watch', on: '2017-07-10' },
      { level: 'Severe', on: '2018-01-14' },
      { level: 'In a formal procedure', on: '2018-01-15' },
    ],
  };
  expect(courseOf(past, '2026-12-01')).toEqual({
    name: 'Example Builders',
    failedOn: '2018-01-15',
    steps: [
      { level: 'Watch', daysBefore: 189, on: '2026-05-26' },
      { level: 'Severe', daysBefore: 1, on: '2026-11-30' },
    ],
  });
});

test('what is lost is asked for once a category and region, and not where a contract says no category', () => {
  const council = (region: string | null, ...categories: (string | undefined)[]) =>
    ({ region, contracts: categories.map((category) => ({ category })) }) as unknown as DependingCouncil;
  expect(
    lostCategories([
      council('London', 'Water', 'Water', undefined),
      council('London', 'Software'),
      council(null, 'Water'),
    ]),
  ).toEqual([
    { category: 'Software', region: 'London' },
    { category: 'Water', region: 'London' },
    { category: 'Water', region: null },
  ]);
});

test('whatever an exercise is called begins with the word', () => {
  expect(exerciseTitle('Example Care Homes Ltd fails')).toBe('EXERCISE: Example Care Homes Ltd fails');
});
