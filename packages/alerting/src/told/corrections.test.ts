import { Cause, type Evidence } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { petitionFacts } from '../fixtures/alert-facts.ts';
import { correctionOf, decisionOf, restsOn, stillTrue } from './corrections.ts';
import { toldFirst } from './follow-ups.ts';

const { assessment } = petitionFacts;
const [event] = assessment.formalEvents;
const notice = event?.evidence[0] as Evidence;
const cause = petitionFacts.alert.cause;
const formal = { cause, kind: 'formal', title: 'Winding-up petition advertised', to: 'severe' } as const;
const band = {
  ...formal,
  cause: 'band:severe:1',
  kind: 'band',
  title: 'Risk band raised to severe',
} as const;
const other = { ...notice, url: 'https://www.thegazette.co.uk/notice/9' };

test('an alert of an event rests on the evidence of that event, and on nothing else', () => {
  expect(restsOn(formal, assessment, notice)).toBe(true);
  const findings = [{ ...assessment.findings[0], outcome: 'present', evidence: [other] }] as never;
  expect(restsOn(formal, { ...assessment, findings }, other)).toBe(false);
});

test('an estimate rests on what is found present, not on what is found absent', () => {
  const found = (outcome: 'present' | 'absent') =>
    restsOn(band, { formalEvents: [], findings: [{ outcome, evidence: [other] }] as never }, other);
  expect([found('present'), found('absent')]).toEqual([true, false]);
});

test.each([
  ['source', 'companies-house-company'],
  ['url', 'https://www.thegazette.co.uk/notice/1'],
  ['sha256', 'b'.repeat(64)],
  ['quote', 'Another sentence of the same page'],
] as const)('evidence that differs in its %s is other evidence', (part, value) => {
  expect(restsOn(formal, assessment, { ...notice, [part]: value })).toBe(false);
});

test('a correction is one alert a decision, and ends the first where nothing of it is left', () => {
  const gone = correctionOf(formal, '7', { band: 'low', formalEvents: [] });
  expect(gone).toEqual({
    cause: Cause.parse(`${cause}:corrected:7`),
    title: 'Correction: winding-up petition advertised',
    supersedes: true,
  });
  expect(correctionOf(formal, '7', assessment).supersedes).toBe(false);
  expect([toldFirst(gone.cause), decisionOf(gone.cause), decisionOf(cause)]).toEqual([cause, '7', null]);
});

test('an estimate is still true while the band is as bad, a formal event while it is on record, a gate while at risk', () => {
  const at = (of: 'low' | 'elevated' | 'severe') => ({ band: of, formalEvents: [] });
  expect([stillTrue(band, at('elevated')), stillTrue(band, at('severe'))]).toEqual([false, true]);
  expect(stillTrue(formal, at('severe'))).toBe(false);
  const gate = { ...band, kind: 'paid-while-at-risk', cause: 'paid-while-at-risk:1' } as const;
  expect([stillTrue(gate, at('low')), stillTrue(gate, at('elevated'))]).toEqual([false, true]);
});
