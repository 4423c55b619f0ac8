import { type ObservedSignal, type Signal, SupplierId } from '@tocsin/domain';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { foldSignals } from './facts.ts';
import { noticeOf, said } from './testing.ts';

const petition = said('2024-09-16', noticeOf('2450', 'winding-up-petition'), { ref: '1' });
const dismissal = said('2024-10-20', noticeOf('2461', 'petition-dismissed'), { ref: '2' });

function on(asOf: string, ...signals: ObservedSignal[]) {
  const facts = foldSignals({ 'gazette-notices': '2024-12-01T00:00:00Z' }, signals);
  return assess(facts, { supplierId: SupplierId.parse('1'), asOf, previousBand: null });
}

describe('a winding-up petition', () => {
  test('is severe, worth an alert of its own, and not an insolvency', () => {
    const assessment = on('2024-09-16', petition);
    expect(assessment.band).toBe('severe');
    expect(assessment.formalEvents).toMatchObject([
      { family: 'winding-up-petition', title: 'Winding-up petition advertised', on: '2024-09-16' },
    ]);
  });
  test('is not seen the day before it was published', () => {
    expect(on('2024-09-15', petition)).toMatchObject({ band: 'low', formalEvents: [] });
  });
  test('leaves the supplier at watch once it is dismissed, in whatever order the two arrive', () => {
    const assessment = on('2024-10-20', dismissal, petition);
    expect(assessment).toMatchObject({ band: 'watch', score: 25, formalEvents: [] });
    expect(on('2024-10-20', petition, dismissal)).toEqual(assessment);
  });
});

test('Gazette and Companies House words for one winding-up order are one formal event, named after the first seen', () => {
  const order = said('2018-01-17', noticeOf('2452', 'winding-up-order'), { ref: '2938475' });
  const register: Signal = {
    kind: 'insolvency-case',
    caseNumber: '1',
    caseType: 'compulsory-liquidation',
    dates: [
      { type: 'petitioned-on', on: '2018-01-15' },
      { type: 'wound-up-on', on: '2018-01-15' },
    ],
  };
  const known = said('2018-01-20', register, {
    source: 'companies-house-company',
    ref: '03782379/insolvency/1',
  });
  const [event, ...others] = on('2018-02-01', known, order).formalEvents;
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    ref: 'winding-up-order:gazette-insolvency/2938475',
    family: 'winding-up-order',
    on: '2018-01-15',
  });
  expect(event?.evidence).toHaveLength(2);
});

test("a members' voluntary liquidation is solvent and never counts", () => {
  const resolution = said('2024-03-05', noticeOf('2431', 'members-voluntary-liquidation'), { ref: '3' });
  expect(on('2024-03-06', resolution)).toMatchObject({ band: 'low', score: 0, formalEvents: [] });
});
