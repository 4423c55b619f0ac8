import { expect, test } from 'vitest';
import { isMutated, tallyOf } from './tally.ts';

test('a tally counts those judged equivalent apart, and what no test reaches among all', () => {
  expect(tallyOf(['killed', 'killed', 'survived', 'untested', 'equivalent'])).toEqual({
    killed: 2,
    total: 4,
    untested: 1,
    equivalent: 1,
    share: 50,
  });
  expect(tallyOf([])).toMatchObject({ total: 0, share: 100 });
});

test('tests, what they use and files that pass on are never changed, nor what a runner leaves out', () => {
  const changed = [
    'a.ts',
    'a.test.ts',
    'src/index.ts',
    'src/testing.ts',
    'src/testing/made.ts',
    'a.md',
    'fit.ts',
  ];
  expect(changed.filter((file) => isMutated(file, /fit\.ts$/))).toEqual(['a.ts']);
});
