import { levelsDown, levelWords } from '@tocsin/domain';
import { unfairWords } from '@tocsin/alerting';
import { expect, test } from 'vitest';
import { help } from './help.ts';

const said = help()
  .blocks.flatMap((block) => Object.values(block).flat(2))
  .join('\n');

test('every level that a page may show is explained', () => {
  for (const level of levelsDown) expect(said).toContain(`${levelWords[level]}: `);
});

test('all questions of the score are accounted for by what their points stand on', () => {
  const [, all, law, fitted, judgement] =
    /asks (\d+) questions.*points of (\d+) questions.*of (\d+) they were fitted.*of (\d+) they are judgement/.exec(
      said,
    ) ?? [];
  expect(Number(all)).toBe(Number(law) + Number(fitted) + Number(judgement));
  expect(Number(law)).toBeGreaterThan(0);
});

test('nothing in it calls a company what it is not', () => {
  expect(unfairWords(said)).toEqual([]);
});
