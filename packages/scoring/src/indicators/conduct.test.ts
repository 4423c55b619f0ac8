import { describe, expect, test } from 'vitest';
import { accountsOf, madeFiling, profileOf, said } from '../testing.ts';
import { judged } from './judged.ts';

const now = '2024-12-01';
const dueOn = (due: string | null) => ({ ...profileOf().accounts, nextDueOn: due });

describe('accounts-overdue', () => {
  const profile = said('2024-06-01', profileOf({ accounts: dueOn('2024-09-30') }), { ref: 'p' });
  test('on the due day they are not; on the next day they are', () => {
    expect(judged('accounts-overdue', '2024-09-30', [profile], ['company-profile']).outcome).toBe('absent');
    expect(judged('accounts-overdue', '2024-10-01', [profile], ['company-profile'])).toMatchObject({
      outcome: 'present',
      points: 12,
    });
  });
  test('unknown when nobody has looked since they fell due', () => {
    expect(judged('accounts-overdue', '2024-10-01', [profile]).outcome).toBe('unknown');
  });
  test('absent once they have arrived, even before the profile says so', () => {
    const arrived = said('2024-09-20', {
      kind: 'accounts-filed',
      madeUpTo: '2023-12-31',
      filedOn: '2024-09-20',
      dueOn: '2024-09-30',
      type: 'full',
      machineReadable: true,
    });
    expect(judged('accounts-overdue', '2024-10-01', [profile, arrived], ['company-profile']).outcome).toBe(
      'absent',
    );
  });
  test('unknown when no due date was read', () => {
    expect(judged('accounts-overdue', now, [said('2024-06-01', profileOf())]).outcome).toBe('unknown');
  });
});

test('confirmation-statement-overdue: from the day after its due date, where somebody has looked since', () => {
  const profile = said(
    '2024-06-01',
    profileOf({ confirmationStatement: { nextDueOn: '2024-09-30', lastMadeUpTo: null, overdue: false } }),
  );
  expect(judged('confirmation-statement-overdue', '2024-09-30', [profile], ['company-profile']).outcome).toBe(
    'absent',
  );
  expect(judged('confirmation-statement-overdue', '2024-10-01', [profile], ['company-profile']).points).toBe(
    5,
  );
  expect(judged('confirmation-statement-overdue', '2024-10-01', [profile]).outcome).toBe('unknown');
});

test('accounts-late-before: names the days, and only filings after a known deadline', () => {
  const late = said(
    '2024-01-20',
    {
      kind: 'accounts-filed',
      madeUpTo: '2023-03-31',
      filedOn: '2024-01-20',
      dueOn: '2023-12-31',
      type: 'full',
      machineReadable: null,
    },
    { ref: 'l' },
  );
  const inTime = said('2023-12-20', { ...late.signal, filedOn: '2023-12-20' }, { ref: 't' });
  expect(judged('accounts-late-before', now, [late])).toMatchObject({
    points: 4,
    because: 'The accounts to 31 March 2023 were filed on 20 January 2024, 20 days late.',
  });
  expect(judged('accounts-late-before', now, [inTime]).outcome).toBe('absent');
  expect(
    judged('accounts-late-before', now, [said('2024-01-20', { ...late.signal, dueOn: null })]).outcome,
  ).toBe('unknown');
});

describe('filings', () => {
  test.each([
    ['auditor-resigned', madeFiling('auditor-resigned'), 8],
    ['audit-exemption-changed', madeFiling('audit-exemption'), 2],
    ['accounting-period-moved', madeFiling('accounting-reference-date-changed', 'extended'), 8],
    ['accounting-period-moved', madeFiling('accounting-reference-date-changed', 'shortened'), 0],
    ['address-moved', madeFiling('registered-office-changed', 'insolvency-practitioner'), 30],
    ['address-moved', madeFiling('registered-office-changed', 'mass-registration'), 6],
    ['address-moved', madeFiling('registered-office-changed'), 1],
  ] as const)('%s of %o counts %i', (indicator, filing, points) => {
    expect(judged(indicator, now, [said('2024-10-01', filing)], ['filing-history']).points).toBe(points);
    expect(judged(indicator, now, [], ['filing-history']).outcome).toBe('absent');
    expect(judged(indicator, now, []).outcome).toBe('unknown');
  });
  test('a plain move does not hide a graver one before it', () => {
    const graver = said('2024-10-01', madeFiling('registered-office-changed', 'insolvency-practitioner'), {
      ref: 'a',
    });
    const plain = said('2024-11-01', madeFiling('registered-office-changed'), { ref: 'b' });
    expect(judged('address-moved', now, [graver, plain]).points).toBe(30);
  });
});

test('audit-exemption-changed: also when one year was audited and the next was not', () => {
  const before = said('2023-10-01', accountsOf('2023-03-31'), { ref: 'a' });
  const after = said('2024-10-01', accountsOf('2024-03-31', {}, { audited: false }), { ref: 'b' });
  expect(judged('audit-exemption-changed', now, [before, after])).toMatchObject({
    points: 2,
    because: 'The accounts to 31 March 2024 are not audited and those before were.',
  });
});

test('going-concern-uncertainty and qualified-opinion quote the sentence', () => {
  const flags = [
    { kind: 'going-concern-uncertainty' as const, quote: 'Material uncertainty related to going concern' },
    { kind: 'qualified-opinion' as const, quote: 'Qualified opinion' },
  ];
  const filed = said('2024-10-01', accountsOf('2024-03-31', {}, { flags }));
  expect(judged('going-concern-uncertainty', now, [filed])).toMatchObject({ outcome: 'present', points: 20 });
  expect(judged('going-concern-uncertainty', now, [filed]).because).toContain(
    '“Material uncertainty related',
  );
  expect(judged('qualified-opinion', now, [filed]).points).toBe(10);
  const clean = said('2024-10-01', accountsOf('2024-03-31'));
  expect(judged('qualified-opinion', now, [clean]).outcome).toBe('absent');
  const ceasing = accountsOf(
    '2024-03-31',
    {},
    { flags: [...flags, { kind: 'not-going-concern', quote: 'x' }] },
  );
  expect(judged('going-concern-uncertainty', now, [said('2024-10-01', ceasing)]).points).toBe(30);
});

test('directors-resigned: three within three months, not three in a year', () => {
  const resigned = (...days: string[]) =>
    said('2024-11-01', { kind: 'officer-changes', appointedOn: [], resignedOn: days, activeCount: 2 });
  expect(judged('directors-resigned', now, [resigned('2024-08-01', '2024-09-15', '2024-10-30')]).points).toBe(
    7,
  );
  expect(
    judged('directors-resigned', now, [resigned('2024-01-01', '2024-06-15', '2024-10-30')], ['officers'])
      .outcome,
  ).toBe('absent');
  expect(judged('directors-resigned', now, []).outcome).toBe('unknown');
});

test('new-charge: over all assets and outstanding, with the lender’s name', () => {
  const charge = (over: object) =>
    said('2024-10-02', {
      kind: 'charge',
      chargeId: '1',
      status: 'outstanding',
      createdOn: '2024-10-01',
      deliveredOn: null,
      satisfiedOn: null,
      personsEntitled: ['EXAMPLE BANK PLC'],
      floatingOverAll: true,
      ...over,
    });
  expect(judged('new-charge', now, [charge({})])).toMatchObject({
    points: 5,
    because: 'A charge over all assets in favour of EXAMPLE BANK PLC was created on 1 October 2024.',
  });
  expect(judged('new-charge', now, [charge({ floatingOverAll: false })], ['charges']).outcome).toBe('absent');
  expect(judged('new-charge', now, [charge({ satisfiedOn: '2024-11-01' })], ['charges'])).toMatchObject({
    outcome: 'absent',
    because: 'The charge over all assets of 1 October 2024 was satisfied on 1 November 2024.',
  });
});

test('payment-days: long by themselves, or longer than a year before', () => {
  const report = (periodEnd: string, averageDaysToPay: number) =>
    said(periodEnd, { kind: 'payment-practices', periodEnd, averageDaysToPay, percentNotPaidInTerms: null });
  expect(judged('payment-days', now, [report('2024-06-30', 120)]).points).toBe(8);
  expect(
    judged('payment-days', now, [
      report('2023-06-30', 30),
      report('2023-12-31', 50),
      report('2024-06-30', 45),
    ]).points,
  ).toBe(5);
  expect(judged('payment-days', now, [report('2024-06-30', 30)]).outcome).toBe('absent');
  expect(judged('payment-days', now, []).outcome).toBe('unknown');
});

test('short-interest: by the share sold short, for as long as it is fresh', () => {
  const short = (percent: number) =>
    said('2024-11-20', { kind: 'short-interest', on: '2024-11-20', percent, series: 'named' });
  expect(judged('short-interest', now, [short(23)]).points).toBe(16);
  expect(judged('short-interest', now, [short(2)]).outcome).toBe('absent');
  expect(judged('short-interest', '2025-03-01', [short(23)])).toMatchObject({ outcome: 'absent', points: 0 });
});

test('contract-performance: quotes the buyer', () => {
  const notice = said('2024-10-01', {
    kind: 'contract-performance',
    ocid: 'ocds-h6vhtk-000001',
    statement: 'Breach of contract',
  });
  expect(judged('contract-performance', now, [notice])).toMatchObject({
    points: 6,
    because: 'A buyer published on 1 October 2024: “Breach of contract”',
  });
});

describe('registrar-default-address', () => {
  const moved = said('2026-06-01', madeFiling('registered-office-changed', 'registrar-default'), {
    ref: '1',
  });
  const on = (day: string, ...also: (typeof moved)[]) =>
    judged('registrar-default-address', day, [moved, ...also]);

  test('is an act of the registrar with a course of 28 days', () => {
    expect(on('2026-06-29')).toMatchObject({ outcome: 'present', points: 10 });
    expect(on('2026-06-29').because).toContain('It has until 29 June 2026 to file an appropriate one.');
    expect(on('2026-06-30').because).toContain(
      'The 28 days that it had to file another ended on 29 June 2026',
    );
    expect(judged('address-moved', '2026-06-29', [moved]).points).toBe(0);
  });

  test('is absent once another address was filed, or where somebody looked and found none', () => {
    const next = said('2026-06-20', madeFiling('registered-office-changed'), { ref: '2' });
    expect(on('2026-06-21', next)).toMatchObject({ outcome: 'absent', points: 0 });
    expect(judged('registrar-default-address', '2026-06-21', [], ['filing-history']).outcome).toBe('absent');
    expect(judged('registrar-default-address', '2026-06-21', []).outcome).toBe('unknown');
  });
});

test('a confirmation statement that is overdue after 18 November 2026 may mean an unverified director', () => {
  const due = profileOf({
    confirmationStatement: { nextDueOn: '2026-11-01', lastMadeUpTo: null, overdue: null },
  });
  const on = (day: string) => judged('confirmation-statement-overdue', day, [said(day, due)]).because;
  expect(on('2026-11-17')).not.toContain('identity');
  expect(on('2026-11-18')).toContain('while a director’s identity is not verified');
});
