import { addDays, IsoDate, levelsDown, type RiskLevel } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerFigures, type Forecast, type WhatBecame } from './figures.ts';

const FROM = IsoDate.parse('2026-01-01');
const UNTIL = IsoDate.parse('2027-01-01');
const nothing = { net: 0, gross: 0, unknown: 0 };

function judged(level: RiskLevel, outcome: Partial<WhatBecame> = {}, of: Partial<Forecast> = {}): Forecast {
  return {
    number: 'GB-COH 99000001',
    level,
    rests: 'estimate',
    left: nothing,
    paid: nothing,
    outcome: { exit: null, knownUntil: UNTIL, traits: [], ...outcome },
    ...of,
  };
}
const insolvent = (on: string): Partial<WhatBecame> => ({ exit: { kind: 'insolvent', on } });
const lostSight = (on: string): Partial<WhatBecame> => ({ knownUntil: on });

test('each supplier is insolvent, gone otherwise, there still or lost sight of; whole lists give plain shares', () => {
  const outcome = fc.oneof(
    fc.constant({}),
    fc.record({
      exit: fc.record({
        kind: fc.constantFrom('insolvent' as const, 'struck-off' as const, 'dissolved' as const),
        on: fc.integer({ min: 0, max: 500 }).map((days) => addDays(FROM, days)),
      }),
    }),
  );
  const list = fc.array(
    fc
      .record({ level: fc.constantFrom(...levelsDown), outcome })
      .map((one) => judged(one.level, one.outcome)),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(list, (some) => {
      const { estimates } = ledgerFigures(some, FROM, 12);
      expect(estimates.reduce((sum, { suppliers }) => sum + suppliers, 0)).toBe(some.length);
      for (const one of estimates) {
        expect(one.insolvent + one.goneOtherwise + one.survived + one.censored).toBe(one.suppliers);
        expect(one.censored).toBe(0);
        expect(one.share).toBeCloseTo(one.insolvent / one.suppliers, 9);
        expect(one.ofThousand.fail).toBeCloseTo((1_000 * one.insolvent) / some.length, 6);
      }
    }),
  );
});

test('who is lost sight of counts for as long as somebody looked, and who is gone can fail no more', () => {
  // Of four one is lost sight of before the first failure: that is one of three, and the last one of what is left of them.
  const some = [
    judged('elevated', lostSight('2026-02-01')),
    judged('elevated', insolvent('2026-03-01')),
    judged('elevated', { exit: { kind: 'dissolved', on: '2026-04-01' } }),
    judged('elevated', insolvent('2026-12-01')),
  ];
  const [elevated] = ledgerFigures(some, FROM, 12).estimates;
  expect(elevated).toMatchObject({ suppliers: 4, insolvent: 2, goneOtherwise: 1, survived: 0, censored: 1 });
  expect(elevated?.share).toBeCloseTo(1 / 3 + 1 / 3, 9);
  expect(elevated?.toReview).toBeCloseTo(1.5, 9);
});

test('a failure on the last day counts, and one on the day after does not', () => {
  const on = (day: string) =>
    ledgerFigures([judged('severe', insolvent(day))], FROM, 12).estimates[0]?.insolvent;
  expect([on(UNTIL), on(addDays(UNTIL, 1))]).toEqual([1, 0]);
});

test('what stood in a proceeding already is counted apart, in no share and no recall', () => {
  const formal = judged('insolvent', insolvent('2026-01-02'), { rests: 'formal' });
  const figures = ledgerFigures([formal, judged('low')], FROM, 12);
  expect(figures).toMatchObject({ formal: 1, recall: { byNumber: null, byPounds: null }, misses: [] });
  expect(figures.estimates.map(({ level }) => level)).toEqual(['low']);
});

test('recall is told by number and by pounds, misses by name with most at stake first, false alarms by trait', () => {
  const net = (pence: number) => ({ ...nothing, net: pence });
  const figures = ledgerFigures(
    [
      judged('severe', insolvent('2026-05-01'), { left: net(600), number: 'GB-COH 1' }),
      judged('low', insolvent('2026-06-01'), { paid: net(100), number: 'GB-COH 2' }),
      judged('no-formal-sign', insolvent('2026-07-01'), {
        left: net(200),
        paid: net(100),
        number: 'GB-COH 3',
      }),
      judged('elevated', { traits: ['age: over 10 years'] }),
      judged('watch', { traits: ['age: over 10 years'] }),
      judged('elevated', { traits: ['age: under 3 years'], knownUntil: '2026-06-01' }),
    ],
    FROM,
    12,
  );
  expect(figures.recall.byNumber).toBeCloseTo(1 / 3);
  expect(figures.recall.byPounds).toBeCloseTo(0.6);
  expect(figures.misses).toEqual([
    { number: 'GB-COH 3', level: 'no-formal-sign', on: '2026-07-01', pence: 300 },
    { number: 'GB-COH 2', level: 'low', on: '2026-06-01', pence: 100 },
  ]);
  expect(figures.falseAlarms).toEqual([{ trait: 'age: over 10 years', alarmed: 1, of: 2 }]);
});

test('days before a proceeding are told in quartiles, and lift against all forecasts', () => {
  const days = [10, 20, 30, 40, 50].map((n) => judged('severe', insolvent(addDays(FROM, n))));
  const [severe] = ledgerFigures(
    [...days, ...Array.from({ length: 15 }, () => judged('low'))],
    FROM,
    12,
  ).estimates;
  expect(severe?.leadDays).toEqual([20, 30, 40]);
  expect(severe?.lift).toBeCloseTo(4);
});
