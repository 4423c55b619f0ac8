import { expect, test } from 'vitest';
import { councilMaps } from '../council-maps.ts';
import { readSpendFile } from './read.ts';
import { csv, HEADER, LINES } from './testing.ts';

async function named(url: string) {
  const body = new TextEncoder().encode(csv([HEADER, ...LINES]));
  const file = await readSpendFile(councilMaps(), { url, body, council: 'E08000006' });
  if (file instanceof Error) throw file;
  const { isRevision, revision, called, month } = file;
  return { isRevision, revision, called, isWhole: month !== null };
}

test.each([
  ['corrections', 0],
  ['revisions', 0],
  ['restated', 0],
  ['restatement', 0],
  ['amendments', 0],
  ['reissued', 0],
  ['re-issue', 0],
  ['republished', 0],
  ['replaces', 0],
  ['superseding', 0],
  ['erratum', 0],
  ['second version', 0],
  ['v2', 200],
  ['version 3', 300],
  ['v1.1', 101],
  ['rev1', 200],
  ['revision-2', 300],
  ['r2', 300],
])('a file of June called “%s” corrects the whole of June', async (word, revision) => {
  for (const url of [`2026-06-${word}.csv`, `june-2026 ${word}.xlsx`])
    expect(await named(url), url).toEqual({
      isRevision: true,
      revision,
      called: '2026-06-30 month',
      isWhole: true,
    });
});

test.each([
  '2026-06.csv',
  'June 2026 v1.csv',
  'june-2026 (2).csv',
  '2026-06.csv?v=3',
  'reviewed-june-2026.csv',
])('“%s” corrects nothing, and is of the whole of June', async (url) => {
  expect(await named(url)).toMatchObject({ isRevision: false, revision: 0, isWhole: true });
});

test('a name in another order, format or copy is the same name, another department’s is not', async () => {
  const [one, ...same] = await Promise.all(
    ['spend-2026-06.csv', 'Spend June 2026.xlsx', 'spend-june-2026 (1).csv', 'spend-2026-06-revised.csv'].map(
      named,
    ),
  );
  expect(same.map(({ called }) => called)).toEqual(Array(3).fill(one?.called));
  expect((await named('adults-2026-06.csv')).called).not.toBe(one?.called);
  expect((await named('payments.csv')).called).toBeNull();
});
