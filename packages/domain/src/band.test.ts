import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  atLeast,
  bandMeanings,
  bandOrder,
  bandsAtRisk,
  bandsDown,
  bandWords,
  gravestBand,
  isAtRisk,
} from './band.ts';

test('bands stand in one order, and those from elevated up alert by themselves', () => {
  expect(bandOrder).toEqual(['low', 'watch', 'elevated', 'severe', 'insolvent']);
  expect(bandsDown).toEqual(bandOrder.toReversed());
  expect(bandsAtRisk).toEqual(['elevated', 'severe', 'insolvent']);
  expect(bandOrder.filter(isAtRisk)).toEqual(bandsAtRisk);
});

const anyBand = fc.constantFrom(...bandOrder);

test('of any two bands one is at least as grave as the other, and both only of one and the same', () => {
  fc.assert(
    fc.property(anyBand, anyBand, anyBand, (a, b, c) => {
      expect(atLeast(a, b) && atLeast(b, a)).toBe(a === b);
      expect(atLeast(a, b) || atLeast(b, a)).toBe(true);
      if (atLeast(a, b) && atLeast(b, c)) expect(atLeast(a, c)).toBe(true);
    }),
  );
});

test('the gravest of some bands is one of them, and at least as grave as each', () => {
  fc.assert(
    fc.property(fc.array(fc.option(anyBand)), (bands) => {
      const worst = gravestBand(bands);
      const known = bands.filter((band) => band !== null);
      expect(worst === null).toBe(known.length === 0);
      if (worst === null) return;
      expect(known).toContain(worst);
      expect(known.every((band) => atLeast(worst, band))).toBe(true);
    }),
  );
});

test('no band but the fact of a proceeding is called anything near it', () => {
  for (const band of bandOrder.filter((one) => one !== 'insolvent'))
    expect(`${bandWords[band]} ${bandMeanings[band]}`).not.toMatch(/insolven|failing|avoid|blacklist/i);
});
