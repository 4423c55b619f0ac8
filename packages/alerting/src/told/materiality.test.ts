import { GssCode, Pence, type Safeguards, sumByBasis } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { expect, test } from 'vitest';
import { exposure, published } from '../fixtures/alert-facts.ts';
import { previewLines } from './lines-preview.ts';
import { acknowledgeIn, headLine, isMaterial, materialityOf, stakesOf, weigh } from './materiality.ts';

const council = GssCode.parse('E06000052');
const lines = materialityOf(council);
const pounds = (value: number) => Pence.parse(value * 100);
/** Of somebody who is paid, with no contract that is known. */
const paid = (value: number) =>
  stakesOf(viewOfExposure({ ...exposure, contracts: [], spendLast12Months: pounds(value) }));
const held = (left: number, criticality: 'critical' | 'standard' = 'standard', safeguards?: Safeguards) =>
  viewOfExposure({
    ...exposure,
    spendLast12Months: null,
    contracts: [
      {
        ...published,
        criticality,
        valueLeft: { pence: pounds(left), vat: 'net' },
        ...(safeguards && { safeguards }),
      },
    ],
  });

const spent = (net: number, gross = 0) =>
  sumByBasis([
    { pence: pounds(net), vat: 'net' },
    { pence: pounds(gross), vat: 'gross' },
  ]);

const formal = { kind: 'formal', to: 'severe' } as const;
const severe = { kind: 'band', to: 'severe' } as const;
const late = { kind: 'paid-while-at-risk', to: 'severe' } as const;

test.each([
  ['a formal event with a live contract of no value: at once', formal, stakesOf(held(0)), true],
  ['a formal event, £4,999 paid: digest', formal, paid(4_999), false],
  ['a formal event, £5,000 paid: at once', formal, paid(5_000), true],
  ['severe, £249,999 left: digest', severe, stakesOf(held(249_999)), false],
  ['severe, £250,000 left: at once', severe, stakesOf(held(250_000)), true],
  ['severe with a critical contract: at once', severe, stakesOf(held(0, 'critical')), true],
  [
    'elevated with a critical contract: digest',
    { kind: 'band', to: 'elevated' } as const,
    stakesOf(held(1e6, 'critical')),
    false,
  ],
  ['a contract being placed: at once', { kind: 'award-gate', to: 'elevated' } as const, paid(0), true],
  ['payments while at risk, £24,999: digest', late, paid(24_999), false],
  ['payments while at risk, £25,000: at once', late, paid(25_000), true],
  [
    'a solvent winding-up: digest',
    { kind: 'information', to: 'low' } as const,
    stakesOf(held(1e6, 'critical')),
    false,
  ],
])('%s', (_, alert, stakes, isAtOnce) => {
  expect(weigh(alert, stakes, lines, null).isAtOnce).toBe(isAtOnce);
});

test('what is not known is below no line: a contract of unknown value is the head’s, unread spend is told at once', () => {
  const unvalued = { ...published, value: null, valueLeft: null };
  const weight = (change: Partial<Parameters<typeof viewOfExposure>[0]>) =>
    weigh(formal, stakesOf(viewOfExposure({ ...exposure, ...change })), lines, null);
  expect(weight({ contracts: [unvalued] })).toMatchObject({ isAtOnce: true, isForHead: true });
  expect(weigh(formal, stakesOf(held(99_999)), lines, null)).toMatchObject({ isForHead: false });
  const unread = weight({ contracts: [], spend: null, spendLast12Months: null });
  expect(unread).toMatchObject({ isAtOnce: true, isForHead: false });
  expect(unread.because).toBe('what was paid to it in twelve months is not known');
});

test('VAT bases are added where how much is exposed decides who is told', () => {
  const money = { net: pounds(3_000), gross: pounds(1_500), unknown: pounds(500) };
  const spend = {
    from: '2025-05-01',
    to: '2026-04-30',
    last12Months: money,
    previous12Months: null,
    payments: 3,
  };
  const { paid: sum } = stakesOf(viewOfExposure({ ...exposure, contracts: [], spend }));
  expect(sum).toBe(pounds(5_000));
});

test('the head of procurement is told from the lower of £100,000 and .05 % of a year that was read', () => {
  const year = (million: number, monthsRead: number) => ({
    spend: spent(million * 6e5, million * 4e5),
    monthsRead,
  });
  expect(headLine(lines, year(60, 9))).toBe(pounds(30_000));
  expect(headLine(lines, year(60, 8))).toBe(pounds(100_000));
  expect(headLine(lines, year(600, 12))).toBe(pounds(100_000));
  expect(weigh(formal, stakesOf(held(30_000)), lines, year(60, 12)).isForHead).toBe(true);
  expect(weigh(formal, stakesOf(held(29_999)), lines, year(60, 12)).isForHead).toBe(false);
  expect(weigh(severe, stakesOf(held(1e6)), lines, year(60, 12)).isForHead).toBe(false);
});

test('a council sets lines of its own in the place of the defaults', () => {
  const own = materialityOf(council, { formalFrom: pounds(20_000) });
  expect(weigh(formal, paid(19_999), own, null).isAtOnce).toBe(false);
  expect(own.estimateFrom).toBe(lines.estimateFrom);
});

test('what the council has paid ahead, holds back or stands for brings senior officers in, whatever it is worth', () => {
  const of = (safeguards: Safeguards) => isMaterial(council, held(583, 'standard', safeguards));
  expect(of({ prepaymentPence: pounds(1) })).toBe(true);
  expect(of({ retentionPence: pounds(1) })).toBe(true);
  expect(of({ performanceBond: true })).toBe(true);
  expect(of({ pensionAdmission: true })).toBe(true);
  expect(of({ kind: 'loan' })).toBe(true);
  expect(of({ kind: 'grant' })).toBe(false);
  expect(of({ prepaymentPence: pounds(0), performanceBond: false })).toBe(false);
});

test('formal events alone are to be acknowledged: on a critical contract within four hours, else within a day', () => {
  expect(acknowledgeIn('formal', { isCritical: true }, lines)).toEqual({ hours: 4 });
  expect(acknowledgeIn('formal', { isCritical: false }, lines)).toEqual({ days: 1 });
  expect(acknowledgeIn('band', { isCritical: true }, lines)).toBeNull();
});

test('lines are shown with what they would have meant for the alerts of a year, by kind', () => {
  const alert = (kind: 'formal' | 'band', of: number) => ({
    kind,
    to: 'severe' as const,
    exposure: { ...exposure, contracts: [], spendLast12Months: pounds(of) },
  });
  const alerts = [
    alert('formal', 4_000),
    alert('formal', 30_000),
    alert('formal', 600_000),
    alert('band', 30_000),
  ];
  const ofYear = { yearlySpend: spent(1e9) };
  const [events, estimates] = previewLines(alerts, lines, ofYear);
  expect(events).toEqual({ what: 'Formal events', alerts: 3, atOnce: 2, toHead: 1, toSeniors: 1 });
  expect(estimates).toMatchObject({ what: 'Estimates', alerts: 1, atOnce: 0 });
  const lower = materialityOf(council, { formalFrom: pounds(1_000), headFrom: pounds(20_000) });
  expect(previewLines(alerts, lower, ofYear)[0]).toMatchObject({ atOnce: 3, toHead: 2 });
});
