import { expect, test } from 'vitest';
import { gazetteInsolvency } from '../gazette-insolvency.ts';
import { fieldCase, hasCases, itemsOf, observationsOf } from '../testing.ts';

const read = (file: string) => itemsOf(gazetteInsolvency, fieldCase(file));
const companies = (file: string) =>
  observationsOf(read(file)).map(({ about }) => [about?.name, about?.ref?.id]);

test.skipIf(!hasCases)('three companies in one notice are three observations, marked or in prose', () => {
  expect(companies('gazette/g01-three-companies.html')).toEqual([
    ['EXAMPLE ONE LIMITED', '99003001'],
    ['EXAMPLE TWO LIMITED', '99003002'],
    ['EXAMPLE THREE LIMITED', '99003003'],
  ]);
  expect(companies('gazette/g02-prose-three.html')).toEqual([
    ['EXAMPLE FOUR LIMITED', '99003004'],
    ['EXAMPLE FIVE LIMITED', '99003005'],
    ['EXAMPLE SIX LIMITED', '99003006'],
  ]);
});

test.skipIf(!hasCases)(
  'a petition is about the company that it names, and never about the lender that presented it',
  () => {
    expect(companies('gazette/g04-petitioner-number-first.html')).toEqual([
      ['EXAMPLE SEVEN LIMITED', '99003008'],
    ]);
    expect(companies('gazette2/g10-petitioner-number-known-names.html')).toEqual([
      ['EXAMPLE SEVENTY LIMITED', '99003018'],
    ]);
  },
);

test.skipIf(!hasCases)(
  'a petition against the wrong company takes the earlier notice back and begins nothing',
  () => {
    const items = read('gazette/g05-amended.html');
    expect(observationsOf(items)).toMatchObject([
      {
        content: {
          family: 'petition-withdrawn',
          corrects: { as: 'withdrawn', noticeId: '9910000', on: '2026-11-13' },
        },
      },
    ]);
    const taken = items.flatMap((item) => (item.outcome === 'withdrawn' ? item.withdrawals : []));
    expect(taken.map(({ ref }) => ref)).toContain('9910000');
  },
);

test.skipIf(!hasCases)('a members’ voluntary liquidation is solvent', () => {
  expect(observationsOf(read('gazette/g07-mvl-under-2443.html'))).toMatchObject([
    { about: { ref: { id: '99003011' } }, content: { family: 'members-voluntary-liquidation' } },
  ]);
});
