import { GssCode, Pence } from '@tocsin/domain';
import { viewOfExposure } from '@tocsin/exposure';
import { describe, expect, test } from 'vitest';
import { exposure, published } from '../fixtures/alert-facts.ts';
import { formalPlaybooks, noOutcomePlaybook } from './formal-playbooks.ts';
import { isMaterial } from '../told/materiality.ts';
import { type Playbook, stepsFor } from './playbook-steps.ts';
import { playbookOf } from './playbooks.ts';

const all: readonly Playbook[] = [
  ...Object.values(formalPlaybooks),
  noOutcomePlaybook,
  playbookOf('band', null),
  playbookOf('award-gate', null),
  playbookOf('paid-while-at-risk', null),
  ...['dormant', 'dissolved', 'strike-off'].map((status) => playbookOf('paid-while-inactive', status)),
];
const ofPayment = /invoice|\bpaid\b|\bpayments?\b|\bbank\b/i;

test('every step about payments says what stays payable, when to withhold, and to change no bank details', () => {
  const steps = all.flatMap((playbook) => playbook.steps).filter(({ what }) => ofPayment.test(what));
  expect(steps.length).toBeGreaterThan(5);
  for (const { what } of steps)
    for (const said of [
      'within the contract’s terms and the 30 days of section 68',
      'only on a named ground, told to the supplier without undue delay, and with legal advice',
      'Never pay ahead of delivery',
      'Change no bank details on the strength of this alert or of a letter',
      'register of practitioners',
      'call back on a number that you already hold',
    ])
      expect(what).toContain(said);
});

test('every formal event has a step about payments', () => {
  for (const { steps } of Object.values(formalPlaybooks))
    expect(steps.some(({ what }) => ofPayment.test(what))).toBe(true);
});

describe('the section 151 officer is told by what is at stake', () => {
  const [unitary, district] = ['E06000052', 'E07000223'].map((code) => GssCode.parse(code));
  const of = (pounds: number, criticality: 'critical' | 'standard' = 'standard') =>
    viewOfExposure({
      ...exposure,
      spendLast12Months: Pence.parse(pounds * 100),
      contracts: [{ ...published, criticality, valueLeft: null }],
    });
  test.each([
    ['£583 paid', unitary!, of(583), false],
    ['£499,999 paid at a unitary', unitary!, of(499_999), false],
    ['£500,000 paid', unitary!, of(500_000), true],
    ['£99,999 paid at a district', district!, of(99_999), false],
    ['£100,000 paid at a district', district!, of(100_000), true],
    ['a critical contract, whatever it is worth', unitary!, of(583, 'critical'), true],
  ])('%s', (_, council, stakes, told) => {
    expect(isMaterial(council, stakes)).toBe(told);
    const { steps } = stepsFor(formalPlaybooks['winding-up-petition']!, told);
    expect(steps.some(({ what }) => what.includes('section 151 officer'))).toBe(told);
    expect(steps.filter(({ what }) => what.startsWith('Tell the contract owner'))).toHaveLength(1);
  });
});
