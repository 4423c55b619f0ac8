import { expect, test } from 'vitest';
import { csv, DATE, HEADER, LINES, read, spendRowsOf } from './testing.ts';

/** The same payments on other days. */
const dated = (dayOf: (at: number) => string) =>
  csv([HEADER, ...LINES.map((cells, at) => cells.map((cell, place) => (place === DATE ? dayOf(at) : cell)))]);
const two = (number: number) => String(number).padStart(2, '0');
const june = (body: string) => spendRowsOf(body, 'salford/2022-06.csv');
const held = async (body: string, url?: string) => {
  const rows = await read(body, url);
  return typeof rows === 'string'
    ? rows
    : String(rows.flatMap((row) => (row.outcome === 'held' ? [row.reason] : [])));
};
const doubtsOf = (rows: Awaited<ReturnType<typeof june>>) =>
  rows.flatMap((row) => ('doubt' in row && row.doubt !== undefined ? [[row.payment.paidOn, row.doubt]] : []));

const slashed = (at: number) => (at < 12 ? `06/${two(at + 1)}/2022` : `${at + 1}/06/2022`);
const iso = (at: number) => (at < 12 ? `2022-${two(at + 1)}-06` : `2022-06-${at + 1}`);

test.each([
  ['with slashes', slashed],
  ['with slashes and the later days first', (at: number) => slashed(29 - at)],
  ['with short years', (at: number) => slashed(at).replace('2022', '22')],
  ['year first', iso],
])('days that a program has half turned round hold the file: %s', async (_, dayOf) => {
  expect(await held(dated(dayOf))).toMatch(/may be other days.*change places/);
});

test('so do those of a quarter, whose days may be of it either way', async () => {
  const quarter = (at: number) => (at < 12 ? `04/${two(at + 1)}/2022` : `${at + 1}/0${4 + (at % 3)}/2022`);
  expect(await held(dated(quarter), 'salford/q1-apr-jun-2022.csv')).toMatch(
    /may be other days.*change places/,
  );
});

test('days of earlier months that days above the 12th prove are what they seem', async () => {
  const paid = (at: number) =>
    at < 3 ? `06/0${at + 1}/2022` : at < 6 ? `25/0${at - 2}/2022` : `${at}/06/2022`;
  expect(await held(dated(paid))).toBe('');
});

test('one such day among others is read as it stands, with a doubt', async () => {
  const rows = await june(dated((at) => (at === 5 ? '06/02/2022' : `${two(at + 1)}/06/2022`)));
  expect(doubtsOf(rows)).toEqual([['2022-02-06', expect.stringMatching(/changed over/)]]);
});

test('where no day is above the 12th and the name has no month, days of one month if turned round hold the file', async () => {
  const open = (at: number) => `06/${two((at % 12) + 1)}/2022`;
  expect(await held(dated(open), 'salford/spend.csv')).toMatch(/month first/);
});

test('numbers of days counted from 1904 hold a file that is called after its month', async () => {
  expect(await held(dated((at) => String(44713 - 1462 + at)))).toMatch(/counted from 1904/);
  expect(await held(dated((at) => String(44713 + at)))).toBe('');
});

test('days of another decade than the month of the file are read with a doubt', async () => {
  const rows = await june(dated((at) => (at < 2 ? `2012-06-1${at}` : `2022-06-${two(at + 1)}`)));
  expect(doubtsOf(rows).map(([day]) => day)).toEqual(['2012-06-10', '2012-06-11']);
});
