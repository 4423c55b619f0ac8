import { SupplierId } from '@tocsin/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals, type SupplierFacts } from './facts.ts';
import { factsOnDay } from './facts-on-day.ts';
import { anyLooks, anySignal, anyStatement } from './testing-arbitraries.ts';
import { caseOf, noticeOf, profileOf, said } from './testing.ts';

const supplierId = SupplierId.parse('1');

test('looking and finding none is told apart from not looking', () => {
  const { stated } = foldSignals({ charges: '2024-05-01T00:00:00Z' }, []);
  expect(stated.charge).toEqual([]);
  expect(stated.filing).toBeUndefined();
});

test('the order in which a petition, its dismissal, a correction and a dissolution arrive does not matter (1,000 shuffles)', () => {
  const petition = said('2024-03-01', noticeOf('2450', 'winding-up-petition'), { ref: '1' });
  const story = [
    petition,
    said('2024-03-20', noticeOf('2450', 'winding-up-petition', { caseRef: 'CR-2024-1' }), {
      ref: '1',
      version: '2',
    }),
    said('2024-04-20', noticeOf('2461', 'petition-dismissed'), { ref: '2' }),
    said('2024-06-01', caseOf('compulsory-liquidation', { 'wound-up-on': '2024-05-20' }), { ref: '3' }),
    said('2024-07-01', profileOf({ status: 'liquidation' }), { ref: 'profile' }),
    said('2025-02-01', profileOf({ status: 'dissolved', dissolvedOn: '2025-01-20' }), {
      ref: 'profile',
      version: '2025',
    }),
  ];
  const first = JSON.stringify(foldSignals({}, story));
  fc.assert(
    fc.property(fc.shuffledSubarray(story, { minLength: story.length }), (shuffled) => {
      expect(JSON.stringify(foldSignals({}, shuffled))).toBe(first);
    }),
    { numRuns: 1_000 },
  );
  const on = (asOf: string) =>
    assess(JSON.parse(first) as SupplierFacts, { supplierId, asOf, previousBand: null });
  expect(on('2024-03-02').band).toBe('severe');
  expect(on('2024-04-20').formalEvents).toEqual([]);
  expect(on('2024-06-01').band).toBe('insolvent');
  expect(on('2025-02-01').formalEvents).toMatchObject([{ family: 'dissolved', on: '2025-01-20' }]);
});

test('any shuffling of any observations folds to the same facts, and twice the same is once', () => {
  const statements = fc.array(anyStatement(anySignal), { maxLength: 12 });
  fc.assert(
    fc.property(statements, anyLooks, fc.integer(), (signals, looks, by) => {
      const turned = [...signals, ...signals].map((s, i) => [s, (i * 7919 + by) % 97] as const);
      const shuffled = turned.sort((a, b) => a[1] - b[1]).map(([s]) => s);
      expect(JSON.stringify(foldSignals(looks, shuffled))).toBe(JSON.stringify(foldSignals(looks, signals)));
    }),
  );
});

describe('what could be seen on a day', () => {
  const withdrawn = [
    said('2024-03-01', noticeOf('2450', 'winding-up-petition'), { ref: '1' }),
    said('2024-03-05', noticeOf(null, 'unknown'), { ref: '1', version: '2024-03-05' }),
  ];
  test('is the latest version published by the end of that day', () => {
    const facts = foldSignals({}, withdrawn);
    const family = (asOf: string) =>
      factsOnDay(facts, asOf)
        .latest('insolvency-notice')
        .map((n) => n.signal.family);
    expect(family('2024-02-29')).toEqual([]);
    expect(family('2024-03-04')).toEqual(['winding-up-petition']);
    expect(family('2024-03-05')).toEqual(['unknown']);
  });
  test('and for an audit only what we had observed by then', () => {
    const late = said('2024-03-01', noticeOf('2410', 'administration'), {
      observedAt: '2024-04-01T00:00:00Z',
    });
    const facts = foldSignals({}, [late]);
    expect(factsOnDay(facts, '2024-05-01', '2024-03-31T00:00:00Z').latest('insolvency-notice')).toEqual([]);
    expect(
      factsOnDay(facts, '2024-05-01', '2024-04-01T01:00:00+01:00').latest('insolvency-notice'),
    ).toHaveLength(1);
  });
  test('and a look speaks for 92 days, not longer', () => {
    const facts = foldSignals({ 'gazette-notices': '2024-01-01T00:00:00Z' }, []);
    const petition = (asOf: string) =>
      assess(facts, { supplierId, asOf, previousBand: null }).findings.find(
        (f) => f.indicator === 'winding-up-petition',
      );
    expect(petition('2024-04-02')?.outcome).toBe('absent');
    expect(petition('2024-04-03')?.outcome).toBe('unknown');
  });
});
