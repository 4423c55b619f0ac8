import { type NoticeFamily, noticeCodes, SupplierId } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { noticeOf, said } from './testing.ts';

const DAY = '2024-10-30';
const supplierId = SupplierId.parse('1');
const codes = Object.entries(noticeCodes).map(([code, [, family]]): [string, NoticeFamily] => [code, family]);
const on = (asOf: string, ...given: readonly [string, NoticeFamily][]) =>
  assess(
    foldSignals(
      {},
      given.map(([code, family]) => said(DAY, noticeOf(code, family), { ref: code })),
    ),
    { supplierId, asOf, previousBand: null },
  );
const inTable = (...numbers: number[]) => codes.filter(([code]) => numbers.includes(Number(code)));

const insolvent = inTable(2410, 2411, 2421, 2441, 2443, 2452, 2454);
const atMostSevere = inTable(2401, 2423, 2442, 2447, 2450);

test.each(insolvent)('Gazette %s (%s) is a fact of insolvency from its publication day', (...notice) => {
  expect(on('2024-10-29', notice)).toMatchObject({ band: 'low', score: 0 });
  expect(on(DAY, notice)).toMatchObject({ band: 'insolvent', score: 100 });
});

test.each(atMostSevere)('Gazette %s (%s) is a sign, and at most severe', (...notice) => {
  expect(on(DAY, notice).score).toBeGreaterThan(0);
  expect(on(DAY, notice).formalEvents).toHaveLength(1);
});

test('all signs together are at most severe', () => {
  expect(on(DAY, ...atMostSevere)).toMatchObject({ band: 'severe', score: 100 });
});

test('no other notice counts: solvent liquidations, relief, dividends, meetings', () => {
  const others = codes.filter((code) => !insolvent.includes(code) && !atMostSevere.includes(code));
  expect(others).toHaveLength(46 - 12);
  for (const notice of others) expect(on(DAY, notice)).toMatchObject({ band: 'low', score: 0, rawScore: 0 });
});
