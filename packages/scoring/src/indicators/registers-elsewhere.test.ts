import type { SignalOf } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { said } from '../testing.ts';
import { judged } from './judged.ts';

const TODAY = '2026-11-23';
const entry: SignalOf<'charity-entry'> = {
  kind: 'charity-entry',
  status: 'registered',
  form: 'cio',
  removedOn: null,
  insolvent: false,
  inAdministration: false,
  dissolution: null,
  reporting: 'Submission Received',
  lastYear: null,
};
/** A finding about a charity whose entry was published a day before. */
function ofCharity(indicator: string, over: Partial<typeof entry>) {
  const { outcome, points, because } = judged(indicator, TODAY, [said('2026-11-20', { ...entry, ...over })]);
  return { outcome, points, because };
}

test.each(['charity-flag', 'charity-returns-overdue', 'charity-deficit', 'cio-dissolution'])(
  '%s: unknown where nobody looked, absent of a company that is no charity',
  (indicator) => {
    expect(judged(indicator, TODAY, [])).toMatchObject({ outcome: 'unknown', points: 0 });
    expect(judged(indicator, TODAY, [], ['charity-register'])).toMatchObject({
      outcome: 'absent',
      points: 0,
    });
  },
);

test('charity-flag: counts while the flag stands, and ends with the extract that no longer shows it', () => {
  expect(ofCharity('charity-flag', { insolvent: true })).toEqual({
    outcome: 'present',
    points: 40,
    because:
      'The register of charities marks it as insolvent on 20 November 2026. It counts until the register does no longer.',
  });
  expect(ofCharity('charity-flag', { inAdministration: true })).toMatchObject({
    points: 40,
    because: expect.stringContaining('as in administration on'),
  });
  const ended = [
    said('2026-11-19', { ...entry, insolvent: true }, { ref: '1', source: 'charities' }),
    said('2026-11-20', entry, { ref: '1', source: 'charities' }),
  ];
  expect(judged('charity-flag', TODAY, ended)).toMatchObject({ outcome: 'absent', points: 0 });
  expect(judged('charity-flag', '2026-11-19', ended)).toMatchObject({ outcome: 'present' });
});

test('charity-returns-overdue: two years weigh more than one, and a late return that came in counts nothing', () => {
  const reporting = (word: string | null) => ofCharity('charity-returns-overdue', { reporting: word });
  expect(reporting('Submission Overdue')).toMatchObject({ outcome: 'present', points: 6 });
  expect(reporting('Submission Double Default')).toMatchObject({ outcome: 'present', points: 12 });
  for (const word of ['Submission Received', 'Submission Received Late', 'New', null, 'Of a new kind'])
    expect(reporting(word)).toMatchObject({ outcome: 'absent', points: 0 });
  expect(
    ofCharity('charity-returns-overdue', { status: 'removed', reporting: 'Submission Overdue' }),
  ).toMatchObject({ outcome: 'absent' });
});

test('charity-deficit: what was spent above a tenth or a quarter more than received; no figures are unknown', () => {
  const spent = (expenditure: number, endedOn = '2026-03-31') =>
    ofCharity('charity-deficit', { lastYear: { endedOn, income: 100_000_00, expenditure } });
  expect(spent(100_000_00)).toMatchObject({ outcome: 'absent', points: 0 });
  expect(spent(110_000_00)).toMatchObject({ outcome: 'absent', points: 0 });
  expect(spent(110_000_01)).toMatchObject({ outcome: 'present', points: 2 });
  expect(spent(125_000_00)).toMatchObject({ points: 2 });
  expect(spent(125_000_01)).toMatchObject({
    points: 4,
    because:
      'It spent £125,000.01 in the year to 31 March 2026, 25% more than the £100,000 that it received.',
  });
  expect(spent(200_000_00, '2024-11-01')).toMatchObject({ points: 2 });
  expect(spent(200_000_00, '2023-11-01')).toMatchObject({
    outcome: 'absent',
    because: expect.stringContaining('too old to count'),
  });
  expect(ofCharity('charity-deficit', {})).toMatchObject({ outcome: 'unknown' });
  const nothing = { endedOn: '2026-03-31', income: 0, expenditure: 5 };
  expect(ofCharity('charity-deficit', { lastYear: nothing })).toMatchObject({ outcome: 'unknown' });
});

test('cio-dissolution: counts until the notice is gone or the charity is removed', () => {
  const dissolution = { noticeEndsOn: '2026-12-18' };
  expect(ofCharity('cio-dissolution', { dissolution })).toMatchObject({
    outcome: 'present',
    points: 25,
    because: expect.stringContaining('by a notice that ends on 18 December 2026. It may be solvent'),
  });
  expect(ofCharity('cio-dissolution', { dissolution: { noticeEndsOn: null } })).toMatchObject({ points: 25 });
  expect(ofCharity('cio-dissolution', { dissolution, status: 'removed' })).toMatchObject({ points: 0 });
  expect(ofCharity('cio-dissolution', {})).toMatchObject({ outcome: 'absent', points: 0 });
});

test('landlord-grade: only grades 3 and 4 count, the gravest of them, until the next judgement', () => {
  const judgement = (on: string, grades: Partial<SignalOf<'housing-judgement'>>) =>
    said(
      on,
      {
        kind: 'housing-judgement',
        consumer: 'C1',
        governance: 'G1',
        viability: 'V2',
        underReview: false,
        ...grades,
      },
      { ref: 'L1' },
    );
  const find = (...judgements: readonly ReturnType<typeof judgement>[]) =>
    judged('landlord-grade', TODAY, judgements);
  expect(find(judgement('2026-01-10', {}))).toMatchObject({ outcome: 'absent', points: 0 });
  expect(find(judgement('2026-01-10', { viability: 'V3', governance: 'G4' }))).toMatchObject({
    points: 20,
    because:
      'It does not meet the housing regulator’s standard of viability (V3) and governance (G4) by its judgement of 10 January 2026. It counts until the next judgement.',
  });
  expect(find(judgement('2026-01-10', { governance: 'G3', viability: null }))).toMatchObject({ points: 8 });
  expect(find(judgement('2026-01-10', { consumer: 'C4' }))).toMatchObject({ points: 3 });
  const upgraded = [judgement('2026-01-10', { viability: 'V3' }), judgement('2026-06-10', {})] as const;
  expect(find(...upgraded)).toMatchObject({ outcome: 'absent', points: 0 });
  expect(judged('landlord-grade', TODAY, [])).toMatchObject({ outcome: 'unknown' });
});

test('paying-later: against the same half of the year before, by fifteen days or a third, and never against another half', () => {
  const report = (
    periodEnd: string,
    averageDaysToPay: number | null,
    percentNotPaidInTerms: number | null = null,
  ) => said(periodEnd, { kind: 'payment-practices', periodEnd, averageDaysToPay, percentNotPaidInTerms });
  const find = (...reports: readonly ReturnType<typeof report>[]) => judged('paying-later', TODAY, reports);
  expect(find(report('2025-06-30', 30), report('2025-12-31', 20), report('2026-06-30', 45))).toMatchObject({
    outcome: 'present',
    points: 6,
    because:
      'In the half-year to 30 June 2026 (filed 30 June 2026) suppliers were paid after 45 days on average, 30 a year before.',
  });
  expect(find(report('2025-06-30', 30), report('2026-06-30', 44))).toMatchObject({ outcome: 'absent' });
  expect(find(report('2025-12-31', 20), report('2026-06-30', 45))).toMatchObject({ outcome: 'unknown' });
  expect(find(report('2025-06-30', null, 30), report('2026-06-30', null, 40))).toMatchObject({
    outcome: 'present',
    because: expect.stringContaining('40% of invoices were not paid within terms, 30% a year before'),
  });
  expect(find(report('2025-06-30', null, 30), report('2026-06-30', null, 39))).toMatchObject({
    outcome: 'absent',
  });
  expect(find(report('2025-06-30', null, 0), report('2026-06-30', null, 0))).toMatchObject({
    outcome: 'absent',
  });
  expect(find(report('2025-06-30', 30), report('2026-06-30', null, 40))).toMatchObject({
    outcome: 'unknown',
  });
  // Reports older than fifteen months are stale.
  expect(
    judged('paying-later', '2027-11-23', [report('2025-06-30', 30), report('2026-06-30', 60)]),
  ).toMatchObject({
    outcome: 'absent',
    because: expect.stringContaining('too old to count'),
  });
  expect(find()).toMatchObject({ outcome: 'unknown' });
});
