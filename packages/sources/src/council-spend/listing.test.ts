import { expect, test } from 'vitest';
import { lateNote, lateSeries } from './lateness.ts';
import { readListing } from './listing.ts';
import { councilMaps } from '../council-maps.ts';

const salford = councilMaps().find(({ slug }) => slug === 'salford');
if (!salford) throw new Error('no map of Salford');
const PAGE = salford.page.url;

test('new files are found by the selectors of the map; other sites and old months are left out', () => {
  const html = `<main><a href="/media/a/2026-09.csv">September 2026</a> <a href="/media/a/2026-09.csv#top">again</a>
    <a href="/media/b/spend.xlsx">October 2026</a> <a href="/media/c/2019-01.csv">January 2019</a>
    <a href="https://elsewhere.example/2026-09.csv">copy</a> <a href="javascript:x.csv">x</a> <a href="/about">About</a></main>`;
  const { files } = readListing(salford, salford.page, PAGE, html, '2023-11-22');
  expect(files.map(({ url }) => url)).toEqual(
    ['/media/a/2026-09.csv', '/media/b/spend.xlsx'].map((path) => new URL(path, PAGE).href),
  );
});

test('a council is late against its own cadence, and early or unknown ones are not', () => {
  const quarterly = ['2025-12-31', '2026-03-31', '2026-06-30'];
  const monthly = ['2026-04-30', '2026-05-31', '2026-06-30'];
  const late = lateSeries(
    councilMaps(),
    [
      { council: 'E08000006', series: 'spend', coveredTo: monthly },
      { council: 'E07000178', series: 'spend', coveredTo: quarterly },
      { council: 'E99999999', series: 'spend', coveredTo: ['2020-01-31'] },
    ],
    '2026-11-22',
  );
  expect(late.map(({ councilName }) => councilName)).toEqual(['Salford City Council']);
  expect(lateNote(late)).toContain('read to 2026-06-30, the next file was due by 2026-10-01');
  expect(lateNote([])).toBeNull();
});
