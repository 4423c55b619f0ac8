import { expect, test } from 'vitest';
import { companiesHouseCompany } from '../companies-house-company.ts';
import { documentOf, itemsOf, observationsOf, RETRIEVED_AT } from '../testing.ts';

/** What is read of an answer of 22 November 2026. */
const read = (path: string, body: unknown) =>
  itemsOf(
    companiesHouseCompany,
    documentOf(JSON.stringify(body), `https://api.example/company/99000001${path && `/${path}`}`),
  );
const said = (path: string, body: unknown) => observationsOf(read(path, body));
const refused = (path: string, body: unknown) =>
  read(path, body).flatMap((item) => (item.outcome === 'refused' ? [item.reason] : []));
const answers = (path: string, body: unknown) =>
  read(path, body)
    .flatMap((item) => ('looks' in item ? (item.looks ?? []) : []))
    .map(({ answer }) => answer);

const caseOf = (type: string, dates: unknown, more: object = {}) => ({
  cases: [{ number: '1', type, dates, ...more }],
});
const dated = (days: Readonly<Record<string, string>>) =>
  Object.entries(days).map(([type, date]) => ({ type, date }));

test.each([
  [
    'the order, not its petition',
    { 'petitioned-on': '2026-10-01', 'wound-up-on': '2026-11-03' },
    '2026-11-03',
  ],
  ['nothing, where only a petition is dated', { 'petitioned-on': '2026-10-01' }, null],
  ['its end, where that alone is dated', { 'dissolved-on': '2001-05-05' }, '2001-05-05'],
  ['nothing, where it is to be dissolved on a day to come', { 'due-to-be-dissolved-on': '2027-02-03' }, null],
  [
    'nothing, where it was to be dissolved on a day gone by',
    { 'due-to-be-dissolved-on': '2026-10-03' },
    null,
  ],
  [
    'the order, not of the deed of a charge',
    { 'instrumented-on': '2001-06-01', 'wound-up-on': '2026-11-18' },
    '2026-11-18',
  ],
  [
    'the resolution of creditors, not of a declaration that came before',
    { 'declaration-solvent-on': '2026-01-05', 'wound-up-on': '2026-11-02' },
    '2026-11-02',
  ],
  [
    'its last end, where several are dated and no beginning',
    { 'administration-ended-on': '2024-05-05', 'dissolved-on': '2025-05-05' },
    '2025-05-05',
  ],
  ['nothing that is still to come', { 'administration-started-on': '2062-05-01' }, null],
  ['the day of a printed moment', { 'administration-started-on': '2026-05-01T00:00:00' }, '2026-05-01'],
])('the day of a case is that of %s', (_, dates, on) => {
  expect(said('insolvency', caseOf('in-administration', dated(dates)))[0]?.occurredOn).toBe(on);
});

test('receivers were not appointed on the day of the mortgage, which stands beside the case', () => {
  const given = dated({ 'instrumented-on': '2001-06-01' });
  const [one] = said('insolvency', caseOf('receiver-manager', given));
  expect(one).toMatchObject({ occurredOn: null, publishedAt: RETRIEVED_AT });
  expect(one?.content).toMatchObject({ dates: [], besides: [{ type: 'instrumented-on', on: '2001-06-01' }] });
  const nameless = { cases: [{ type: 'receiver-manager', dates: given }] };
  expect(said('insolvency', nameless)[0]?.ref).toBe('99000001/insolvency/receiver-manager@2001-06-01');
});

test('a day on which a company is to be dissolved is no doubt about its case, and no part of its course', () => {
  const given = dated({ 'wound-up-on': '2026-11-03', 'due-to-be-dissolved-on': '2027-02-03' });
  expect(refused('insolvency', caseOf('compulsory-liquidation', given))).toEqual([]);
  const past = dated({ 'wound-up-on': '2026-11-03', 'due-to-be-dissolved-on': '2026-11-20' });
  expect(said('insolvency', caseOf('compulsory-liquidation', past))[0]?.content).toMatchObject({
    dates: [{ type: 'wound-up-on', on: '2026-11-03' }],
  });
});

test('that a company can pay was sworn before a solvent winding-up, and is a day of that alone', () => {
  const given = dated({ 'declaration-solvent-on': '2026-01-05' });
  const content = (type: string) => said('insolvency', caseOf(type, given))[0]?.content;
  expect(content('members-voluntary-liquidation')).toMatchObject({ dates: [{ on: '2026-01-05' }] });
  expect(content('creditors-voluntary-liquidation')).toMatchObject({ dates: [] });
});

test('an end that is still to come ends no case, and is said', () => {
  const given = dated({ 'administration-started-on': '2026-05-01', 'administration-ended-on': '2027-05-01' });
  const [one] = said('insolvency', caseOf('in-administration', given));
  expect(one?.content).toMatchObject({ dates: [{ type: 'administration-started-on', on: '2026-05-01' }] });
  expect(refused('insolvency', caseOf('in-administration', given))).toEqual([
    'dates: “administration-ended-on” 2027-05-01 is a day to come; the case is kept without it',
  ]);
});

test('a case of which a date cannot be read is kept, and what could not be read is said', () => {
  const odd = [{ date: '2026-05-01' }, { type: 'wound-up-on', date: '2026-11-03' }];
  expect(said('insolvency', caseOf('compulsory-liquidation', odd))).toMatchObject([
    { occurredOn: '2026-11-03', content: { dates: [{ type: 'wound-up-on' }] } },
  ]);
  expect(refused('insolvency', caseOf('compulsory-liquidation', odd))).toHaveLength(1);
  const alone = { type: 'wound-up-on', date: '2026-11-03' };
  expect(said('insolvency', caseOf('compulsory-liquidation', alone))[0]?.occurredOn).toBe('2026-11-03');
});

test('a status of insolvency without a case is no answer that there is none', () => {
  expect(answers('insolvency', { status: ['liquidation'], cases: [] })).toEqual(['in-part']);
  expect(refused('insolvency', { status: ['liquidation'], cases: [] })).toHaveLength(1);
  expect(answers('insolvency', { status: [], cases: [] })).toEqual(['empty']);
  expect(answers('insolvency', { cases: [] })).toEqual(['empty']);
});

const filing = (over: object) => ({
  filing_history_status: 'filing-history-available',
  total_count: 1,
  items: [
    {
      transaction_id: 'T1',
      category: 'insolvency',
      type: 'X',
      date: '2026-11-10',
      description: 'legacy',
      ...over,
    },
  ],
});

test.each([
  [{ description: 'liquidation-emergency-order-2027' }],
  [{ description: 'emergency-order-2027' }],
  [{ category: 'liquidation', description: 'emergency-order-2027' }],
  [{ category: ['insolvency'], description: 'emergency-order-2027' }],
  [{ category: null, description: 'liquidation-emergency-order-2027' }],
  [{ category: 'gazette', description: 'gazette-notice-decree' }],
  [{ category: 'dissolution', description: 'dissolution-by-decree' }],
])('a filing about an insolvency in words that the register never used is not understood: %o', (over) => {
  expect(said('filing-history', filing(over))).toMatchObject([
    { content: { kind: 'filing', about: 'other' } },
  ]);
});

test.each([
  [{ description: 'liquidation-in-administration-progress-report-scotland' }],
  [{ description: 'liquidation-voluntary-liquidators-statement-of-receipts-payments-scotland' }],
  [{ category: 'gazette', description: 'gazette-dissolved-liquidation' }],
  [{ category: 'capital', description: 'capital-allotment-shares' }],
])('a step that it has used is no question: %o', (over) => {
  expect(said('filing-history', filing(over))).toEqual([]);
});

test('a category given as a list is that category', () => {
  const order = {
    category: ['insolvency', 'compulsory'],
    description: 'liquidation-compulsory-winding-up-order',
  };
  expect(said('filing-history', filing(order))).toMatchObject([{ content: { about: 'liquidation' } }]);
});

test('an office moved on the day of its change, and was filed on another', () => {
  const moved = {
    category: 'address',
    description: 'change-registered-office-address-company-with-date-old-address-new-address',
    description_values: { change_date: '2026-11-02', new_address: '1 Example Road' },
  };
  expect(said('filing-history', filing(moved))).toMatchObject([
    { occurredOn: '2026-11-02', publishedAt: '2026-11-10T00:00:00.000Z' },
  ]);
});

test('what is dated on a day to come is published when it was read, and happened on no day', () => {
  const order = { date: '2062-11-10', description: 'liquidation-compulsory-winding-up-order' };
  expect(said('filing-history', filing(order))).toMatchObject([
    { occurredOn: null, publishedAt: RETRIEVED_AT },
  ]);
});

const charge = (over: object) => ({
  total_count: 1,
  items: [
    {
      charge_code: 'A1',
      status: 'outstanding',
      created_on: '2020-01-01',
      delivered_on: '2020-01-10',
      ...over,
    },
  ],
});

test('a charge that is satisfied on no given day happened on none, and not on that of its creation', () => {
  expect(said('charges', charge({ status: 'fully-satisfied' }))[0]?.occurredOn).toBeNull();
  expect(said('charges', charge({ status: 'satisfied', satisfied_on: '2026-02-03' }))[0]?.occurredOn).toBe(
    '2026-02-03',
  );
  expect(said('charges', charge({ status: 'part-satisfied' }))[0]?.occurredOn).toBe('2020-01-01');
});

test('a status of a charge that is not known is kept and said', () => {
  expect(refused('charges', charge({ status: 'released-by-court' }))).toEqual([
    'status: “released-by-court” is not known here; kept as printed',
  ]);
  expect(answers('charges', charge({ status: 'released-by-court' }))).toEqual(['in-part']);
  expect(answers('charges', charge({}))).toEqual(['found']);
});

test('a director who leaves on a day to come is in office', () => {
  const officers = (resigned_on: string | null) => ({
    total_results: 1,
    items: [{ officer_role: 'director', appointed_on: '2020-01-01', resigned_on }],
  });
  const active = (resignedOn: string | null) => said('officers', officers(resignedOn))[0]?.content;
  expect(active('2027-01-01')).toMatchObject({ activeCount: 1, resignedOn: [] });
  expect(active('2026-11-22')).toMatchObject({ activeCount: 0, resignedOn: ['2026-11-22'] });
  expect(active('Unknown')).toMatchObject({ activeCount: 0, resignedOn: [] });
});

const profile = (over: object) => ({
  company_name: 'EXAMPLE LTD',
  company_number: '99000001',
  company_status: 'active',
  ...over,
});

test('an answer about somebody else is nobody’s, and no look at whom was asked about', () => {
  const other = profile({ company_number: '99000002' });
  expect(refused('', other)).toEqual(['company_number: “99000002” is not who was asked about']);
  expect(answers('', other)).toEqual(['in-part']);
});

test('accounts that are due are read where newer answers give them', () => {
  const accounts = { next_accounts: { due_on: '2026-01-01', period_end_on: '2025-03-31', overdue: true } };
  expect(said('', profile({ accounts }))).toMatchObject([
    { content: { accounts: { nextDueOn: '2026-01-01', nextMadeUpTo: '2025-03-31', overdue: true } } },
  ]);
});

const entry = (days: object, status = 'dissolved') => ({
  company_name: 'EXAMPLE LTD',
  company_number: '99000001',
  company_status: status,
  type: 'ltd',
  ...days,
});
const [BEGUN, ENDED] = ['date_of_creation', 'date_of_cessation'] as const;

test.each([
  ['2019-05', `${ENDED}: “2019-05” is no day`],
  ['2019-02-30', `${ENDED}: “2019-02-30” is no day`],
  ['3 March 2019', `${ENDED}: “3 March 2019” is no day`],
  ['2027-02-03', `${ENDED}: 2027-02-03 is a day to come`],
  ['1999-01-01', `${ENDED}: 1999-01-01 is before its creation on 2001-08-21`],
])('an entry that gives %s as its end is kept without it, and that is said', (on, reason) => {
  for (const status of ['dissolved', 'active']) {
    const body = entry({ [BEGUN]: '2001-08-21', [ENDED]: on }, status);
    expect(said('', body)).toMatchObject([{ content: { status, dissolvedOn: null } }]);
    expect(refused('', body)).toEqual([`${reason}; the entry is kept without it`]);
    expect(answers('', body)).toEqual(['in-part']);
  }
});

test('what ends on the day on which it begins ended on that day', () => {
  const body = entry({ [BEGUN]: '2001-08-21', [ENDED]: '2001-08-21' });
  expect(said('', body)).toMatchObject([{ content: { dissolvedOn: '2001-08-21' } }]);
  expect(refused('', body)).toEqual([]);
  const days = { 'wound-up-on': '2026-10-01', 'concluded-winding-up-on': '2026-10-01' };
  const ended = caseOf('compulsory-liquidation', dated(days));
  expect(said('insolvency', ended)).toMatchObject([
    { content: { dates: dated(days).map(({ type, date }) => ({ type, on: date })) } },
  ]);
  expect(refused('insolvency', ended)).toEqual([]);
});

test.each([
  ['accounts', 'accounts'],
  ['confirmation_statement', 'confirmationStatement'],
])('%s that are overdue before their day, or without one, are said, and due on no day', (name, member) => {
  const due = (given: object) => entry({ [name]: given }, 'active');
  for (const given of [{ overdue: true }, { overdue: true, next_due: '2099-05-01' }]) {
    expect(said('', due(given))).toMatchObject([
      { content: { [member]: { nextDueOn: null, overdue: true } } },
    ]);
    expect(refused('', due(given))).toEqual([expect.stringMatching(`^${name}: overdue, and `)]);
  }
  for (const given of [
    { overdue: true, next_due: '2020-05-01' },
    { overdue: false, next_due: '2099-05-01' },
    { next_due: '2099-05-01' },
  ]) {
    expect(said('', due(given))).toMatchObject([{ content: { [member]: { nextDueOn: given.next_due } } }]);
    expect(refused('', due(given))).toEqual([]);
  }
});

test('an entry without an end gives none, and a company that is to begin has not begun', () => {
  for (const none of ['Unknown', '', null, '0001-01-01'])
    expect(refused('', entry({ [ENDED]: none }))).toEqual([]);
  const ahead = entry({ [BEGUN]: '2030-01-01' }, 'active');
  expect(said('', ahead)).toMatchObject([{ content: { incorporatedOn: null } }]);
  expect(refused('', ahead)).toHaveLength(1);
});

test.each([
  [{ 'wound-up-on': '2026-10' }, '“2026-10” is no day', []],
  [{ 'wound-up-on': '2026-09-31' }, '“2026-09-31” is no day', []],
  [{ 'wound-up-on': '1 October 2026' }, '“1 October 2026” is no day', []],
  [
    { 'wound-up-on': '2026-10-01', 'concluded-winding-up-on': '2026-01-01' },
    '2026-01-01 is before it began',
    [{ type: 'wound-up-on', on: '2026-10-01' }],
  ],
])(
  'a case of which a date cannot be believed is kept without it, and that is said: %o',
  (days, reason, dates) => {
    const body = caseOf('compulsory-liquidation', dated(days));
    expect(said('insolvency', body)).toMatchObject([{ content: { dates } }]);
    expect(refused('insolvency', body)).toEqual([expect.stringContaining(reason)]);
  },
);
