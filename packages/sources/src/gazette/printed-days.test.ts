import { expect, test } from 'vitest';
import { dayRead, PRINTED_DAY, WEEKDAY } from './printed-days.ts';

const found = (words: string) =>
  [...words.matchAll(new RegExp(`${WEEKDAY}(${PRINTED_DAY})`, 'gi'))].map(([, day = '']) => dayRead(day));

test.each([
  '15 December 2026',
  '15th day of December, 2026',
  'Tuesday the 15th of December 2026',
  'the fifteenth day of December 2026',
  'December 15, 2026',
  '15 Dec. 2026',
  '15/12/2026 at 10:30',
  '15/12/26',
  '15.12.2026',
  '15-12-2026',
  '2026-12-15T10:30:00',
  '15 RHAGFYR 2026',
  'ddydd Mawrth 15fed o Ragfyr 2026',
])('“%s” is one day, read alike wherever a notice prints it', (words) => {
  expect(found(`on ${words} at the court`)).toEqual(['2026-12-15']);
});

test('an ordinal is the whole of it, and a day that no calendar has is none', () => {
  expect(found('the twenty-first day of May 2026 and the thirty first day of May 2026')).toEqual([
    '2026-05-21',
    '2026-05-31',
  ]);
  expect(found('on 31 November 2026 and 30.02.2026')).toEqual([null, null]);
});

test.each(['15 December', 'December 2026', 'No 12 of 2026', 'at 10.30 am', '123/12/2026', '99000101'])(
  '“%s” is no day',
  (words) => {
    expect(found(words)).toEqual([]);
  },
);
