import { MoneyByBasis, Pence, type CoverageBuckets } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { coverageSentences } from './coverage-words.ts';

const sums = (net: number, gross = 0) =>
  MoneyByBasis.parse({ net: Pence.parse(net * 100), gross: Pence.parse(gross * 100), unknown: 0 });
const nothing: CoverageBuckets = {
  monitored: sums(0),
  stale: sums(0),
  ambiguous: sums(0),
  redacted: sums(0),
  'not-a-company': sums(0),
  unmatched: sums(0),
};

test('a total says how much of it is known to be whose, each VAT basis for itself, and leaves out what is nothing', () => {
  const buckets = {
    ...nothing,
    monitored: sums(1_900_000),
    stale: sums(600_000),
    ambiguous: sums(0, 40_000),
    redacted: sums(210_000),
  };
  expect(coverageSentences(buckets)).toEqual([
    'Of £2.71m without VAT, £1.9m is looked at within the promised time, £600k is matched, not looked at in time, £210k is under names that were withheld.',
    'Of £40k with VAT, £40k is waiting for a person to say whose.',
  ]);
});

test('figures that do not add up as they are printed are called rounded, and none is bent', () => {
  expect(
    coverageSentences({
      ...nothing,
      monitored: sums(337_408),
      'not-a-company': sums(35_200),
      unmatched: sums(-400),
    }),
  ).toEqual([
    'Of £372k without VAT, in rounded figures, £337k is looked at within the promised time, £35.2k is to others than companies, −£400 is not matched.',
  ]);
});

test('where nothing is published, nothing is said', () => {
  expect(coverageSentences(nothing)).toEqual([]);
});
