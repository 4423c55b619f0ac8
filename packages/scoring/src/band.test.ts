import { bandMeanings, bandOrder, type FormalEvent, type RiskBand } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { band, bandCuts } from './band.ts';
import { rules } from './rules.ts';

const order: FormalEvent = {
  ref: 'x',
  family: 'winding-up-order',
  on: '2024-01-01',
  title: '',
  evidence: [],
};

test('a band is entered at its cut', () => {
  expect([0, 19, 20, 34, 35, 59, 60, 100].map((score) => band(null, score, []))).toEqual([
    'low',
    'low',
    'watch',
    'watch',
    'elevated',
    'elevated',
    'severe',
    'severe',
  ]);
});

test('and left only five points below it, so that it does not flap', () => {
  expect(band('elevated', 34, [])).toBe('elevated');
  expect(band('elevated', 30, [])).toBe('elevated');
  expect(band('elevated', 29, [])).toBe('watch');
  expect(band('severe', 30, [])).toBe('elevated');
  expect(band('severe', 0, [])).toBe('low');
  expect(band('low', 36, [])).toBe('elevated');
});

test('a score that wanders around a cut changes the band once at most', () => {
  const cut = fc.constantFrom(...Object.values(bandCuts));
  const offsets = fc.array(fc.integer({ min: -rules.hysteresisPoints, max: rules.hysteresisPoints }), {
    minLength: 2,
  });
  fc.assert(
    fc.property(cut, offsets, (at, steps) => {
      const bands: RiskBand[] = [];
      for (const offset of steps) bands.push(band(bands.at(-1) ?? null, at + offset, []));
      const changes = bands.filter((one, i) => i > 0 && one !== bands[i - 1]);
      expect(changes.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('insolvent is a fact: no score reaches it, and it ends with the proceeding', () => {
  expect(band('severe', 100, [])).toBe('severe');
  expect(band(null, 0, [order])).toBe('insolvent');
  expect(band('insolvent', 10, [])).toBe('low');
  expect(band(null, 70, [{ ...order, family: 'winding-up-petition' }])).toBe('severe');
});

test('no band is printed with a word that only an order may use', () => {
  for (const name of bandOrder) expect(bandMeanings[name]).not.toMatch(/insolvent|failing|avoid|blacklist/i);
});
