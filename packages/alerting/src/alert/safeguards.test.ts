import { Pence, Safeguards, type VatBasis } from '@tocsin/domain';
import { expect, test } from 'vitest';
import { safeguardRows, safeguardWords } from './safeguards.ts';

const all = Safeguards.required().parse({
  kind: 'lease',
  annualValuePence: 41_600_000,
  extensionTo: '2030-03-31',
  breaksOn: ['2026-09-30', '2027-03-31'],
  noticeBy: '2026-06-30',
  reletMonths: 9,
  reviewOn: '2027-04-01',
  contingencyPlanOn: '2026-01-15',
  singleSupplier: true,
  parentGuarantee: true,
  performanceBond: false,
  bondExpiresOn: '2027-03-31',
  insuranceExpiresOn: '2026-12-31',
  retentionPence: 2_500_000,
  prepaymentPence: 0,
  stepInRights: true,
  exitPlan: false,
  tupeStaff: 1,
  pensionAdmission: true,
  pensionGuarantor: 'Example Group plc',
});

test('everything that a register records against a failure is written out', () => {
  expect(safeguardWords(all, 'unknown').recorded.map(({ term, value }) => `${term}: ${value}`)).toEqual([
    'Kind of agreement: Lease',
    'Annual value: £416,000 VAT not stated',
    'Can be extended to: 31 March 2030',
    'Break dates: 30 September 2026, 31 March 2027',
    'Notice to be given by: 30 June 2026',
    'Letting it again takes: 9 months',
    'Next review: 1 April 2027',
    'Only supplier of this service: Yes',
    'Contingency plan dated: 15 January 2026',
    'Parent company guarantee: Held',
    'Performance bond: Not held',
    'Bond expires: 31 March 2027',
    'Insurance expires: 31 December 2026',
    'Retention held: £25,000 VAT not stated',
    'Prepayments: £0 VAT not stated',
    'Step-in rights: Yes',
    'Exit plan: No',
    'Staff to whom TUPE may apply: 1 person',
    'Pension admission agreement: Yes',
    'Pension guarantor: Example Group plc',
  ]);
  expect(safeguardWords({}, 'net').missing).toHaveLength(Object.keys(Safeguards.shape).length);
});

test('what is not recorded is said not to be, and is no “no”', () => {
  const { exitPlan: _, performanceBond: __, ...rest } = all;
  expect(safeguardRows({ value: null, valueLeft: null, safeguards: rest }).at(-1)).toEqual({
    term: 'Not recorded in your register',
    value: 'Performance bond, Exit plan',
  });
});

test('an annual value is said with the basis of its line, of which one is known without a total', () => {
  const of = (vat: VatBasis) => ({ pence: Pence.parse(1_00), vat });
  const annual = (contract: object) =>
    safeguardRows({ value: null, valueLeft: null, safeguards: all, ...contract })[1]?.value;
  expect(annual({ annualValue: of('net'), value: of('gross') })).toBe('£416,000 without VAT');
  expect(annual({ value: of('gross') })).toBe('£416,000 with VAT');
  expect(annual({ valueLeft: of('net') })).toBe('£416,000 without VAT');
  expect(annual({})).toBe('£416,000 VAT not stated');
});
