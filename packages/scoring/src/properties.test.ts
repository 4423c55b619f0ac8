import { addDays, dayOf, daysBetween, type IsoDate, SupplierId } from '@tocsin/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals, type SupplierFacts } from './facts.ts';
import { model, type Model } from './model.ts';
import { anyDay, anyDistress, anyLooks, anySignal, anyStatement } from './testing-arbitraries.ts';

const supplierId = SupplierId.parse('1');
const statements = fc.array(anyStatement(anySignal), { maxLength: 10 });
const on = (facts: SupplierFacts, asOf: IsoDate, by = model) =>
  assess(facts, { supplierId, asOf, previousBand: null }, by);
/** A proposal of which nothing more is published weighs half once the register was looked at again: a look lowers it. */
const { lives: _lives, ...rulesOfOld } = model.rules;
const lifeless: Model = { ...model, rules: rulesOfOld };

test('the points shown always sum to the score, and nothing but what is present counts', () => {
  fc.assert(
    fc.property(statements, anyLooks, anyDay, (signals, looks, asOf) => {
      const { findings, rawScore, score, coverage } = on(foldSignals(looks, signals), asOf);
      expect(findings.reduce((sum, f) => sum + f.points, 0)).toBe(rawScore);
      expect(score).toBe(Math.max(0, Math.min(100, rawScore)));
      expect(findings.filter((f) => f.outcome !== 'present' && f.points !== 0)).toEqual([]);
      expect(coverage).toBeCloseTo(findings.filter((f) => f.outcome !== 'unknown').length / findings.length);
    }),
  );
});

test('one more sign of distress never lowers the score', () => {
  fc.assert(
    fc.property(statements, anyStatement(anyDistress), anyDay, (signals, more, asOf) => {
      const another = { ...more, ref: 'another' };
      const before = on(foldSignals({}, signals), asOf);
      const after = on(foldSignals({}, [...signals, another]), asOf);
      expect(after.rawScore).toBeGreaterThanOrEqual(before.rawScore);
    }),
    { numRuns: 1_000 },
  );
});

test('not having looked never raises the score, but for what a later look would have let lapse', () => {
  fc.assert(
    fc.property(statements, anyLooks, anyDay, (signals, looks, asOf) => {
      const [looked, unlooked] = [foldSignals(looks, signals), foldSignals({}, signals)];
      expect(on(unlooked, asOf, lifeless).rawScore).toBeLessThanOrEqual(on(looked, asOf, lifeless).rawScore);
      expect(on(unlooked, asOf).coverage).toBeLessThanOrEqual(on(looked, asOf).coverage);
    }),
    { numRuns: 1_000 },
  );
});

test('until the day of review time alone changes nothing', () => {
  fc.assert(
    fc.property(
      statements,
      anyLooks,
      anyDay,
      fc.integer({ min: 1, max: 400 }),
      (signals, looks, asOf, wait) => {
        const facts = foldSignals(
          Object.fromEntries(Object.entries(looks).filter(([, at]) => dayOf(at) <= asOf)),
          signals.filter((s) => dayOf(s.publishedAt) <= asOf && dayOf(s.observedAt) <= asOf),
        );
        const { reviewOn, ...today } = on(facts, asOf);
        const days = reviewOn ? Math.min(wait, daysBetween(asOf, reviewOn) - 1) : wait;
        const { reviewOn: _, ...later } = on(facts, addDays(asOf, days));
        expect({ ...later, asOf }).toEqual(today);
      },
    ),
  );
});

test('scores recompute from stored facts without a difference', () => {
  const samples = fc.sample(
    fc.tuple(statements, anyLooks, fc.array(anyDay, { minLength: 5, maxLength: 5 })),
    { numRuns: 300, seed: 17 },
  );
  let differences = 0;
  for (const [signals, looks, days] of samples) {
    const facts = foldSignals(looks, signals);
    const stored = JSON.parse(JSON.stringify(facts)) as SupplierFacts;
    for (const asOf of days)
      if (JSON.stringify(on(facts, asOf)) !== JSON.stringify(on(stored, asOf))) differences += 1;
  }
  expect(differences).toBe(0);
});
