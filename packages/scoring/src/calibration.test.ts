import { SupplierId } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { latestBaseRate, sectorOf, sectorRate } from './base-rates.ts';
import { accountsAlone, accountsProbabilities } from './calibration.ts';
import { foldSignals } from './facts.ts';
import { accountsOf, noticeOf, said } from './testing.ts';

const rate = latestBaseRate();
const judged = (signals: Parameters<typeof foldSignals>[1]) =>
  assess(foldSignals({}, signals), {
    supplierId: SupplierId.parse('1'),
    asOf: '2024-12-01',
    previousBand: null,
  });

test('a probability grows with the band, surrounds the base rate, and is missing where too few failed', () => {
  const [low, watch, elevated, severe] = accountsProbabilities(rate).map((band) => band.probability);
  expect(low).toBeLessThan(rate.per10000 / 10_000);
  expect(watch).toBeGreaterThan(rate.per10000 / 10_000);
  expect(elevated).toBeGreaterThan(watch ?? 1);
  expect(severe).toBeNull();
});

test('the accounts speak by themselves, whatever else stands against the supplier', () => {
  const petition = said('2024-10-01', noticeOf('2450', 'winding-up-petition'));
  const accounts = said('2024-10-01', accountsOf('2024-03-31'));
  expect(accountsAlone(judged([petition, accounts]), rate)).toEqual(accountsAlone(judged([accounts]), rate));
  expect(accountsAlone(judged([accounts]), rate)).toMatchObject({ band: 'low', points: 0 });
});

test('without accounts nothing is said', () => {
  expect(
    accountsAlone(judged([said('2024-10-01', noticeOf('2450', 'winding-up-petition'))]), rate),
  ).toBeNull();
});

test('a sector has the whole rate by how much more often its companies fail', () => {
  const food = sectorOf('56101');
  expect(food && sectorRate(rate, food)).toBeCloseTo((52.5 * 14) / 6, 5);
});
